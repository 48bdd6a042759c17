"""What was read or computed of checkpoints, kept in memory up to a limit: the time slider comes back to the same ones again and again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class CheckpointCache(Generic[Value]):
    """Least recently used first out. Not thread-safe."""

    def __init__(self, size: Callable[[Value], int], most_bytes: float) -> None:
        self._size, self._most = size, most_bytes
        self._held: OrderedDict[tuple[str, int], Value] = OrderedDict()
        self._bytes = 0

    def get(self, run_id: str, iteration: int, make: Callable[[], Value]) -> Value:
        key = (run_id, iteration)
        if key in self._held:
            self._held.move_to_end(key)
            return self._held[key]
        value = make()
        self._held[key] = value
        self._bytes += self._size(value)
        while self._bytes > self._most and len(self._held) > 1:
            self._bytes -= self._size(self._held.popitem(last=False)[1])
        return value
