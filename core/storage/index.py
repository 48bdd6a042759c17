"""The index of what is kept: workspaces and runs in one SQLite file. All of it can be made anew from the runs' own files."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from core.storage import run_record as records
from core.storage.run_record import SCHEMA, Record

BUSY_SECONDS = 2.0  # another server may be writing
# Every row ends with the checksum of what stands before it: SQLite does not notice when a bit of a row changes.
_TABLES = """
CREATE TABLE workspaces (token TEXT PRIMARY KEY, owner TEXT, touched REAL NOT NULL, checksum INTEGER NOT NULL);
CREATE TABLE runs (run_id TEXT PRIMARY KEY, workspace TEXT NOT NULL, record TEXT NOT NULL, checksum INTEGER NOT NULL);
CREATE INDEX runs_of_a_workspace ON runs (workspace);
"""
# The schema number stands in the file's header twice, and is believed where both say the same.
_MARK = 0x4C4C0000
# What SQLite says as a mistake in the question, when it is one in the file.
_DAMAGE = (
    "no such table", "no such column", "has no column", "already exists", "decode", "ON CONFLICT", "file format",
    "values were supplied", "encoding", "no such collation",
)  # fmt: skip


class IndexDamaged(sqlite3.DatabaseError):
    """The file is no whole database."""


class IndexLater(Exception):
    """A later version of the program wrote it; the argument is its schema number."""


class Index:
    """Thread-safe. Everything may raise `sqlite3.Error` (busy, full, read-only), or of it `IndexDamaged`."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it. Raises `IndexLater`, too."""
        self.new = False  # made just now: there is nothing in it
        self._lock = threading.RLock()
        self._database = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            with self._whole():
                self._open()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        with self._lock:
            self._database.close()

    # Workspaces.

    def claim(self, workspace: str, owner: str, lives: Callable[[str], bool]) -> bool:
        """Make ``owner`` the one that has it open, unless another that ``lives`` has."""
        with self._transaction():
            for _, other, _ in self._workspaces("WHERE token = ?", workspace):
                if other and other != owner and lives(other):
                    return False
            self._put_workspace(workspace, owner)
            return True

    def release(self, workspace: str, owner: str) -> None:
        with self._transaction():
            if self._workspaces("WHERE token = ? AND owner = ?", workspace, owner):
                self._put_workspace(workspace, None)

    def touch(self, owner: str) -> None:
        """Whatever ``owner`` has open was used just now."""
        with self._transaction():
            for workspace, _, _ in self._workspaces("WHERE owner = ?", owner):
                self._put_workspace(workspace, owner)

    def workspaces(self) -> list[tuple[str, str | None, float]]:
        """(token, owner, touched) of all, the longest untouched first."""
        return self._workspaces("ORDER BY touched")

    def forget_workspace(self, workspace: str) -> None:
        with self._transaction() as database:
            database.execute("DELETE FROM runs WHERE workspace = ?", (workspace,))
            database.execute("DELETE FROM workspaces WHERE token = ?", (workspace,))

    # Runs.

    def put(self, record: Record) -> None:
        row = (record.run_id, record.workspace, records.to_json(record))
        self._do("INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?)", *row, _checksum(row))

    def records(self, workspace: str) -> list[Record]:
        """Of a workspace's runs, in their order."""
        found = self._runs("WHERE workspace = ?", workspace)
        return sorted(found, key=lambda record: (record.number, record.created))

    def record(self, run_id: str) -> Record | None:
        found = self._runs("WHERE run_id = ?", run_id)
        return found[0] if found else None

    def forget_run(self, run_id: str) -> None:
        self._do("DELETE FROM runs WHERE run_id = ?", run_id)

    def _open(self) -> None:
        database = self._database
        with self._transaction("DEFERRED"):
            schema = self._schema()
        if schema > SCHEMA:
            raise IndexLater(schema)
        if database.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
            raise IndexDamaged("its parts do not fit each other")
        if schema == 0:
            with self._transaction():
                if self._schema() == 0:  # nobody made it in the meantime
                    for statement in _TABLES.strip().split(";\n"):
                        database.execute(statement)
                    database.execute(f"PRAGMA user_version = {SCHEMA}")
                    database.execute(f"PRAGMA application_id = {_MARK + SCHEMA}")
                    self.new = True
        self._workspaces("LIMIT 1")
        self._runs("LIMIT 1")

    def _schema(self) -> int:
        """Within a transaction, or another process may set one number between the two."""
        schema, mark = (
            self._database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("user_version", "application_id")
        )
        if (schema, mark) != (0, 0) and mark != _MARK + schema:
            raise IndexDamaged("its schema number is none")
        return schema

    def _put_workspace(self, *row: str | None) -> None:
        """(token, owner), used just now."""
        row = (*row, time.time())
        self._do("INSERT OR REPLACE INTO workspaces VALUES (?, ?, ?, ?)", *row, _checksum(row))

    def _workspaces(self, which: str, *values: object) -> list[tuple[str, str | None, float]]:
        return self._rows(f"SELECT token, owner, touched, checksum FROM workspaces {which}", *values)

    def _runs(self, which: str, *values: object) -> list[Record]:
        rows = self._rows(f"SELECT run_id, workspace, record, checksum FROM runs {which}", *values)
        try:
            return [records.from_json(text) for _, _, text in rows]
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise IndexDamaged(str(error)) from error

    def _rows(self, statement: str, *values: object) -> list[tuple]:
        """Without their checksums, which are those that they should have."""
        rows = self._do(statement, *values)
        if any(_checksum(row) != checksum for *row, checksum in rows):
            raise IndexDamaged("a row of it has changed")
        return [row[:-1] for row in rows]

    def _do(self, statement: str, *values: object) -> list[tuple]:
        with self._whole():
            return self._database.execute(statement, values).fetchall()

    @contextlib.contextmanager
    def _transaction(self, kind: str = "IMMEDIATE") -> Iterator[sqlite3.Connection]:
        """All of it or nothing, and nobody else in between."""
        with self._whole():
            self._database.execute(f"BEGIN {kind}")
            try:
                yield self._database
                self._database.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self._database.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def _whole(self) -> Iterator[None]:
        with self._lock:
            try:
                yield
            except (IndexDamaged, sqlite3.ProgrammingError):  # the latter: it is closed, or was asked wrongly
                raise
            except sqlite3.OperationalError as error:
                if any(words in str(error) for words in _DAMAGE):
                    raise IndexDamaged(str(error)) from error
                raise
            except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
                raise IndexDamaged(str(error)) from error


def _checksum(row: list | tuple) -> int:
    return zlib.crc32(repr(tuple(row)).encode("utf-8", "backslashreplace"))
