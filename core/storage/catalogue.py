"""The index together with the files that it is an index of: what one lacks is made good from the other."""

from __future__ import annotations

import contextlib
import re
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from core.messages import Sentence
from core.storage import files as store_files
from core.storage import run_file
from core.storage.files import RUN, StoreFiles
from core.storage.index import Index, IndexDamaged
from core.storage.lease import Owner
from core.storage.run_file import Damaged
from core.storage.run_record import LaterVersion, Record

Answer = TypeVar("Answer")
_RUN_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Catalogue:
    """Thread-safe. Everything may raise `sqlite3.Error` (busy, full, read-only) or OSError."""

    def __init__(self, files: StoreFiles, owner: Owner) -> None:
        """Raises `core.storage.index.IndexLater`, too."""
        self.said: list[Sentence] = []  # what a person should know
        self._files, self._owner = files, owner
        self._lock = threading.RLock()
        self._claimed: set[str] = set()
        self._index: Index | None = None
        self._file: tuple[int, int] | None = None  # which file that is, whatever its name is by now
        self._closed = False
        self._opened()

    def close(self) -> None:
        with self._lock:
            self._closed = True
            if self._index is not None:
                self._index.close()

    def ask(self, question: Callable[[Index], Answer]) -> Answer:
        """A damaged index is put aside, made anew, and asked again."""
        with self._lock:
            try:
                return question(self._opened())
            except IndexDamaged as error:
                return question(self._opened(error))

    # Workspaces.

    def has(self, workspace: str) -> bool:
        """Whether the index says that it is open here."""
        return workspace in self._claimed

    def claim(self, workspace: str) -> bool:
        """Have it open here; False where a process that lives has. What was claimed outlives the index."""
        mine = self.ask(lambda index: index.claim(workspace, self._owner.name, self._owner.lives))
        if mine:
            self._claimed.add(workspace)
        return mine

    def release(self, workspace: str) -> None:
        self._claimed.discard(workspace)
        self.ask(lambda index: index.release(workspace, self._owner.name))

    def forget_workspace(self, workspace: str) -> None:
        self._claimed.discard(workspace)
        self.ask(lambda index: index.forget_workspace(workspace))

    def workspaces(self) -> list[tuple[str, str | None, float]]:
        """As `Index.workspaces`; one that only the files know counts from now on."""
        with self._lock:
            known = {token for token, _, _ in self.ask(lambda index: index.workspaces())}
            for token in set(self._files.workspaces()) - known:
                self.ask(lambda index, token=token: index.claim(token, "", lambda name: True))
            return self.ask(lambda index: index.workspaces())

    # Runs.

    def records(self, workspace: str) -> list[Record]:
        """Of all runs of a workspace that is open here, those that only the files know included."""
        with self._lock:
            found = self.ask(lambda index: index.records(workspace))
            known = {record.run_id for record in found}
            missing = [path for path in self._files.workspace(workspace).glob("*") if path.name not in known]
            for folder in missing:  # written just before a process died
                with contextlib.suppress(OSError):
                    folder.rmdir()  # or only begun
                    continue
                if not self._add(folder):
                    self._files.put_aside(folder, ValueError("nothing of a run in it is whole"))
            return self.ask(lambda index: index.records(workspace)) if missing else found

    def record(self, run_id: str) -> Record | None:
        """Of a run that the index knows, or the files."""
        if not _RUN_ID.fullmatch(run_id):
            return None
        with self._lock:
            found = self.ask(lambda index: index.record(run_id))
            if found is None:
                for folder in self._files.folder.glob(f"workspaces/*/{run_id}"):
                    self._add(folder)
                    found = self.ask(lambda index: index.record(run_id))
            return found

    def _opened(self, damage: IndexDamaged | None = None) -> Index:
        """The index: opened anew where another file has its name by now, made anew where it is gone or has ``damage``."""
        if self._closed:
            raise sqlite3.ProgrammingError("the server is ending")
        if damage is None and self._index is not None and self._file == self._file_now():
            return self._index
        # One process at a time: to one that still has a damaged file open, the journal of a new one of that name is its own.
        with self._owner.alone():
            if damage is not None:
                self._put_aside(damage)
            self._drop()
            self._file = self._file_now()
            try:
                self._index = Index(self._files.index)
            except IndexDamaged as error:
                self._put_aside(error)
                self._index = Index(self._files.index)
            self._file = self._file_now()
            try:
                self._fill()
            except BaseException:
                self._drop()
                raise
            return self._index

    def _fill(self) -> None:
        if self._index.new:
            self._rebuild()
        for workspace in list(self._claimed):
            if not self._index.claim(workspace, self._owner.name, self._owner.lives):
                self._claimed.discard(workspace)

    def _drop(self) -> None:
        if self._index is not None:
            self._index.close()
            self._index = None

    def _put_aside(self, error: IndexDamaged) -> None:
        self._drop()
        if self._file == self._file_now():  # else another process has put it aside, and this is a new one
            self._files.put_aside(self._files.index, error)

    def _file_now(self) -> tuple[int, int] | None:
        with contextlib.suppress(OSError):
            found = self._files.index.stat()
            return found.st_dev, found.st_ino
        return None

    def _rebuild(self) -> None:
        found = sum(self._add(folder) for folder in self._files.runs())
        for token in self._files.workspaces():
            self._index.claim(token, "", lambda name: True)
        if found:
            self.said.append(
                Sentence(
                    "The index of the kept runs was missing or damaged; it was made anew from the {count} runs.",
                    count=found,
                )
            )

    def _add(self, folder: Path) -> bool:
        """Put a run into the index as its own files say; False where there is nothing of it."""
        unread = folder.is_file()
        for path in [folder / RUN, *store_files.states(folder)]:
            try:
                record = run_file.load_record(path)
            except FileNotFoundError:
                continue
            except Damaged as error:
                self._files.put_aside(path, error)
            except (LaterVersion, OSError):
                unread = True
            else:
                # The checkpoints of a fork that was never finished are another run's.
                if path.name == RUN or record.run_id == folder.name:
                    workspace = store_files.workspace_of(folder)
                    self._index.put(replace(record, run_id=folder.name, workspace=workspace))
                    return True
        return unread
