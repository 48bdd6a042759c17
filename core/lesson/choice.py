"""A prediction that is one of several choices."""

from __future__ import annotations

from dataclasses import dataclass

from core.lesson.prediction import EXACT, Prediction
from core.messages import Plural, Sentence


@dataclass(frozen=True)
class Choice(Prediction):
    """One of ``options``, predicted by its place from 0 on. ``ordered``: they go from less to more."""

    options: tuple[str, ...]
    ordered: bool = True

    def accepts(self, value: object) -> bool:
        return type(value) is int and 0 <= value < len(self.options)

    def written(self, value: int) -> str:
        return self.options[value]

    def distance(self, predicted: int, found: int) -> float:
        return abs(predicted - found) if self.ordered else float(predicted != found)

    def how_far(self, predicted: int, found: int) -> Sentence:
        if predicted == found:
            return EXACT
        if not self.ordered:
            return Sentence("You predicted another one.")
        return Plural(
            "Your prediction was {count} step away on the list.",
            "Your prediction was {count} steps away on the list.",
            count=abs(predicted - found),
        )
