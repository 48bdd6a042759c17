"""Copies of what another process has, by name: pages read them and never wait for that process."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

Held = TypeVar("Held")


@dataclass
class _Copy(Generic[Held]):
    held: Held
    since: float  # it is here, or was read last
    read_at: float = -math.inf


class CopyCache(Generic[Held]):
    """Thread-safe. Whoever keeps the copies up to date asks which are `followed`; what nobody reads for long is dropped."""

    def __init__(self, forget_seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._forget_seconds, self._clock = forget_seconds, clock
        self._lock = threading.RLock()
        self._copies: dict[str, _Copy[Held]] = {}

    def get(self, key: str) -> Held | None:
        """The copy, which is read by that; None where there is none."""
        with self.reading(key) as held:
            return held

    @contextmanager
    def reading(self, key: str) -> Iterator[Held | None]:
        """As `get`, and within the block no copy changes."""
        with self._lock:
            copy = self._copies.get(key)
            if copy is not None:
                copy.read_at = copy.since = self._clock()
            yield None if copy is None else copy.held

    def change(self, key: str, change: Callable[[Held | None], Held | None], read: bool = False) -> None:
        """Hold what ``change`` makes of what is held, None: nothing. ``read``: somebody is about to read it."""
        now = self._clock()
        with self._lock:
            known = self._copies.get(key)
            held = change(None if known is None else known.held)
            if held is None:
                self._copies.pop(key, None)
                return
            copy = self._copies[key] = known or _Copy(held, now)
            copy.held = held
            if read:
                copy.read_at = copy.since = now

    def change_all(self, change: Callable[[Held], Held]) -> None:
        with self._lock:
            for copy in self._copies.values():
                copy.held = change(copy.held)

    def drop(self, key: str) -> None:
        self.change(key, lambda _: None)

    def followed(self, seconds: float = math.inf) -> dict[str, Held]:
        """The copies that were read within so many seconds; those that nobody has read for long are dropped."""
        now = self._clock()
        with self._lock:
            self._copies = {key: copy for key, copy in self._copies.items() if now - copy.since <= self._forget_seconds}
            return {key: copy.held for key, copy in self._copies.items() if now - copy.read_at < seconds}
