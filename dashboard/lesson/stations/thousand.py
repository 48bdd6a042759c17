"""1,000 iterations, and what 10,000 bring."""

from __future__ import annotations

from core.lesson.prediction import Prediction
from core.lesson.scale import Scale, Unit
from dashboard import navigation
from dashboard.i18n import Text, count, fixed, percent
from dashboard.lesson.facts import Facts
from dashboard.lesson.station import Fields, Found, Station

BEFORE, GOAL, FAR = 100, 1_000, 10_000


class Thousand(Station):
    name = "thousand"
    page = navigation.TRAIN
    goal = GOAL

    def fields(self, facts: Facts, _: Text) -> Fields:
        return {"before": count(BEFORE), "goal": count(GOAL), "times": count(GOAL // BEFORE)}

    def asks(self, facts: Facts, options: tuple[str, ...]) -> Prediction:
        return Scale(0, 100, 1, Unit.PERCENT)

    def found(self, facts: Facts, predicted: float, _: Text) -> Found | None:
        before, here, far = (facts.result(iteration) for iteration in (BEFORE, GOAL, FAR))
        if before is None or here is None:
            return None
        errors_before, errors = before.total - before.correct, here.total - here.correct
        if far is not None:
            further = _("Your run has gone on: after {iterations} iterations it has {accuracy}.").format(
                iterations=count(FAR), accuracy=percent(far.accuracy)
            )
        else:
            further = _("You can train to {iterations} later; it takes about ten times as long.").format(
                iterations=count(FAR)
            )
        fields = {
            "accuracy_before": percent(before.accuracy),
            "errors_before": count(errors_before),
            "errors": count(errors),
            "factor": fixed(errors_before / max(1, errors), 1),
            "further": further,
        }
        return Found(100 * here.accuracy, fields, right=1)
