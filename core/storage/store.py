"""What is kept on disk: runs with their histories, checkpoints and test results, by workspace.

    workspaces/<token>/<run>/run.npz              a run as it stood last: record, history, state
    workspaces/<token>/<run>/0000500.state.npz    the same at one of its checkpoints
    workspaces/<token>/<run>/0000500.test.npz     probabilities of the test set there
    index.sqlite    owners/    aside/             the index; who has what open; what was found damaged

A file is complete or absent, and knows whether it is whole. `core.storage.settings` says where the folder is.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np

from core.messages import Sentence, SentenceError, reason
from core.runs.run import Run
from core.storage import files, recovery, run_file
from core.storage.catalogue import Catalogue
from core.storage.files import RUN, STATE, TEST, StoreFiles
from core.storage.index import IndexLater
from core.storage.lease import Owner
from core.storage.run_file import Damaged
from core.storage.run_record import Kept, LaterVersion, Record
from core.storage.settings import Limits
from core.training.train_state import TrainState

UNDO_SECONDS = 3600.0  # so long a deleted run can be brought back
USUAL = Limits()
_LATER = Sentence(
    "This run was written by a later version of Layer Lab and is left as it is; open it with that version."
)
_NO_FILE = (FileNotFoundError, NotADirectoryError, IsADirectoryError)
Answer = TypeVar("Answer")


class StoreError(SentenceError, RuntimeError):
    """What is kept cannot be had, or nothing can be kept; ``sentence`` says why."""


class Store:
    """Thread-safe. One process has a workspace open at a time; several may share a folder."""

    def __init__(self, folder: Path, limits: Limits = USUAL) -> None:
        """Open the folder, or make it. Raises `StoreError` where it cannot be used."""
        self._files, self._limits = StoreFiles(folder), limits
        self._claimed: set[str] = set()  # also where the index cannot say so, because the disk is full
        self._written: dict[str, int] = {}  # run id → version on disk: an older one never follows a newer
        self._lock = threading.RLock()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._owner = Owner(self._files.owners)
            with contextlib.ExitStack() as opened:
                opened.callback(self._owner.close)
                self._catalogue = Catalogue(self._files, self._owner)
                opened.pop_all()
        except IndexLater as later:
            raise StoreError(
                Sentence(
                    "The data folder {folder} was written by a later version of Layer Lab (schema {schema}) and is left as it is.",
                    folder=str(folder),
                    schema=later.args[0],
                )
            ) from later
        except (OSError, sqlite3.Error) as error:
            raise StoreError(
                Sentence("The data folder {folder} cannot be used: {reason}.", folder=str(folder), reason=reason(error))
            ) from error

    @property
    def said(self) -> list[Sentence]:
        """What a person should know of the folder."""
        return self._catalogue.said

    def close(self, unfinished: set[str] = frozenset()) -> None:
        """Give back whatever is open here but workspaces left ``unfinished``: who comes next finds them `interrupted`."""
        with self._lock:
            self.release_all_but(unfinished)
            self._catalogue.close()
            self._owner.close()

    # Workspaces.

    def claim(self, workspace: str) -> None:
        """Have it open here. Raises `StoreError` where another process has."""
        with self._lock:
            if not files.fits(workspace):
                raise StoreError(Sentence("The workspace named in the address cannot be read."))
            if self._catalogue.has(workspace):
                return
            try:
                mine = self._catalogue.claim(workspace)
            except (OSError, sqlite3.Error) as error:
                if "locked" in str(error) and workspace not in self._claimed:
                    raise StoreError(Sentence("The data folder is busy; please try again in a moment.")) from error
                mine = True  # full or read-only: it can be worked in, and says itself that nothing is kept
            if not mine:
                raise StoreError(
                    Sentence(
                        "This workspace is open on another server that shares the data folder. Close it there, wait a minute, and reload this page."
                    )
                )
            self._claimed.add(workspace)

    def release_all_but(self, workspaces: set[str]) -> None:
        """Another process may open what nobody works in here."""
        with self._lock:
            for workspace in self._claimed - workspaces:
                self._claimed.discard(workspace)
                with contextlib.suppress(OSError, sqlite3.Error):
                    self._catalogue.release(workspace)

    def touch(self) -> None:
        """What is open here is in use."""
        with contextlib.suppress(OSError, sqlite3.Error):
            self._catalogue.ask(lambda index: index.touch(self._owner.name))

    def interrupted(self) -> list[tuple[str, float]]:
        """Workspaces that a process had open when it died, and how many seconds ago they were in use."""
        now = time.time()
        return [
            (token, now - touched)
            for token, owner, touched in self._listed()
            if owner and token not in self._claimed and not self._owner.lives(owner)
        ]

    def expire(self) -> list[str]:
        """Remove what is over the limits; gives the workspaces that are gone. One that is open stays."""
        gone, before = [], time.time() - self._limits.days * 86_400
        listed = self._listed()
        sizes = {token: files.size(self._files.workspace(token)) for token, _, _ in listed}
        total = sum(sizes.values())
        for token, owner, touched in listed:
            over = touched < before or total > self._limits.bytes
            is_open = token in self._claimed or (owner and self._owner.lives(owner))
            if over and not is_open and self._remove_workspace(token):
                gone.append(token)
                total -= sizes[token]
        self._files.clear_aside(before)
        return gone

    # Runs.

    def records(self, workspace: str) -> list[Record]:
        """Of all its runs in their order, those included that were deleted just now; it is open here then. Raises `StoreError`."""
        with self._lock, _reading():
            self.claim(workspace)
            found = self._catalogue.records(workspace)
            for record in found:
                if _gone(record):
                    self.remove(workspace, record.run_id)
            return [record for record in found if not _gone(record)]

    def find(self, run_id: str) -> Run | None:
        """The run as it was kept, its workspace then open here; None where there is none. Raises `StoreError`."""
        with self._lock, _reading():
            known = self._catalogue.record(run_id)
            if known is None:
                return None
            self.claim(known.workspace)
            self._written.pop(run_id, None)  # its versions count anew
            folder = self._files.run(known.workspace, run_id)
            try:
                run = self._load(folder, known)
            except LaterVersion as later:
                raise StoreError(_LATER) from later
            if run is not None:
                run.run_id, run.workspace = run_id, known.workspace
            return run

    def save(self, kept: Kept) -> Sentence | None:
        """Write what is new; gives the reason in a sentence where that cannot be."""
        record = kept.record
        with self._lock:
            if self._written.get(record.run_id, -1) > kept.version:
                return None
            try:
                self.claim(record.workspace)
                folder = self._files.run(record.workspace, record.run_id)
                folder.mkdir(parents=True, exist_ok=True)
                for at, probabilities in kept.tests.items():
                    run_file.save_test(files.checkpoint(folder, at, TEST), probabilities)
                for at, state in kept.states.items():
                    path = files.checkpoint(folder, at, STATE)
                    run_file.save(path, record.at(state), kept.rows, state, lasting=True)
                durable = bool(kept.states or kept.tests)
                run_file.save(folder / RUN, record, kept.rows, kept.state, durable)
                self._catalogue.ask(lambda index: index.put(record))
            except StoreError as error:  # somebody else has it open since the disk was full
                return error.sentence
            except (OSError, sqlite3.Error) as error:
                return Sentence(
                    "What is new cannot be kept ({reason}). The training goes on, but is lost if the server ends.",
                    reason=reason(error),
                )
            self._written[record.run_id] = kept.version
            files.clear(folder, [checkpoint.iteration for checkpoint in record.checkpoints])
            return None

    def share_checkpoints(self, run: Run, fork: Run) -> None:
        """The files of the checkpoints that both have in common stand in both folders. Raises OSError."""
        source, target = (self._files.run(each.workspace, each.run_id) for each in (run, fork))
        target.mkdir(parents=True, exist_ok=True)
        for at in fork.checkpoints:
            for kind in (STATE, TEST):
                if files.checkpoint(source, at, kind).exists():
                    files.link(files.checkpoint(source, at, kind), files.checkpoint(target, at, kind))

    def remove(self, workspace: str, run_id: str) -> None:
        """For good."""
        with self._lock, contextlib.suppress(OSError, sqlite3.Error):
            self._catalogue.ask(lambda index: index.forget_run(run_id))
            self._written.pop(run_id, None)
            files.remove(self._files.run(workspace, run_id))

    # One checkpoint of a run. They raise `Damaged` where its file is not whole, which is then put aside, or is not there, and
    # `StoreError` where it cannot be read.

    def state(self, run: Run, iteration: int) -> TrainState:
        return self._read(run, iteration, STATE, run_file.load_state)

    def weights(self, run: Run, iteration: int) -> dict[str, np.ndarray]:
        return self._read(run, iteration, STATE, run_file.load_weights)

    def test(self, run: Run, iteration: int) -> np.ndarray:
        """float32 (N, 10): probabilities of the test set."""
        return self._read(run, iteration, TEST, run_file.load_test)

    def _read(self, run: Run, iteration: int, kind: str, load: Callable[[Path], Answer]) -> Answer:
        path = files.checkpoint(self._files.run(run.workspace, run.run_id), iteration, kind)
        with _reading():
            try:
                return load(path)
            except LaterVersion as later:
                raise StoreError(_LATER) from later
            except Damaged as error:
                self._files.put_aside(path, error)
                raise
            except _NO_FILE as error:
                raise Damaged(f"{path.name} is not there") from error

    def _load(self, folder: Path, known: Record) -> Run | None:
        try:
            return run_file.load(folder / RUN)
        except (Damaged, *_NO_FILE) as error:
            there = folder.exists()
            found = recovery.last_whole(self._files, folder, known, error) if there else None
        if found is None:
            self._catalogue.ask(lambda index: index.forget_run(known.run_id))
        if found is None and there:
            raise StoreError(
                Sentence("A run is damaged and cannot be opened; its files were put aside. The others are here.")
            )
        return found

    def _listed(self) -> list[tuple[str, str | None, float]]:
        try:
            return self._catalogue.workspaces()
        except (OSError, sqlite3.Error):
            return []

    def _remove_workspace(self, token: str) -> bool:
        with self._lock:
            try:
                if token in self._claimed or not self._catalogue.claim(token):
                    return False  # opened in the meantime
                self._catalogue.forget_workspace(token)
            except (OSError, sqlite3.Error):
                return False
            files.remove(self._files.workspace(token))
            return True


@contextlib.contextmanager
def _reading():
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise StoreError(Sentence("The kept runs cannot be read: {reason}.", reason=reason(error))) from error


def _gone(record: Record) -> bool:
    return record.deleted is not None and time.time() - record.deleted > UNDO_SECONDS
