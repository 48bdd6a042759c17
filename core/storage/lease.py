"""Which process a workspace is open in: a name that stands for a process for as long as it lives."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

_ASK_SECONDS = 0.1  # somebody else may be asking, too
_ALONE_SECONDS = 5.0


class Owner:
    """This process. The system takes its lock away when the process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError."""
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.name = secrets.token_hex(8)
        self._lock = FileLock(self._path(self.name), thread_local=False)
        self._lock.acquire(blocking=False)

    def lives(self, name: str) -> bool:
        """Whether the process of that name is still there; if that cannot be told, it is."""
        if name == self.name:
            return True
        path = self._path(name)
        try:
            if not path.exists():
                return False
            FileLock(path, thread_local=False).acquire(timeout=_ASK_SECONDS, poll_interval=0.02).lock.release()
        except (OSError, Timeout):
            return True
        with contextlib.suppress(OSError):
            path.unlink()
        return False

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """No other process does the same meanwhile, as far as the folder lets that be known."""
        lock = FileLock(self._folder / "alone.lock", thread_local=False)
        with contextlib.ExitStack() as held:
            with contextlib.suppress(OSError, Timeout):
                held.enter_context(lock.acquire(timeout=_ALONE_SECONDS, poll_interval=0.02))
            yield

    def close(self) -> None:
        self._lock.release()
        with contextlib.suppress(OSError):
            self._path(self.name).unlink()

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.lock"
