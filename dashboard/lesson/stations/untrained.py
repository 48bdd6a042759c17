"""Before any training: the accuracy of weights that were drawn at random."""

from __future__ import annotations

from core.data import TEST_IMAGES
from core.lesson.prediction import Prediction
from core.lesson.scale import Scale, Unit
from core.spec import CLASSES
from dashboard import navigation, session
from dashboard.i18n import Text, count
from dashboard.lesson.facts import Facts
from dashboard.lesson.station import Fields, Found, Station


class Untrained(Station):
    name = "untrained"
    page = navigation.TEST
    goal = 1  # a run is tested before its first iteration, too

    def fields(self, facts: Facts, _: Text) -> Fields:
        return {"test": count(TEST_IMAGES)}

    def asks(self, facts: Facts, options: tuple[str, ...]) -> Prediction:
        return Scale(0, 100, 1, Unit.PERCENT)

    def found(self, facts: Facts, predicted: float, _: Text) -> Found | None:
        result = facts.result(0)
        if result is None:
            return None
        classes = facts.once("untrained", None, lambda: facts.evaluation(0).per_class)
        favourite = max(classes, key=lambda each: each.predicted)
        fields = {
            "correct": count(result.correct),
            "favourite": count(favourite.label),
            "answers": count(favourite.predicted),
            "even": count(TEST_IMAGES // CLASSES),
        }
        return Found(100 * result.accuracy, fields, right=1)

    def bring(self, facts: Facts) -> None:
        session.choose_checkpoint(0 if facts.reached(0) else None)
