"""The flow chart and its shapes: what comes out of the first pooling, or of the first layer with maps."""

from __future__ import annotations

import math

from core import spec
from core.lesson.prediction import Prediction
from core.lesson.shape import Shape
from core.messages import Sentence
from core.spec import LayerSummary
from dashboard import navigation
from dashboard.i18n import Text, count
from dashboard.lesson.facts import Facts
from dashboard.lesson.station import Fields, Found, Station


class Shapes(Station):
    name = "shapes"
    page = navigation.NETWORK

    def unfit(self, facts: Facts) -> Sentence | None:
        if _layer(facts) is None:
            return Sentence(
                "None of your network's layers puts out feature maps, and this station is about their shape."
            )
        return None

    def fields(self, facts: Facts, _: Text) -> Fields:
        part = _part(facts)
        return {"layer": part.name, "image": _written(spec.IMAGE_SHAPE), "given": _written(part.input_shape)}

    def asks(self, facts: Facts, options: tuple[str, ...]) -> Prediction:
        return Shape(len(_part(facts).output_shape))

    def found(self, facts: Facts, predicted: list[int], _: Text) -> Found:
        shape = _part(facts).output_shape
        rows, columns, maps = shape
        fields = {
            "maps": count(maps),
            "one_map": count(rows * columns),
            "numbers": count(math.prod(shape)),
            "added": count(sum(shape)),
            "pixels": count(math.prod(spec.IMAGE_SHAPE)),
        }
        return Found(list(shape), fields, right=1)


def _layer(facts: Facts) -> LayerSummary | None:
    maps = [part for part in facts.parts if part.makes_images and part.chosen]
    return next((part for part in maps if part.kind == "pool"), maps[0] if maps else None)


def _part(facts: Facts) -> LayerSummary:
    found = _layer(facts)
    if found is None:
        raise LookupError("no layer has maps")
    return found


def _written(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape))
