"""Takes over an earlier version's data folder, in which an index said when each workspace was last used and who had it open."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from filelock import FileLock, Timeout

from core.messages import Sentence
from core.storage.errors import StoreError
from core.storage.files import StoreFiles, remove
from core.storage.lease import Leases, is_free

_ALONE_SECONDS = 5.0


def migrate(files: StoreFiles, leases: Leases) -> None:
    """What the index knew is said by the folders themselves from now on. Raises `StoreError` or OSError."""
    index, owners = files.folder / "index.sqlite", files.folder / "owners"
    if not (index.is_file() or owners.is_dir()):
        return
    with contextlib.ExitStack() as alone:
        try:
            owners.mkdir(exist_ok=True)
            lock = FileLock(owners / "alone.lock", thread_local=False)  # as an earlier version does it, too
            alone.enter_context(lock.acquire(timeout=_ALONE_SECONDS))
        except FileNotFoundError:  # another process has just done it
            return
        except Timeout as held:
            raise _in_use(files) from held
        if not all(is_free(path) for path in owners.glob("*.lock") if path.name != "alone.lock"):
            raise _in_use(files)
        _hand_over(files, leases, index)
    remove(owners)


def _hand_over(files: StoreFiles, leases: Leases, index: Path) -> None:
    now, known = time.time(), _known(files, index)
    for token in files.workspaces():
        owner, used = known.get(token, (None, now))
        folder = files.workspace(token)
        with contextlib.suppress(FileNotFoundError):
            used = min(now, max(used, folder.stat().st_mtime))
            os.utime(folder, (used, used))
            if owner:
                leases.mark(token)
    for path in (index.with_name("index.sqlite-journal"), index):
        if path.is_file():
            path.unlink()


def _known(files: StoreFiles, index: Path) -> dict[str, tuple[str | None, float]]:
    """Of each workspace its owner and when it was used last; one of which that cannot be read counts as used just now."""
    import sqlite3  # only here, once in a data folder's life

    if not index.is_file():
        return {}
    try:
        database = sqlite3.connect(index)
        try:
            rows = database.execute("SELECT token, owner, touched FROM workspaces").fetchall()
            return {str(token): (owner, float(touched)) for token, owner, touched in rows}
        finally:
            database.close()
    except (sqlite3.Error, ValueError, TypeError) as error:
        files.put_aside(index, error)
        return {}


def _in_use(files: StoreFiles) -> StoreError:
    return StoreError(
        Sentence(
            "The data folder {folder} is in use by an older version of Layer Lab; stop that one first.",
            folder=str(files.folder),
        )
    )
