"""A prediction of two digits that will be taken for each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from core.lesson.prediction import EXACT, Prediction, are_whole
from core.messages import Sentence

Pair = Sequence[int]
PAIRS = tuple(combinations(range(10), 2))  # 45


@dataclass(frozen=True)
class DigitPair(Prediction):
    """Two different digits in any order. What is found are all pairs, the most frequent mistake first."""

    def accepts(self, value: object) -> bool:
        return are_whole(value, 2, 0, 9) and isinstance(value, list) and value[0] != value[1]

    def written(self, value: Pair | Sequence[Pair]) -> Sentence:
        first, second = sorted(_pair(value))
        return Sentence("{first} and {second}", first=first, second=second)

    def distance(self, predicted: Pair, found: Sequence[Pair]) -> float:
        return self.place(predicted, found) - 1

    def how_far(self, predicted: Pair, found: Sequence[Pair]) -> Sentence:
        place = self.place(predicted, found)
        if place == 1:
            return EXACT
        return Sentence("Your pair comes at place {place} of {count}.", place=place, count=len(found))

    def place(self, predicted: Pair, found: Sequence[Pair]) -> int:
        """Where the pair stands among those found, from 1 on."""
        return [tuple(sorted(pair)) for pair in found].index(tuple(sorted(predicted))) + 1


def _pair(value: Any) -> list[int]:
    """A pair, or the first of those found."""
    return list(value) if isinstance(value[0], int) else list(value[0])
