"""Weights of checkpoints that were looked at, kept in memory up to a limit: the time slider comes back to the same ones again and again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping

import numpy as np

MOST_BYTES = 96e6

Weights = Mapping[str, np.ndarray]


class CheckpointCache:
    """Least recently used first out. Not thread-safe."""

    def __init__(self, most_bytes: float = MOST_BYTES) -> None:
        self._most = most_bytes
        self._held: OrderedDict[tuple[str, int], Weights] = OrderedDict()
        self._bytes = 0

    def get(self, run_id: str, iteration: int, load: Callable[[], Weights]) -> Weights:
        key = (run_id, iteration)
        if key in self._held:
            self._held.move_to_end(key)
            return self._held[key]
        weights = load()
        self._held[key] = weights
        self._bytes += _size(weights)
        while self._bytes > self._most and len(self._held) > 1:
            self._bytes -= _size(self._held.popitem(last=False)[1])
        return weights


def _size(weights: Weights) -> int:
    return sum(array.nbytes for array in weights.values())
