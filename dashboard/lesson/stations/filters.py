"""What the filters became: how much the kernels of the first convolution have changed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.lesson.choice import Choice
from core.lesson.prediction import Prediction
from core.messages import Sentence
from core.spec import Conv
from dashboard import navigation, session
from dashboard.i18n import Text, count, percent
from dashboard.lesson.facts import IMAGE, Facts
from dashboard.lesson.station import NO_CONVOLUTION, Fields, Found, Station

GOAL = 1_000
HARDLY, COMPLETELY = 0.1, 0.9  # below the first, above the second share of their size


class Filters(Station):
    name = "filters"
    page = navigation.INSIDE
    goal = GOAL

    def unfit(self, facts: Facts) -> Sentence | None:
        return NO_CONVOLUTION if facts.first("conv") is None else super().unfit(facts)

    def fields(self, facts: Facts, _: Text) -> Fields:
        return {"layer": facts.layer(Conv)[0].name, "hardly": percent(HARDLY, 0), "completely": percent(COMPLETELY, 0)}

    def asks(self, facts: Facts, options: tuple[str, ...]) -> Prediction:
        return Choice(options)

    def found(self, facts: Facts, predicted: int, _: Text) -> Found | None:
        reached = [each.iteration for each in facts.run.checkpoints] if facts.run is not None else []
        last = max(reached, default=0)
        if not facts.reached(0) or last < GOAL:
            return None
        change = facts.once("filters", last, lambda: _change(facts, last))
        value = 0 if change.share < HARDLY else 1 if change.share <= COMPLETELY else 2
        fields = {
            "iteration": count(last),
            "share": percent(change.share, 0),
            "turned": count(change.turned),
            "kernel_weights": count(change.weights),
            "half": count(change.weights // 2),
        }
        return Found(value, fields, right=1)

    def bring(self, facts: Facts) -> None:
        session.look_at_layer(IMAGE, facts.layer(Conv)[0].name)
        session.choose_checkpoint(None)


class Change(NamedTuple):
    """``share``: the length of the change, of the length of the kernels at the start. ``turned``: weights whose sign is another."""

    share: float
    turned: int
    weights: int


def _change(facts: Facts, last: int) -> Change:
    name = f"{facts.layer(Conv)[0].name}/kernel"
    first, now = (facts.weights(iteration)[name].astype(np.float64) for iteration in (0, last))
    turned = int((np.sign(first) * np.sign(now) < 0).sum())
    return Change(float(np.linalg.norm(now - first) / np.linalg.norm(first)), turned, first.size)
