"""What is kept on disk: runs with their histories, checkpoints and test results, by workspace.

    workspaces/<token>/<run>/run.npz                  a run as it stood last: record, history, state
    workspaces/<token>/<run>/0000500.checkpoint.npz   the same at one of its checkpoints
    workspaces/<token>/<run>/0000500.test.npz         probabilities of the test set there
    open/<token>                                      locked by the process that has the workspace open
    aside/                                            what was found damaged

A file is complete or absent, and knows whether it is whole. When a workspace was used last is its folder's own time.
`core.storage.settings` says where the data folder is.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TypeVar

import numpy as np

from core.messages import Sentence, reason
from core.runs.record import Record, Unsaved
from core.runs.run import Run
from core.storage import files, run_file
from core.storage.errors import Damaged, LaterVersion, StoreError
from core.storage.files import CHECKPOINT, TEST, StoreFiles
from core.storage.lease import Leases
from core.storage.migration import migrate
from core.storage.settings import Limits
from core.storage.workspace_runs import LATER, WorkspaceRuns
from core.training.train_state import TrainState

UNDO_SECONDS = 3600.0  # so long a deleted run can be brought back
USUAL = Limits()
_RUN_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_FULL, _TOO_MANY_OPEN = (errno.ENOSPC, errno.EDQUOT), (errno.EMFILE, errno.ENFILE)
Answer = TypeVar("Answer")


class Store:
    """Thread-safe. One process has a workspace open at a time; several may share a folder."""

    def __init__(self, folder: Path, limits: Limits = USUAL) -> None:
        """Open the folder, or make it. Raises `StoreError` where it cannot be used."""
        self.said: list[Sentence] = []  # what a person should know of the folder
        self._files, self._limits = StoreFiles(folder), limits
        self._leases = Leases(self._files.leases)
        self._open: dict[str, WorkspaceRuns] = {}  # also where no file could be locked, because the disk is full
        self._written: dict[str, int] = {}  # run id → version on disk: an older one never follows a newer
        self._closed = False
        self._lock = threading.RLock()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._files.leases.mkdir(exist_ok=True)
            _try_writing(self._files.leases)
            migrate(self._files, self._leases)
        except OSError as error:
            raise StoreError(
                Sentence("The data folder {folder} cannot be used: {reason}.", folder=str(folder), reason=reason(error))
            ) from error

    def close(self, unfinished: AbstractSet[str] = frozenset()) -> None:
        """Give back whatever is open here but workspaces left ``unfinished``: who comes next finds them `interrupted`."""
        with self._lock:
            self.release_all_but(unfinished)
            for workspace in unfinished:
                self._touch(workspace)
                self._leases.leave(workspace)
            self._open.clear()
            self._closed = True

    # Workspaces.

    def claim(self, workspace: str) -> None:
        """Have it open here. Raises `StoreError` where another process has."""
        with self._lock:
            if self._closed:
                raise StoreError(Sentence("The server is shutting down; please try again in a moment."))
            if not files.fits(workspace):
                raise StoreError(Sentence("The workspace named in the address cannot be read."))
            try:
                mine = self._leases.take(workspace)
            except OSError as error:
                if error.errno in _TOO_MANY_OPEN and workspace not in self._open:
                    raise StoreError(Sentence("The data folder is busy; please try again in a moment.")) from error
                mine = True  # full or read-only: it can be worked in, and says itself that nothing is kept
            if not mine:
                self._open.pop(workspace, None)
                raise StoreError(
                    Sentence(
                        "This workspace is open on another server that shares the data folder. Close it there, wait a minute, and reload this page."
                    )
                )
            if workspace not in self._open:
                self._open[workspace] = WorkspaceRuns(self._files, workspace, self._say)
                self._touch(workspace)

    def release_all_but(self, workspaces: AbstractSet[str]) -> None:
        """Another process may open what nobody works in here."""
        with self._lock:
            for workspace in set(self._open) - workspaces:
                self._touch(workspace)
                del self._open[workspace]
                self._leases.give_back(workspace)

    def touch(self) -> None:
        """What is open here is in use."""
        with self._lock:
            for workspace in self._open:
                self._touch(workspace)

    def interrupted(self) -> list[tuple[str, float]]:
        """Workspaces that a process had open when it died, and how many seconds ago they were in use."""
        found = []
        with self._lock:
            for workspace in self._leases.left_behind() if not self._closed else []:
                try:
                    found.append((workspace, time.time() - self._files.workspace(workspace).stat().st_mtime))
                except OSError:  # nothing was kept in it
                    with contextlib.suppress(OSError):
                        self._leases.take(workspace)
                        self._leases.give_back(workspace)
        return found

    def expire(self) -> list[str]:
        """Remove what is over the limits; gives the workspaces that are gone. One that is open stays."""
        gone, before = [], time.time() - self._limits.days * 86_400
        used = {}
        for workspace in self._files.workspaces() if not self._closed else []:
            with contextlib.suppress(OSError):  # it is going just now
                used[workspace] = self._files.workspace(workspace).stat().st_mtime
        sizes = {workspace: files.size(self._files.workspace(workspace)) for workspace in used}
        total = sum(sizes.values())
        for workspace in sorted(used, key=lambda each: used[each]):
            over = used[workspace] < before or total > self._limits.bytes
            if over and self._remove_workspace(workspace):
                gone.append(workspace)
                total -= sizes[workspace]
        self._files.clear_aside(before)
        return gone

    # Runs.

    def records(self, workspace: str) -> list[Record]:
        """Of all its runs in their order, those included that were deleted just now; it is open here then. Raises `StoreError`."""
        with self._lock, _reading():
            self.claim(workspace)
            found = self._open[workspace].records()
            for record in found:
                if _gone(record):
                    self.remove(workspace, record.run_id)
            return [record for record in found if not _gone(record)]

    def find(self, run_id: str) -> Run | None:
        """The run as it was kept, its workspace then open here; None where there is none. Raises `StoreError`."""
        with self._lock, _reading():
            workspace = self._workspace_of(run_id)
            if workspace is None:
                return None
            self.claim(workspace)
            self._written.pop(run_id, None)  # its versions count anew
            return self._open[workspace].load(run_id)

    def save(self, unsaved: Unsaved) -> Sentence | None:
        """Write what is new; gives the reason in a sentence where that cannot be."""
        record = unsaved.record
        with self._lock:
            if self._written.get(record.run_id, -1) > unsaved.version:
                return None
            try:
                self.claim(record.workspace)
                self._open[record.workspace].save(unsaved)
            except StoreError as error:  # somebody else has it open since the disk was full
                return error.sentence
            except OSError as error:
                return Sentence(
                    "New results cannot be saved ({reason}). Training continues, but will be lost when the server stops.",
                    reason=reason(error),
                )
            self._written[record.run_id] = unsaved.version
            return None

    def share_checkpoints(self, run: Run, fork: Run) -> None:
        """The files of the checkpoints that both have in common stand in both folders. Raises `StoreError` or OSError."""
        with self._lock:
            self.claim(run.workspace)
            self._open[run.workspace].share_checkpoints(run, fork)

    def remove(self, workspace: str, run_id: str) -> None:
        """For good, unless another process has the workspace."""
        with self._lock, contextlib.suppress(StoreError):
            self.claim(workspace)
            self._written.pop(run_id, None)
            self._open[workspace].remove(run_id)

    # One checkpoint of a run. They raise `Damaged` where its file is not whole, which is then put aside, or is not there, and
    # `StoreError` where it cannot be read.

    def state(self, run: Run, iteration: int) -> TrainState:
        return self._read(run, iteration, CHECKPOINT, run_file.load_state)

    def weights(self, run: Run, iteration: int) -> dict[str, np.ndarray]:
        return self._read(run, iteration, CHECKPOINT, run_file.load_weights)

    def test(self, run: Run, iteration: int) -> np.ndarray:
        """float32 (N, 10): probabilities of the test set."""
        return self._read(run, iteration, TEST, run_file.load_test)

    def _read(self, run: Run, iteration: int, kind: str, load: Callable[[Path], Answer]) -> Answer:
        path = files.file_of(self._files.run(run.workspace, run.run_id), iteration, kind)
        with _reading():
            try:
                return load(path)
            except LaterVersion as later:
                raise StoreError(LATER) from later
            except Damaged as error:
                self._files.put_aside(path, error)
                raise
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
                raise Damaged(f"{path.name} is not there") from error

    def _workspace_of(self, run_id: str) -> str | None:
        if not _RUN_ID.fullmatch(run_id):
            return None
        for workspace in self._open:
            if self._files.run(workspace, run_id).is_dir():
                return workspace
        with contextlib.suppress(FileNotFoundError), os.scandir(self._files.folder / "workspaces") as entries:
            for entry in entries:
                if os.path.isdir(os.path.join(entry.path, run_id)):
                    return files.token_of(Path(entry.path))
        return None

    def _remove_workspace(self, workspace: str) -> bool:
        with self._lock, contextlib.suppress(OSError):
            if workspace not in self._open and self._leases.take(workspace):
                files.remove(self._files.workspace(workspace))
                self._leases.give_back(workspace)
                return True
        return False

    def _touch(self, workspace: str) -> None:
        now = time.time()
        with contextlib.suppress(OSError):  # nothing is kept in it yet, or the disk is read-only
            os.utime(self._files.workspace(workspace), (now, now))

    def _say(self, sentence: Sentence) -> None:
        if sentence not in self.said:
            self.said.append(sentence)


def _try_writing(folder: Path) -> None:
    """A folder that is there may still take nothing. Raises OSError; one that is only full can be read."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        if error.errno not in _FULL:
            raise


@contextlib.contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(Sentence("The saved runs cannot be read: {reason}.", reason=reason(error))) from error


def _gone(record: Record) -> bool:
    return record.deleted is not None and time.time() - record.deleted > UNDO_SECONDS
