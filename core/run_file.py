"""A run, or one of its moments, as one file of arrays: complete or absent, checked when it is read."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from core import record as records
from core.record import LaterVersion, Record
from core.run import Run
from core.state import TrainState


class Damaged(ValueError):
    """A file that is not what was written."""


def save(path: Path, record: Record, rows: np.ndarray, state: TrainState | None, durable: bool) -> None:
    """Write beside the old file, then put it in its place. ``durable``: it shall survive a power cut, too.

    ``rows``: of the history, as many as the state has iterations. Raises OSError.
    """
    arrays: dict[str, np.ndarray] = {"history": rows[: record.iteration]}
    if state is not None:
        arrays |= {f"weights/{name}": array for name, array in state.weights.items()}
        arrays |= {f"optimizer/{name}": array for name, array in state.optimizer.items()}
    arrays["about"] = np.frombuffer(records.to_json(record).encode(), np.uint8)
    _write(path, arrays, durable)


def save_test(path: Path, probabilities: np.ndarray) -> None:
    """``probabilities``: float32 (N, 10). Raises OSError."""
    _write(path, {"probabilities": probabilities}, durable=True)


def load(path: Path) -> Run:
    """The run that `save` wrote. Raises `Damaged`, `LaterVersion`, or FileNotFoundError."""
    with _Reading(path) as arrays:
        record = _record(arrays)
        rows = arrays["history"]
        if rows.dtype != np.float32 or rows.shape[1:] != (5,) or len(rows) != record.iteration:
            raise Damaged(f"the history is {rows.dtype} {rows.shape}")
        return record.run(rows, _state(arrays, record))


def load_record(path: Path) -> Record:
    """Only what is said of it. Raises like `load`."""
    with _Reading(path) as arrays:
        return _record(arrays)


def load_state(path: Path) -> TrainState:
    """Only its state. Raises like `load`."""
    with _Reading(path) as arrays:
        state = _state(arrays, _record(arrays))
        if state is None:
            raise Damaged("there is no state in it")
        return state


def load_weights(path: Path) -> dict[str, np.ndarray]:
    """Only its weights: a third of the file. Raises like `load`."""
    with _Reading(path) as arrays:
        return _group(arrays, "weights/")


def load_test(path: Path) -> np.ndarray:
    """What `save_test` wrote. Raises like `load`."""
    with _Reading(path) as arrays:
        return arrays["probabilities"]


class _Reading:
    """The arrays of a file, each read and checked when asked for; whatever is wrong with them is `Damaged`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self):
        self._opened = open(self._path, "rb")
        try:
            self._arrays = np.load(self._opened, allow_pickle=False)
            if not isinstance(self._arrays, np.lib.npyio.NpzFile):
                raise ValueError("it is no npz file")
        except Exception as error:
            self._opened.close()
            raise Damaged(f"{self._path.name} cannot be read: {error}") from error
        return self._arrays

    def __exit__(self, kind, error, trace) -> None:
        self._opened.close()
        # Damage shows as nearly anything, from NotImplementedError to MemoryError.
        if isinstance(error, Exception) and not isinstance(error, LaterVersion):
            raise Damaged(f"{self._path.name} cannot be read: {error}") from error


def _record(arrays) -> Record:
    return records.from_json(arrays["about"].tobytes().decode())


def _state(arrays, record: Record) -> TrainState | None:
    if not record.begun:
        return None
    return TrainState(record.iteration, _group(arrays, "weights/"), _group(arrays, "optimizer/"), record.seconds)


def _group(arrays, prefix: str) -> dict[str, np.ndarray]:
    return {name.removeprefix(prefix): arrays[name] for name in arrays.files if name.startswith(prefix)}


def _write(path: Path, arrays: dict[str, np.ndarray], durable: bool) -> None:
    unfinished = path.with_suffix(".part")
    with open(unfinished, "wb") as file:
        np.savez(file, **arrays)
        if durable:
            file.flush()
            os.fsync(file.fileno())
    os.replace(unfinished, path)
