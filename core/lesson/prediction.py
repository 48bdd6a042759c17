"""What every kind of prediction has. A prediction is a value as JSON has it: a number, or a list of numbers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from core.messages import Sentence

EXACT = Sentence("Exactly what you predicted.")


class Prediction(ABC):
    """A kind of prediction is a frozen dataclass over this one, in a file of its own."""

    @abstractmethod
    def accepts(self, value: object) -> bool:
        """Whether it can be predicted; ``value`` may be anything."""

    @abstractmethod
    def written(self, value: Any) -> Sentence | str:
        """A prediction, or what was found, as it is read."""

    @abstractmethod
    def distance(self, predicted: Any, found: Any) -> float:
        """How far the prediction is from what was found; 0: it is the same."""

    @abstractmethod
    def how_far(self, predicted: Any, found: Any) -> Sentence:
        """The same in words, without a judgement."""


def is_number(value: object, low: float, high: float) -> bool:
    """Whether it is a number within those limits."""
    return isinstance(value, int | float) and type(value) is not bool and low <= value <= high


def are_whole(values: object, count: int, low: int, high: int) -> bool:
    """Whether it is a list of so many whole numbers within those limits."""
    return (
        isinstance(values, list)
        and len(values) == count
        and all(type(value) is int and low <= value <= high for value in values)
    )
