"""The index of what is kept: workspaces and runs in one SQLite file. All of it can be made anew from the runs' own files."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

from core import record as records
from core.record import SCHEMA, Record

BUSY_SECONDS = 2.0  # another server may be writing
_TABLES = """
CREATE TABLE workspaces (token TEXT PRIMARY KEY, owner TEXT, touched REAL NOT NULL);
CREATE TABLE runs (run_id TEXT PRIMARY KEY, workspace TEXT NOT NULL, record TEXT NOT NULL, checksum INTEGER NOT NULL);
CREATE INDEX runs_of_a_workspace ON runs (workspace);
"""


class IndexDamaged(Exception):
    """The file is no whole database."""


class IndexLater(Exception):
    """A later version of the program wrote it; the argument is its schema number."""


class Index:
    """Thread-safe. Everything may raise `sqlite3.OperationalError` (busy, full, read-only) or `IndexDamaged`."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it. Raises `IndexLater`, too."""
        self.new = not path.exists()
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

    def claim(self, workspace: str, owner: str, lives) -> bool:
        """Make ``owner`` the one that has it open, unless another that ``lives`` has."""
        with self._transaction() as database:
            row = database.execute("SELECT owner FROM workspaces WHERE token = ?", (workspace,)).fetchone()
            if row and row[0] and row[0] != owner and lives(row[0]):
                return False
            database.execute(
                "INSERT INTO workspaces VALUES (?, ?, ?) "
                "ON CONFLICT (token) DO UPDATE SET owner = excluded.owner, touched = excluded.touched",
                (workspace, owner, time.time()),
            )
            return True

    def release(self, workspace: str, owner: str) -> None:
        self._do("UPDATE workspaces SET owner = NULL, touched = ? WHERE token = ? AND owner = ?",
                 time.time(), workspace, owner)  # fmt: skip

    def touch(self, owner: str) -> None:
        """Whatever ``owner`` has open was used just now."""
        self._do("UPDATE workspaces SET touched = ? WHERE owner = ?", time.time(), owner)

    def workspaces(self) -> list[tuple[str, str | None, float]]:
        """(token, owner, touched) of all, the longest untouched first."""
        return self._do("SELECT token, owner, touched FROM workspaces ORDER BY touched")

    def forget_workspace(self, workspace: str) -> None:
        with self._transaction() as database:
            database.execute("DELETE FROM runs WHERE workspace = ?", (workspace,))
            database.execute("DELETE FROM workspaces WHERE token = ?", (workspace,))

    # Runs.

    def put(self, record: Record) -> None:
        text = records.to_json(record)
        self._do("INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?)",
                 record.run_id, record.workspace, text, zlib.crc32(text.encode()))  # fmt: skip

    def records(self, workspace: str) -> tuple[list[Record], list[str]]:
        """The records of a workspace's runs, and the ids of those whose row is damaged."""
        found, damaged = [], []
        rows = self._do("SELECT run_id, record, checksum FROM runs WHERE workspace = ?", workspace)
        for run_id, text, checksum in rows:
            try:
                if zlib.crc32(text.encode()) != checksum:
                    raise ValueError("the checksum is another")
                found.append(records.from_json(text))
            except (ValueError, KeyError, TypeError, AttributeError):
                damaged.append(str(run_id))
        return sorted(found, key=lambda record: (record.number, record.created)), damaged

    def workspace_of(self, run_id: str) -> str | None:
        rows = self._do("SELECT workspace FROM runs WHERE run_id = ?", run_id)
        return rows[0][0] if rows else None

    def forget_run(self, run_id: str) -> None:
        self._do("DELETE FROM runs WHERE run_id = ?", run_id)

    def _open(self) -> None:
        database = self._database
        (schema,) = database.execute("PRAGMA user_version").fetchone()
        if schema > SCHEMA:
            raise IndexLater(schema)
        if database.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise IndexDamaged
        with self._transaction():
            if database.execute("PRAGMA user_version").fetchone() == (0,):  # nobody made it in the meantime
                for statement in _TABLES.strip().split(";\n"):
                    database.execute(statement)
                database.execute(f"PRAGMA user_version = {SCHEMA}")
        database.execute("SELECT token, owner, touched FROM workspaces LIMIT 1")
        database.execute("SELECT run_id, workspace, record, checksum FROM runs LIMIT 1")

    def _do(self, statement: str, *values: object) -> list[tuple]:
        with self._whole():
            return self._database.execute(statement, values).fetchall()

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """All of it or nothing, and nobody else in between."""
        with self._whole():
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")

    @contextlib.contextmanager
    def _whole(self) -> Iterator[None]:
        with self._lock:
            try:
                yield
            except sqlite3.OperationalError as error:
                if any(words in str(error) for words in ("no such table", "no such column", "decode")):
                    raise IndexDamaged(str(error)) from error
                raise
            except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
                raise IndexDamaged(str(error)) from error
