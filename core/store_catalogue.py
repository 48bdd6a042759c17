"""The index together with the files that it is an index of: what one lacks is made good from the other."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from core import run_file, store_files
from core.record import LaterVersion, Record
from core.run_file import Damaged
from core.sentence import Sentence
from core.store_files import RUN, StoreFiles
from core.store_index import Index, IndexDamaged

Answer = TypeVar("Answer")


class Catalogue:
    """Thread-safe. Everything may raise `sqlite3.Error`: busy, full, read-only."""

    def __init__(self, files: StoreFiles) -> None:
        """Raises `core.store_index.IndexLater`, too."""
        self.said: list[Sentence] = []  # what a person should know
        self._files = files
        self._lock = threading.RLock()
        self._claimed: dict[str, str] = {}  # workspace → owner, as claimed through this object
        try:
            self._index = Index(files.index)
        except IndexDamaged as error:
            self._begin_anew(error)
        else:
            if self._index.new:
                self._rebuild()

    def close(self) -> None:
        self._index.close()

    def ask(self, question: Callable[[Index], Answer]) -> Answer:
        """A damaged index is put aside, made anew, and asked again."""
        with self._lock:
            try:
                return question(self._index)
            except IndexDamaged as error:
                self._index.close()
                self._begin_anew(error)
                return question(self._index)

    def claim(self, workspace: str, owner: str, lives: Callable[[str], bool]) -> bool:
        """As `Index.claim`; what was claimed outlives the index."""
        mine = self.ask(lambda index: index.claim(workspace, owner, lives))
        if mine:
            self._claimed[workspace] = owner
        return mine

    def release(self, workspace: str, owner: str) -> None:
        self._claimed.pop(workspace, None)
        self.ask(lambda index: index.release(workspace, owner))

    def records(self, workspace: str) -> list[Record]:
        """Of all runs of a workspace, those that only the files know included."""
        with self._lock:
            found, damaged = self.ask(lambda index: index.records(workspace))
            known = {record.run_id for record in found}
            folders = list(self._files.workspace(workspace).glob("*"))
            missing = [folder for folder in folders if folder.name not in known]
            lost = set(damaged) - {folder.name for folder in folders}
            if not missing and not lost:
                return found
            for folder in missing:  # written just before a process died, or its row is damaged
                self._add(folder)
            for run_id in lost:
                self.ask(lambda index, run_id=run_id: index.forget_run(run_id))
            return self.ask(lambda index: index.records(workspace))[0]

    def _begin_anew(self, error: Exception) -> None:
        self._files.put_aside(self._files.index, error)
        self._index = Index(self._files.index)
        self._rebuild()

    def _rebuild(self) -> None:
        found = sum(self._add(folder) for folder in self._files.runs())
        for token in self._files.workspaces():
            self._index.claim(token, self._claimed.get(token, ""), lambda name: False)
        if found:
            self.said.append(
                Sentence(
                    "The index of the kept runs was missing or damaged; it was made anew from the {count} runs.",
                    count=found,
                )
            )

    def _add(self, folder: Path) -> bool:
        """Put a run into the index as its own files say; False where none of them is whole."""
        for path in [folder / RUN, *store_files.states(folder)]:
            with contextlib.suppress(Damaged, LaterVersion, OSError):
                record = run_file.load_record(path)
                workspace = store_files.workspace_of(folder)
                self._index.put(replace(record, run_id=folder.name, workspace=workspace))
                return True
        return False
