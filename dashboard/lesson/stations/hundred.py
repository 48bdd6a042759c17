"""1 and 100 iterations: a curve sketched by three points."""

from __future__ import annotations

from core.lesson.prediction import Prediction
from core.lesson.sketch import Sketch
from dashboard import navigation
from dashboard.i18n import Text, count, percent
from dashboard.lesson.facts import Facts
from dashboard.lesson.station import Fields, Found, Station

ITERATIONS = (0, 1, 100)
GOAL = ITERATIONS[-1]


class Hundred(Station):
    name = "hundred"
    page = navigation.TRAIN
    goal = GOAL

    def fields(self, facts: Facts, _: Text) -> Fields:
        return {"batch": count(facts.settings.batch_size), "goal": count(GOAL)}

    def asks(self, facts: Facts, options: tuple[str, ...]) -> Prediction:
        return Sketch(ITERATIONS)

    def found(self, facts: Facts, predicted: list[float], _: Text) -> Found | None:
        first, second, last = (facts.result(iteration) for iteration in ITERATIONS)
        if first is None or second is None or last is None:
            return None
        gained = last.correct - second.correct
        fields = {
            "after_one": percent(second.accuracy),
            "after_goal": percent(last.accuracy),
            "gained": count(gained),
            "steps": count(GOAL - 1),
            "seen": count(GOAL * facts.settings.batch_size),
        }
        return Found([100 * each.accuracy for each in (first, second, last)], fields, right=2)
