"""Copies of what another process has, by name: pages read them and never wait for that process."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass
class _Copy(Generic[Value]):
    value: Value
    since: float  # it is here, or was read last
    read_at: float = -math.inf


class CopyCache(Generic[Value]):
    """Thread-safe. Whoever keeps the copies up to date asks which are `followed`; what nobody reads for long is dropped."""

    def __init__(self, forget_seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._forget_seconds, self._clock = forget_seconds, clock
        self._lock = threading.RLock()
        self._copies: dict[str, _Copy[Value]] = {}

    def get(self, key: str) -> Value | None:
        """The copy, which is read by that; None where there is none."""
        with self.reading(key) as value:
            return value

    @contextmanager
    def reading(self, key: str) -> Iterator[Value | None]:
        """As `get`, and within the block no copy changes."""
        with self._lock:
            copy = self._copies.get(key)
            if copy is not None:
                copy.read_at = copy.since = self._clock()
            yield None if copy is None else copy.value

    def change(self, key: str, change: Callable[[Value | None], Value | None], read: bool = False) -> None:
        """Hold what ``change`` makes of what is here, None: nothing. ``read``: somebody is about to read it."""
        now = self._clock()
        with self._lock:
            known = self._copies.get(key)
            value = change(None if known is None else known.value)
            if value is None:
                self._copies.pop(key, None)
                return
            copy = self._copies[key] = known or _Copy(value, now)
            copy.value = value
            if read:
                copy.read_at = copy.since = now

    def change_all(self, change: Callable[[Value], Value]) -> None:
        with self._lock:
            for copy in self._copies.values():
                copy.value = change(copy.value)

    def drop(self, key: str) -> None:
        self.change(key, lambda _: None)

    def followed(self, seconds: float = math.inf) -> dict[str, Value]:
        """The copies that were read within so many seconds; those that nobody has read for long are dropped."""
        now = self._clock()
        with self._lock:
            self._copies = {key: copy for key, copy in self._copies.items() if now - copy.since <= self._forget_seconds}
            return {key: copy.value for key, copy in self._copies.items() if now - copy.read_at < seconds}
