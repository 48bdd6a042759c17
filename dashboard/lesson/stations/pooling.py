"""Pooling: whether the mean of the maps is smaller, the same or larger after it."""

from __future__ import annotations

import math

import numpy as np

from core.lesson.choice import Choice
from core.lesson.prediction import Prediction
from core.messages import Sentence
from core.spec import LayerSummary, Pool
from dashboard import navigation, session
from dashboard.i18n import Text, count, fixed
from dashboard.lesson.facts import IMAGE, Facts
from dashboard.lesson.station import Fields, Found, Station, show_at

SAME = 1e-5  # a difference that is smaller, as a share of the mean, is the rounding of float32
SMALLER, AS_BEFORE, LARGER = range(3)


class Pooling(Station):
    name = "pooling"
    page = navigation.INSIDE

    def unfit(self, facts: Facts) -> Sentence | None:
        if facts.first("pool") is None:
            return Sentence("Your network has no pooling layer, and this station is about one.")
        return None

    def fields(self, facts: Facts, _: Text) -> Fields:
        part, pool = facts.layer(Pool)
        before = facts.before(part.name)
        return {
            "layer": part.name,
            "from": before.name if before else _("the image"),
            "size": count(pool.size),
            "stride": count(pool.stride),
            "rule": _("the largest value") if pool.kind == "max" else _("the mean"),
            "formula": r"\max(x_1, \ldots, x_n)" if pool.kind == "max" else r"\frac{1}{n}(x_1 + \ldots + x_n)",
            "image": count(IMAGE),
            "iteration": count(facts.at),
        }

    def asks(self, facts: Facts, options: tuple[str, ...]) -> Prediction:
        return Choice(options)

    def found(self, facts: Facts, predicted: int, _: Text) -> Found:
        part, _pool = facts.layer(Pool)
        mean_before, mean_after = facts.once("pooling", facts.at, lambda: _means(facts, part))
        same = abs(mean_after - mean_before) <= SAME * max(abs(mean_before), abs(mean_after))
        value = AS_BEFORE if same else LARGER if mean_after > mean_before else SMALLER
        come_in, go_out = math.prod(part.input_shape), math.prod(part.output_shape)
        fields = {
            "mean_before": fixed(mean_before, 4),
            "mean_after": fixed(mean_after, 4),
            "incoming": count(come_in),
            "outgoing": count(go_out),
            "half": count(come_in // 2),
        }
        return Found(value, fields, right=1)

    def bring(self, facts: Facts) -> None:
        session.look_at_layer(IMAGE, facts.layer(Pool)[0].name)
        show_at(facts)


def _means(facts: Facts, part: LayerSummary) -> tuple[float, float]:
    before = facts.before(part.name)
    look = facts.look(part.name, *([before.name] if before else []))
    given = look.outputs[before.name] if before else facts.image / np.float32(255)
    return float(np.mean(given, dtype=np.float64)), float(np.mean(look.outputs[part.name], dtype=np.float64))
