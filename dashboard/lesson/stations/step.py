"""One training step: how far it moves a typical weight."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.data import mnist
from core.lesson.choice import Choice
from core.lesson.prediction import Prediction
from core.number_format import rate
from core.optimizers import OPTIMIZERS
from dashboard import navigation
from dashboard.i18n import Text, count, fixed
from dashboard.lesson.facts import Facts
from dashboard.lesson.station import Fields, Found, Station

STEPS = (1e-6, 1e-4, 1e-2, 1.0)  # as the text's choices say
LEAST = 1e-30


class Step(Station):
    name = "step"
    page = navigation.TRAIN
    goal = 1

    def fields(self, facts: Facts, _: Text) -> Fields:
        settings = facts.settings
        return {
            "batch": count(settings.batch_size),
            "rate": rate(settings.learning_rate),
            "optimizer": OPTIMIZERS[settings.optimizer].word,
            "update": OPTIMIZERS[settings.optimizer].formula,
            "images": count(len(mnist().train)),
        }

    def asks(self, facts: Facts, options: tuple[str, ...]) -> Prediction:
        return Choice(options)

    def found(self, facts: Facts, predicted: int, _: Text) -> Found | None:
        if not (facts.reached(0) and facts.reached(1)):
            return None
        moves = facts.once("step", None, lambda: _moves(facts))
        nearest = min(
            range(len(STEPS)), key=lambda place: abs(np.log10(max(moves.median, LEAST)) - np.log10(STEPS[place]))
        )
        fields = {
            "median": _small(moves.median),
            "largest": _small(moves.largest),
            "size": _small(moves.size),
            "moved": count(moves.moved),
            "weights": count(moves.total),
            "half": count(moves.total // 2),
        }
        return Found(nearest, fields, right=0)


class Moves(NamedTuple):
    """Of all weights, from the first to the second checkpoint. ``size``: median of |w| before; ``moved``: how many changed at all."""

    median: float
    largest: float
    size: float
    moved: int
    total: int


def _moves(facts: Facts) -> Moves:
    before, after = facts.weights(0), facts.weights(1)
    learned = [name for part in facts.parts for name, weight in part.weights.items() if weight.learned]
    first, second = (
        np.concatenate([weights[name].ravel() for name in learned]).astype(np.float64) for weights in (before, after)
    )
    away = np.abs(second - first)
    return Moves(
        float(np.median(away)),
        float(away.max()),
        float(np.median(np.abs(first))),
        int(np.count_nonzero(away)),
        len(away),
    )


def _small(value: float) -> str:
    """With two digits that count, whatever its size: 0.00010, 1.2."""
    if value == 0:
        return "0"
    return fixed(value, max(0, 1 - int(np.floor(np.log10(value)))))
