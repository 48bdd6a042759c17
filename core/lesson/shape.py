"""A prediction of a shape, such as 14 × 14 × 16, that is typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.lesson.prediction import EXACT, Prediction, are_whole
from core.messages import Sentence

MOST = 1_000_000
_BETWEEN = re.compile(r"[\s,;x×*·]+", re.IGNORECASE)
_LONGEST = 60  # characters


@dataclass(frozen=True)
class Shape(Prediction):
    """So many whole numbers: rows, columns, channels."""

    dimensions: int

    def accepts(self, value: object) -> bool:
        return are_whole(value, self.dimensions, 1, MOST)

    def read(self, text: str) -> list[int] | None:
        """What was typed, with ×, x, commas or spaces between the numbers; None where it is no such shape."""
        parts = _BETWEEN.split(text[:_LONGEST].strip().strip("()[]"))
        value = [int(part) for part in parts if re.fullmatch(r"[0-9]{1,7}", part)]
        return value if len(value) == len(parts) and self.accepts(value) else None

    def written(self, value: Sequence[int]) -> str:
        return " × ".join(map(str, value))

    def distance(self, predicted: Sequence[int], found: Sequence[int]) -> float:
        """How many of the numbers are others."""
        return sum(mine != its for mine, its in zip(predicted, found, strict=True))

    def how_far(self, predicted: Sequence[int], found: Sequence[int]) -> Sentence:
        away = int(self.distance(predicted, found))
        if away == 0:
            return EXACT
        return Sentence(
            "{same} of the {count} numbers are as you predicted.", same=self.dimensions - away, count=self.dimensions
        )
