"""What is kept on disk: runs with their histories, moments and test results, by workspace.

    workspaces/<token>/<run>/run.npz              a run as it stood last: record, history, state
    workspaces/<token>/<run>/0000500.state.npz    the same at one of its moments
    workspaces/<token>/<run>/0000500.test.npz     probabilities of the test set there
    index.sqlite    owners/    aside/             the index; who has what open; what was found damaged

A file is complete or absent, and knows whether it is whole. `core.store_settings` says where the folder is.
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

from core import run_file, store_files
from core.record import Kept, LaterVersion, Record
from core.run import Run
from core.run_file import Damaged
from core.sentence import Sentence, SentenceError
from core.state import TrainState
from core.store_catalogue import Catalogue
from core.store_files import RUN, STATE, TEST, StoreFiles
from core.store_index import IndexLater
from core.store_owner import Owner
from core.store_settings import Limits

UNDO_SECONDS = 3600.0  # so long a deleted run can be brought back
USUAL = Limits()
Answer = TypeVar("Answer")


class StoreError(SentenceError, RuntimeError):
    """What is kept cannot be had, or nothing can be kept; ``sentence`` says why."""


class Store:
    """Thread-safe. One process has a workspace open at a time; several may share a folder."""

    def __init__(self, folder: Path, limits: Limits = USUAL) -> None:
        """Open the folder, or make it. Raises `StoreError` where it cannot be used."""
        self._files, self._limits = StoreFiles(folder), limits
        self._claimed: set[str] = set()
        self._written: dict[str, int] = {}  # run id → version on disk: an older one never follows a newer
        self._lock = threading.RLock()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._owner = Owner(self._files.owners)
            self._catalogue = Catalogue(self._files)
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
                Sentence(
                    "The data folder {folder} cannot be used: {reason}.", folder=str(folder), reason=_reason(error)
                )
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
            if workspace in self._claimed:
                return
            try:
                mine = self._catalogue.claim(workspace, self._owner.name, self._owner.lives)
            except sqlite3.Error as error:
                if "locked" in str(error):
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
                with contextlib.suppress(sqlite3.Error):
                    self._catalogue.release(workspace, self._owner.name)

    def touch(self) -> None:
        """What is open here is in use."""
        with contextlib.suppress(sqlite3.Error):
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
        sizes = {token: store_files.size(self._files.workspace(token)) for token, _, _ in listed}
        total = sum(sizes.values())
        for token, owner, touched in listed:
            over = touched < before or total > self._limits.bytes
            if over and not (owner and self._owner.lives(owner)) and self._remove_workspace(token):
                gone.append(token)
                total -= sizes[token]
        self._files.clear_aside(before)
        return gone

    # Runs.

    def records(self, workspace: str) -> list[Record]:
        """Of all its runs in their order, those included that were deleted just now. Raises `StoreError`."""
        with self._lock, _reading():
            found = self._catalogue.records(workspace)
            for record in found:
                if _gone(record):
                    self.remove(workspace, record.run_id)
            return [record for record in found if not _gone(record)]

    def find(self, run_id: str) -> Run | None:
        """The run as it was kept, its workspace then open here; None where there is none. Raises `StoreError`."""
        with self._lock, _reading():
            workspace = self._catalogue.ask(lambda index: index.workspace_of(run_id))
            if workspace is None:
                return None
            self.claim(workspace)
            folder = self._files.run(workspace, run_id)
            try:
                return run_file.load(folder / RUN)
            except LaterVersion as later:
                raise StoreError(
                    Sentence(
                        "This run was written by a later version of Layer Lab and is left as it is; open it with that version."
                    )
                ) from later
            except (Damaged, OSError) as error:
                return self._last_whole(folder, run_id, error)

    def save(self, kept: Kept) -> Sentence | None:
        """Write what is new; gives the reason in a sentence where that cannot be."""
        record = kept.record
        folder = self._files.run(record.workspace, record.run_id)
        with self._lock:
            if self._written.get(record.run_id, -1) > kept.version:
                return None
            try:
                folder.mkdir(parents=True, exist_ok=True)
                for at, probabilities in kept.tests.items():
                    run_file.save_test(store_files.moment(folder, at, TEST), probabilities)
                for at, state in kept.states.items():
                    path = store_files.moment(folder, at, STATE)
                    run_file.save(path, record.at(state), kept.rows, state, durable=True)
                durable = bool(kept.states or kept.tests)
                run_file.save(folder / RUN, record, kept.rows, kept.state, durable)
                self._catalogue.ask(lambda index: index.put(record))
            except (OSError, sqlite3.Error) as error:
                return Sentence(
                    "What is new cannot be kept ({reason}). The training goes on, but is lost if the server ends.",
                    reason=_reason(error),
                )
            self._written[record.run_id] = kept.version
            store_files.clear(folder, [moment.iteration for moment in record.moments])
            return None

    def share_moments(self, run: Run, fork: Run) -> None:
        """The files of the moments that both have in common stand in both folders. Raises OSError."""
        source, target = (self._files.run(each.workspace, each.run_id) for each in (run, fork))
        target.mkdir(parents=True, exist_ok=True)
        for at in fork.moments:
            for kind in (STATE, TEST):
                if store_files.moment(source, at, kind).exists():
                    store_files.link(store_files.moment(source, at, kind), store_files.moment(target, at, kind))

    def remove(self, workspace: str, run_id: str) -> None:
        """For good."""
        with self._lock, contextlib.suppress(sqlite3.Error):
            self._catalogue.ask(lambda index: index.forget_run(run_id))
            self._written.pop(run_id, None)
            store_files.remove(self._files.run(workspace, run_id))

    # One moment of a run. They raise `Damaged` where its file is not whole, which is then put aside.

    def state(self, run: Run, iteration: int) -> TrainState:
        return self._read(run, iteration, STATE, run_file.load_state)

    def weights(self, run: Run, iteration: int) -> dict[str, np.ndarray]:
        return self._read(run, iteration, STATE, run_file.load_weights)

    def test(self, run: Run, iteration: int) -> np.ndarray:
        """float32 (N, 10): probabilities of the test set."""
        return self._read(run, iteration, TEST, run_file.load_test)

    def _read(self, run: Run, iteration: int, kind: str, load: Callable[[Path], Answer]) -> Answer:
        path = store_files.moment(self._files.run(run.workspace, run.run_id), iteration, kind)
        try:
            return load(path)
        except LaterVersion as later:
            raise Damaged(str(later)) from later
        except Damaged as error:
            self._files.put_aside(path, error)
            raise
        except OSError as error:
            raise Damaged(f"{path.name} cannot be read: {_reason(error)}") from error

    def _last_whole(self, folder: Path, run_id: str, error: Exception) -> Run | None:
        """A run whose file cannot be read goes on from its last moment that can."""
        if not folder.exists():  # removed in the meantime
            self._catalogue.ask(lambda index: index.forget_run(run_id))
            return None
        if store_files.states(folder) and (folder / RUN).exists():
            self._files.put_aside(folder / RUN, error)
        for path in store_files.states(folder):
            try:
                run = run_file.load(path)
            except LaterVersion:
                continue
            except (Damaged, OSError) as worse:
                self._files.put_aside(path, worse)
                continue
            run.run_id, run.workspace = run_id, store_files.workspace_of(folder)
            run.say(
                Sentence(
                    "The file of this run was damaged and was put aside; the run is back at its last whole moment, iteration {iteration:,}.",
                    iteration=run.iteration,
                )
            )
            return run
        self._catalogue.ask(lambda index: index.forget_run(run_id))
        self._files.put_aside(folder, error)
        raise StoreError(
            Sentence("A run is damaged and cannot be opened; its files were put aside. The others are here.")
        )

    def _listed(self) -> list[tuple[str, str | None, float]]:
        try:
            return self._catalogue.ask(lambda index: index.workspaces())
        except sqlite3.Error:
            return []

    def _remove_workspace(self, token: str) -> bool:
        with self._lock:
            try:
                if not self._catalogue.claim(token, self._owner.name, self._owner.lives):
                    return False  # opened in the meantime
                self._catalogue.ask(lambda index: index.forget_workspace(token))
            except sqlite3.Error:
                return False
            store_files.remove(self._files.workspace(token))
            return True


@contextlib.contextmanager
def _reading():
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(Sentence("The kept runs cannot be read: {reason}.", reason=_reason(error))) from error


def _gone(record: Record) -> bool:
    return record.deleted is not None and time.time() - record.deleted > UNDO_SECONDS


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).strip().rstrip(".")
