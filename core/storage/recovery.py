"""A run as its folder gives it: by its own file, and where that is damaged or gone by the latest of its checkpoints that is whole."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from core.messages import Sentence
from core.runs.record import Record
from core.runs.run import Run
from core.storage import files as store_files
from core.storage import run_file
from core.storage.errors import Damaged, LaterVersion
from core.storage.files import RUN, StoreFiles

Answer = TypeVar("Answer")


def record_of(files: StoreFiles, folder: Path) -> Record | None:
    """What the run in ``folder`` says of itself; None where there is none in it, which is tidied up.

    Raises `LaterVersion`, `Damaged` where nothing of it is whole, which is then put aside, or OSError.
    """
    run_id, workspace = store_files.token_of(folder), store_files.token_of(folder.parent)

    def load(path: Path) -> Record | None:
        record = run_file.load_record(path)
        # The first checkpoints of a fork are another run's.
        own = path.name == RUN or record.run_id == run_id
        return replace(record, run_id=run_id, workspace=workspace) if own else None

    found = _first_whole(files, folder, load)
    if found is None:
        _tidy(files, folder)
    return found


def run_of(files: StoreFiles, folder: Path, known: Record) -> Run:
    """The run in ``folder``, of which ``known`` is said. Raises like `record_of`."""

    def load(path: Path) -> Run:
        if path.name == RUN:
            return run_file.load(path)
        run = run_file.load(path, known)
        run.say(
            Sentence(
                "This run's file was damaged and was set aside; the run is back at its last intact checkpoint, iteration {iteration:,}.",
                iteration=run.iteration,
            )
        )
        return run

    run = _first_whole(files, folder, load)
    if run is None:  # it is going just now
        raise FileNotFoundError(f"{folder} is empty")
    run.run_id, run.workspace = known.run_id, known.workspace
    return run


def _first_whole(files: StoreFiles, folder: Path, load: Callable[[Path], Answer | None]) -> Answer | None:
    """What ``load`` makes of the run's own file, or of the latest of its checkpoints that it can read and takes."""
    later: LaterVersion | None = None
    damaged: Exception | None = None
    for path in _files(folder):
        try:
            found = load(path)
        except FileNotFoundError:
            continue
        except LaterVersion as error:
            if path.name == RUN:
                raise
            later = error
        except (Damaged, IsADirectoryError) as error:
            files.put_aside(path, error)
            damaged = error
        else:
            if found is not None:
                return found
    if later is not None:
        raise later
    if damaged is not None:
        _tidy(files, folder)
        raise Damaged(f"nothing of {folder} is whole") from damaged
    return None


def _files(folder: Path) -> Iterator[Path]:
    yield folder / RUN
    yield from store_files.checkpoints(folder)  # looked for only where the first is not enough


def _tidy(files: StoreFiles, folder: Path) -> None:
    """What is in a folder without a run is put aside."""
    with contextlib.suppress(OSError):
        folder.rmdir()  # empty
    if folder.exists():
        files.put_aside(folder, ValueError("nothing of a run in it is whole"))
