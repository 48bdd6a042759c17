"""A prediction of a curve by three of its points: the accuracy at three iterations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.lesson.prediction import EXACT, Prediction, is_number
from core.messages import Sentence
from core.number_format import percent, percentage


@dataclass(frozen=True)
class Sketch(Prediction):
    """One accuracy in per cent at each of ``iterations``."""

    iterations: tuple[int, ...]

    def accepts(self, value: object) -> bool:
        return (
            isinstance(value, list)
            and len(value) == len(self.iterations)
            and all(is_number(each, 0, 100) for each in value)
        )

    def written(self, value: Sequence[float]) -> str:
        return ", ".join(percent(each / 100) for each in value)

    def distance(self, predicted: Sequence[float], found: Sequence[float]) -> float:
        """In percentage points, the mean over the points."""
        return sum(abs(mine - its) for mine, its in zip(predicted, found, strict=True)) / len(self.iterations)

    def how_far(self, predicted: Sequence[float], found: Sequence[float]) -> Sentence:
        away = percentage(self.distance(predicted, found) / 100)
        if self.written(predicted) == self.written(found):
            return EXACT
        return Sentence("On average your points were {points} percentage points away.", points=away)
