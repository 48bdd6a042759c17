"""Softmax and cross-entropy with the numbers of one image."""

from __future__ import annotations

import math

import numpy as np

from core import spec
from core.inspection.numpy_forward import softmax as softmax_of
from core.lesson.prediction import Prediction
from core.lesson.scale import Scale, Unit
from dashboard import navigation, session
from dashboard.i18n import Text, count, fixed
from dashboard.lesson.facts import IMAGE, Facts
from dashboard.lesson.station import Fields, Found, Station, show_at

LEAST = 1e-12  # of a softmax value of which a logarithm is taken


class Softmax(Station):
    name = "softmax"
    page = navigation.INSIDE

    def fields(self, facts: Facts, _: Text) -> Fields:
        logits = _logits(facts)
        return {
            "image": count(IMAGE),
            "label": count(facts.label),
            "iteration": count(facts.at),
            "logits": ", ".join(f"{fixed(float(value), 2)}" for value in logits),
            "own_logit": fixed(float(logits[facts.label]), 3),
        }

    def asks(self, facts: Facts, options: tuple[str, ...]) -> Prediction:
        return Scale(0.0, 1.0, 0.01, Unit.VALUE)

    def found(self, facts: Facts, predicted: float, _: Text) -> Found:
        logits = _logits(facts)
        powers = float(np.exp(logits).sum())
        value = float(softmax_of(logits[np.newaxis])[0, facts.label])
        fields = {
            "power": fixed(math.exp(float(logits[facts.label])), 3),
            "powers": fixed(powers, 3),
            "value": fixed(value, 3),
            "loss": fixed(-math.log(max(value, LEAST)), 3),
            "missing": fixed(1 - value, 3),
            "even_loss": fixed(math.log(spec.CLASSES), 3),
        }
        return Found(value, fields, right=1)

    def bring(self, facts: Facts) -> None:
        session.look_at_layer(IMAGE, spec.OUTPUT)
        show_at(facts)


def _logits(facts: Facts) -> np.ndarray:
    """float64 (10,)"""
    return facts.once("softmax", facts.at, lambda: facts.look(spec.OUTPUT).outputs[spec.OUTPUT][0].astype(np.float64))
