"""The errors and the confusion matrix: which two digits are taken for each other most often."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.lesson.digit_pair import PAIRS, DigitPair
from core.lesson.prediction import Prediction
from core.runs.snapshot import TestResult
from dashboard import navigation
from dashboard.i18n import Text, count, fixed
from dashboard.lesson.facts import Facts
from dashboard.lesson.station import Fields, Found, Station

GOAL = 1_000  # so much it has to have learned


class Confusion(Station):
    name = "confusion"
    page = navigation.TEST
    goal = GOAL

    def fields(self, facts: Facts, _: Text) -> Fields:
        return {"pairs": count(len(PAIRS))}

    def asks(self, facts: Facts, options: tuple[str, ...]) -> Prediction:
        return DigitPair()

    def found(self, facts: Facts, predicted: list[int], _: Text) -> Found | None:
        result = _latest(facts)
        if result is None:
            return None
        iteration = result.iteration
        matrix = facts.once("confusion", iteration, lambda: facts.evaluation(iteration).confusion)
        mistakes = _mistakes(matrix)
        first, mine = mistakes[0], next(each for each in mistakes if set(each.pair) == set(predicted))
        errors = sum(each.both for each in mistakes)
        a, b = first.pair
        fields = {
            "iteration": count(iteration),
            "errors": count(errors),
            "first_digit": count(a),
            "second_digit": count(b),
            "one_way": count(int(matrix[a, b])),
            "other_way": count(int(matrix[b, a])),
            "both_ways": count(first.both),
            "own": count(mine.both),
            "even": fixed(errors / len(PAIRS), 0),
        }
        return Found([each.pair for each in mistakes], fields, right=2)


class Mistake(NamedTuple):
    """Two digits, and how many images of the one were taken for the other, both ways together."""

    pair: tuple[int, int]
    both: int


def _mistakes(matrix: np.ndarray) -> list[Mistake]:
    """All pairs, the most frequent first; of equals the smaller digits."""
    found = [Mistake(pair, int(matrix[pair] + matrix[pair[::-1]])) for pair in PAIRS]
    return sorted(found, key=lambda each: -each.both)


def _latest(facts: Facts) -> TestResult | None:
    """The last test of a network that has learned enough."""
    results = facts.run.results if facts.run is not None else ()
    return next((result for result in reversed(results) if result.iteration >= GOAL), None)
