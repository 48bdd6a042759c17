"""A run whose file is damaged or gone goes on from its last checkpoint that is whole."""

from __future__ import annotations

from pathlib import Path

from core.messages import Sentence
from core.runs.run import Run
from core.storage import files as store_files
from core.storage import run_file
from core.storage.files import RUN, StoreFiles
from core.storage.run_file import Damaged
from core.storage.run_record import LaterVersion, Record


def last_whole(files: StoreFiles, folder: Path, known: Record, error: Exception) -> Run | None:
    """The run in ``folder``, of which the index says what is ``known``; None where nothing of it can be opened.

    What is damaged is put aside, ``error`` says why the run's own file is. Raises `LaterVersion` or OSError.
    """
    later, states = None, store_files.states(folder)
    if states and (folder / RUN).exists():
        files.put_aside(folder / RUN, error)
    for path in states:
        try:
            run = run_file.load(path, known)
        except LaterVersion as found:
            later = found
        except Damaged as worse:
            files.put_aside(path, worse)
        else:
            run.say(
                Sentence(
                    "The file of this run was damaged and was put aside; the run is back at its last whole checkpoint, iteration {iteration:,}.",
                    iteration=run.iteration,
                )
            )
            return run
    if later is not None:
        raise later
    files.put_aside(folder, error)
    return None
