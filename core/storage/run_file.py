"""A run, or one of its checkpoints, as one file of arrays: complete or absent, checked when it is read."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np

from core import spec
from core.runs.record import Record
from core.runs.run import Run
from core.storage import atomic_write, record_json
from core.storage.errors import Damaged, LaterVersion
from core.training.history import COLUMNS
from core.training.initial_weights import learned_shapes, weight_shapes
from core.training.train_state import TrainState

_WEIGHTS, _OPTIMIZER, _SINGLE = "weights/", "optimizer/", ("about", "history")


def save(path: Path, record: Record, rows: np.ndarray, state: TrainState | None, durable: bool) -> None:
    """Write beside the old file, then put it in its place. ``durable``: it shall survive a power cut, too.

    ``rows``: of the history, as many as the state has iterations. Raises OSError.
    """
    arrays: dict[str, np.ndarray] = {"history": rows[: record.iteration]}
    if state is not None:
        arrays |= {f"{_WEIGHTS}{name}": array for name, array in state.weights.items()}
        arrays |= {f"{_OPTIMIZER}{name}": array for name, array in state.optimizer.items()}
    arrays["about"] = np.frombuffer(record_json.to_json(record).encode(), np.uint8)
    atomic_write.write(path, lambda file: np.savez(file, allow_pickle=False, **arrays), durable)


def save_test(path: Path, probabilities: np.ndarray) -> None:
    """``probabilities``: float32 (N, 10). Raises OSError."""
    atomic_write.write(path, lambda file: np.savez(file, probabilities=probabilities))


def load(path: Path, known: Record | None = None) -> Run:
    """The run that `save` wrote; with ``known`` that is said of it instead of what is written there.

    Raises `Damaged`, `LaterVersion`, or OSError where the file cannot be read, damaged or not.
    """
    with _reading(path) as arrays:
        record = _record(arrays)
        state = _state(arrays, record)
        if known is not None and state is not None:
            record = known.at(state)
        return Run.restored(record, _history(arrays, record), state)


def load_record(path: Path) -> Record:
    """Only what is said of it. Raises like `load`."""
    with _reading(path) as arrays:
        return _record(arrays)


def load_state(path: Path) -> TrainState:
    """Only its state. Raises like `load`."""
    with _reading(path) as arrays:
        state = _state(arrays, _record(arrays))
        if state is None:
            raise Damaged("there is no state in it")
        return state


def load_weights(path: Path) -> dict[str, np.ndarray]:
    """Only its weights: a third of the file. Raises like `load`."""
    with _reading(path) as arrays:
        return _weights(arrays, _record(arrays))


def load_test(path: Path) -> np.ndarray:
    """What `save_test` wrote. Raises like `load`."""
    with _reading(path) as arrays:
        found = arrays["probabilities"]
        if found.dtype != np.float32 or found.ndim != 2 or found.shape[1] != spec.CLASSES:
            raise Damaged(f"the probabilities are {found.dtype} {found.shape}")
        return found


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[_Arrays]:
    """The arrays of a file; whatever is wrong with them is `Damaged`, save that the system would not give them."""
    with open(path, "rb") as file:
        try:
            yield _Arrays(file)
        except LaterVersion:
            raise
        except MemoryError as error:  # no array is larger than its file
            raise OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)) from error
        except Exception as error:  # damage shows as nearly anything, from NotImplementedError to UnicodeDecodeError
            raise Damaged(f"{path.name} cannot be read: {error}") from error


class _Arrays:
    """By name, each read and checked when asked for. `numpy.load` believes a header that says less than there is."""

    def __init__(self, file: BinaryIO) -> None:
        self._file_size = os.fstat(file.fileno()).st_size
        self._archive = zipfile.ZipFile(file)
        self.names = [name.removesuffix(".npy") for name in self._archive.namelist()]

    def __getitem__(self, name: str) -> np.ndarray:
        part = self._archive.getinfo(f"{name}.npy")
        if part.compress_type != zipfile.ZIP_STORED or part.file_size > self._file_size:
            raise Damaged(f"{name} is packed or too large")
        content = self._archive.read(part)  # all of it, so that its checksum is compared
        header = io.BytesIO(content)
        if np.lib.format.read_magic(header) != (1, 0):
            raise Damaged(f"{name} has another format")
        shape, by_columns, dtype = np.lib.format.read_array_header_1_0(header)
        values = np.frombuffer(content, dtype, offset=header.tell())  # refuses objects
        return values.reshape(shape, order="F" if by_columns else "C")


def _record(arrays: _Arrays) -> Record:
    return record_json.from_json(arrays["about"].tobytes().decode())


def _history(arrays: _Arrays, record: Record) -> np.ndarray:
    rows = arrays["history"]
    if rows.dtype != np.float32 or rows.shape != (record.iteration, len(COLUMNS)):
        raise Damaged(f"the history is {rows.dtype} {rows.shape}")
    return rows


def _state(arrays: _Arrays, record: Record) -> TrainState | None:
    if not record.begun:
        return None
    return TrainState(record.iteration, _weights(arrays, record), _optimizer(arrays, record), record.seconds)


def _weights(arrays: _Arrays, record: Record) -> dict[str, np.ndarray]:
    return _checked(_group(arrays, _WEIGHTS), weight_shapes(record.network))


def _optimizer(arrays: _Arrays, record: Record) -> dict[str, np.ndarray]:
    found = _group(arrays, _OPTIMIZER)
    for slot in {name.partition("/")[0] for name in found}:
        own = {name.removeprefix(f"{slot}/"): found[name] for name in found if name.startswith(f"{slot}/")}
        _checked(own, learned_shapes(record.network))
    return found


def _checked(found: dict[str, np.ndarray], expected: dict[str, tuple[int, ...]]) -> dict[str, np.ndarray]:
    """For every expected name one array of its shape, and no other."""
    shapes = {name: array.shape for name, array in found.items() if array.dtype == np.float32}
    if shapes != expected or len(shapes) != len(found):
        raise Damaged("its arrays are not those of its network")
    return found


def _group(arrays: _Arrays, prefix: str) -> dict[str, np.ndarray]:
    if not all(name in _SINGLE or name.startswith((_WEIGHTS, _OPTIMIZER)) for name in arrays.names):
        raise Damaged("there is something else in it")
    return {name.removeprefix(prefix): arrays[name] for name in arrays.names if name.startswith(prefix)}
