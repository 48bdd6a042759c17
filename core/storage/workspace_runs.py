"""The runs of one workspace that is open here: each says what it is, in its own folder."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

from core.messages import Sentence, reason
from core.runs.record import Record, Unsaved
from core.runs.run import Run
from core.storage import files as store_files
from core.storage import recovery, run_file
from core.storage.errors import Damaged, LaterVersion, StoreError
from core.storage.files import CHECKPOINT, RUN, TEST, StoreFiles

DAMAGED = Sentence("A run is damaged and cannot be opened; its files were set aside. The other runs are intact.")
LATER = Sentence("This run was saved by a newer version of Layer Lab and was left as it is; open it with that version.")
_LATER_ONES = Sentence(
    "Some runs were saved by a newer version of Layer Lab and were left as they are; open them with that version."
)
_Stamp = tuple[int, int, int]


class WorkspaceRuns:
    """Not thread-safe; only one process has it. What was read of a run counts until its file is another.

    Everything may raise OSError.
    """

    def __init__(self, files: StoreFiles, workspace: str, say: Callable[[Sentence], None]) -> None:
        """``say`` is told what a person should know."""
        self._files, self._folder, self._say = files, files.workspace(workspace), say
        self._read: dict[Path, tuple[_Stamp, Record]] = {}

    def records(self) -> list[Record]:
        """Of all of them that can be read, in their order."""
        try:
            with os.scandir(self._folder) as entries:
                folders = [self._folder / entry.name for entry in entries if entry.is_dir()]
        except FileNotFoundError:
            return []
        found = [record for folder in folders if (record := self._readable(folder)) is not None]
        return sorted(found, key=lambda record: (record.number, record.created))

    def load(self, run_id: str) -> Run | None:
        """None where it is not there. Raises `StoreError` where it cannot be had."""
        folder = self._run(run_id)
        try:
            record = self._record(folder) if folder.is_dir() else None
            return recovery.run_of(self._files, folder, record) if record is not None else None
        except LaterVersion as later:
            raise StoreError(LATER) from later
        except Damaged as damaged:
            raise StoreError(DAMAGED) from damaged

    def save(self, unsaved: Unsaved) -> None:
        """Write what is new."""
        record = unsaved.record
        folder = self._run(record.run_id)
        folder.mkdir(parents=True, exist_ok=True)
        for at, probabilities in unsaved.tests.items():
            run_file.save_test(store_files.new_file(folder, at, TEST), probabilities)
        for at, state in unsaved.states.items():
            path = store_files.new_file(folder, at, CHECKPOINT)
            run_file.save(path, record.at(state), unsaved.rows, state, durable=True)
        durable = bool(unsaved.states or unsaved.tests)
        run_file.save(folder / RUN, record, unsaved.rows, unsaved.state, durable)
        stamp = _stamp(folder / RUN)
        if stamp is not None:
            self._read[folder] = stamp, record
        store_files.clear(folder, [checkpoint.iteration for checkpoint in record.checkpoints])

    def share_checkpoints(self, run: Run, fork: Run) -> None:
        """The files of the checkpoints that both have in common stand in both folders."""
        source, target = self._run(run.run_id), self._run(fork.run_id)
        target.mkdir(parents=True, exist_ok=True)
        for at in fork.checkpoints:
            for kind in (CHECKPOINT, TEST):
                path = store_files.file_of(source, at, kind)
                if path.exists():
                    store_files.link(path, store_files.new_file(target, at, kind))

    def remove(self, run_id: str) -> None:
        """For good."""
        self._read.pop(self._run(run_id), None)
        store_files.remove(self._run(run_id))

    def _readable(self, folder: Path) -> Record | None:
        try:
            return self._record(folder)
        except LaterVersion:
            self._say(_LATER_ONES)
        except Damaged:
            self._say(DAMAGED)
        except PermissionError as error:
            self._say(Sentence("The saved runs cannot be read: {reason}.", reason=reason(error)))
        return None

    def _record(self, folder: Path) -> Record | None:
        stamp = _stamp(folder / RUN)
        known = self._read.get(folder)
        if known is not None and known[0] == stamp:
            return known[1]
        record = recovery.record_of(self._files, folder)
        if stamp is not None and record is not None:
            self._read[folder] = stamp, record
        return record

    def _run(self, run_id: str) -> Path:
        return self._folder / store_files.name_of(run_id)


def _stamp(path: Path) -> _Stamp | None:
    with contextlib.suppress(OSError):
        found = path.stat()
        return found.st_ino, found.st_size, found.st_mtime_ns
    return None
