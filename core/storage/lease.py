"""Which workspaces this process has open: a locked file for each, which the system lets go when the process ends, however it ends.

A file that nobody has locked was left by a process that was killed.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from filelock import FileLock, Timeout

from core.storage.files import name_of, token_of

_ASK_SECONDS, _AGAIN_SECONDS = 0.03, 0.01  # somebody else may be giving it back, or only looking


class Leases:
    """Their files lie in a folder of their own. Not thread-safe."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[str, tuple[FileLock, tuple[int, int] | None]] = {}  # with which file is locked

    def take(self, workspace: str) -> bool:
        """Have it open here; False where another process has. Raises OSError where no file can be locked."""
        path = self._folder / name_of(workspace)
        lock, identity = self._held.get(workspace, (None, None))
        if lock is not None:
            if _identity(path) == identity:
                return True
            self._held.pop(workspace)
            lock.release()  # somebody has tidied up: what is locked guards nothing any more
        self._folder.mkdir(exist_ok=True)
        lock = _lock(path)
        try:
            lock.acquire(timeout=_ASK_SECONDS, poll_interval=_AGAIN_SECONDS)
        except Timeout:
            return False
        self._held[workspace] = lock, _identity(path)
        return True

    def give_back(self, workspace: str) -> None:
        """Another process may open it."""
        lock, _ = self._held.pop(workspace, (None, None))
        if lock is not None:
            with contextlib.suppress(OSError):
                os.unlink(lock.lock_file)  # before another process can lock it
            lock.release()
            if os.name == "nt":  # there it could not go before, and goes now only if nobody has it
                with contextlib.suppress(OSError):
                    os.unlink(lock.lock_file)

    def leave(self, workspace: str) -> None:
        """Another process may open it, and finds it `left_behind`."""
        lock, _ = self._held.pop(workspace, (None, None))
        if lock is not None:
            lock.release()

    def mark(self, workspace: str) -> None:
        """As if a process had left it behind. Raises OSError."""
        self._folder.mkdir(exist_ok=True)
        (self._folder / name_of(workspace)).touch()

    def left_behind(self) -> list[str]:
        """Workspaces that a process had open when it was killed."""
        found = []
        for path in sorted(self._folder.glob("*")):
            workspace = token_of(path)
            if workspace not in self._held and is_free(path):
                found.append(workspace)
        return found


def is_free(path: Path) -> bool:
    """Whether nobody has that file locked, as far as that can be told."""
    lock = _lock(path)
    try:
        lock.acquire(blocking=False)
    except (OSError, Timeout):
        return False
    lock.release()
    return True


def _lock(path: Path) -> FileLock:
    return FileLock(path, thread_local=False, preserve_lock_file=True)


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file that is, whatever its name is by now."""
    with contextlib.suppress(OSError):
        found = path.stat()
        return found.st_dev, found.st_ino
    return None
