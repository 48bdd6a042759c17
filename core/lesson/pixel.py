"""A prediction of a place in a picture: one of its pixels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from core.lesson.prediction import EXACT, Prediction, are_whole
from core.messages import Sentence
from core.number_format import fixed


@dataclass(frozen=True)
class Pixel(Prediction):
    """(row, column) of a picture of so many, both from 0 on."""

    rows: int
    columns: int

    def accepts(self, value: object) -> bool:
        return (
            are_whole(value, 2, 0, max(self.rows, self.columns) - 1)
            and isinstance(value, list)
            and value[0] < self.rows
            and value[1] < self.columns
        )

    def written(self, value: Sequence[int]) -> Sentence:
        row, column = value
        return Sentence("row {row}, column {column}", row=row, column=column)

    def distance(self, predicted: Sequence[int], found: Sequence[int]) -> float:
        """In pixels, as the crow flies."""
        return math.dist(predicted, found)

    def how_far(self, predicted: Sequence[int], found: Sequence[int]) -> Sentence:
        away = self.distance(predicted, found)
        if away == 0:
            return EXACT
        return Sentence("Your pixel is {distance} pixels away.", distance=fixed(away, 1))
