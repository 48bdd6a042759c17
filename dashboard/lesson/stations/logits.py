"""Flatten, fully connected, logits: how many of all parameters the first fully connected layer has."""

from __future__ import annotations

import math

from core import spec
from core.lesson.prediction import Prediction
from core.lesson.scale import Scale, Unit
from core.spec import LayerSummary
from dashboard import navigation
from dashboard.i18n import Text, count
from dashboard.lesson.facts import Facts
from dashboard.lesson.station import Fields, Found, Station, tex


class Logits(Station):
    name = "logits"
    page = navigation.NETWORK

    def fields(self, facts: Facts, _: Text) -> Fields:
        part = _layer(facts)
        inputs, units = math.prod(part.input_shape), math.prod(part.output_shape)
        return {
            "layer": part.name,
            "inputs": count(inputs),
            "units": count(units),
            "total": count(spec.parameters(facts.network)),
        }

    def asks(self, facts: Facts, options: tuple[str, ...]) -> Prediction:
        return Scale(0, 100, 1, Unit.PERCENT)

    def found(self, facts: Facts, predicted: float, _: Text) -> Found:
        part = _layer(facts)
        inputs, units = math.prod(part.input_shape), math.prod(part.output_shape)
        fields = {
            "parameters": count(part.parameters),
            "one_unit": count(inputs + 1),
            "tex_inputs": tex(count(inputs)),
            "tex_units": tex(count(units)),
            "tex_parameters": tex(count(part.parameters)),
        }
        return Found(100 * part.parameters / spec.parameters(facts.network), fields, right=2)


def _layer(facts: Facts) -> LayerSummary:
    """Without one of its own, a network has the one that gives the logits."""
    return facts.first("dense") or facts.parts[-1]
