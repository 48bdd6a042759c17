"""A prediction on a scale: a number between two limits."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.lesson.prediction import EXACT, Prediction, is_number
from core.messages import Sentence
from core.number_format import count, fixed, percent, percentage, softmax


class Unit(StrEnum):
    """What the numbers of a scale are."""

    COUNT = "count"
    PERCENT = "percent"  # from 0 to 100
    VALUE = "value"


@dataclass(frozen=True)
class Scale(Prediction):
    """From ``low`` to ``high`` in steps of ``step``; what is found may lie between two steps."""

    low: float
    high: float
    step: float
    unit: Unit = Unit.COUNT

    def accepts(self, value: object) -> bool:
        return is_number(value, self.low, self.high)

    def written(self, value: float) -> str:
        match self.unit:
            case Unit.PERCENT:
                return percent(value / 100)
            case Unit.VALUE:
                return softmax(value)
            case Unit.COUNT:
                return count(round(value))

    def distance(self, predicted: float, found: float) -> float:
        return abs(predicted - found)

    def how_far(self, predicted: float, found: float) -> Sentence:
        by = self._by(self.distance(predicted, found))
        if self.written(predicted) == self.written(found):
            return EXACT
        if predicted > found:
            return Sentence("Your prediction was {distance} too high.", distance=by)
        return Sentence("Your prediction was {distance} too low.", distance=by)

    def _by(self, distance: float) -> Sentence | str:
        match self.unit:
            case Unit.PERCENT:
                return Sentence("{points} percentage points", points=percentage(distance / 100))
            case Unit.VALUE:
                return fixed(distance, 3)
            case Unit.COUNT:
                return count(round(distance))
