"""One image as numbers: how many of its pixels are exactly 0."""

from __future__ import annotations

from core.lesson.prediction import Prediction
from core.lesson.scale import Scale
from dashboard import navigation, session
from dashboard.i18n import Text, count, fixed
from dashboard.lesson.facts import IMAGE, Facts
from dashboard.lesson.station import Fields, Found, Station

PAPER_TO_INK = 255


class Pixels(Station):
    name = "pixels"
    page = navigation.DATA

    def fields(self, facts: Facts, _: Text) -> Fields:
        rows, columns, *_rest = facts.image.shape
        return {
            "rows": count(rows),
            "columns": count(columns),
            "pixels": count(facts.image.size),
            "image": count(IMAGE),
            "label": count(facts.label),
            "ink": count(PAPER_TO_INK),
        }

    def asks(self, facts: Facts, options: tuple[str, ...]) -> Prediction:
        return Scale(0, facts.image.size, 1)

    def found(self, facts: Facts, predicted: float, _: Text) -> Found:
        zeros, darkest = int((facts.image == 0).sum()), int(facts.image.max())
        fields = {
            "others": count(facts.image.size - zeros),
            "darkest": count(darkest),
            "scaled": fixed(darkest / PAPER_TO_INK, 3),
            "inverted": count(PAPER_TO_INK - darkest),
        }
        return Found(zeros, fields, right=1)

    def bring(self, facts: Facts) -> None:
        session.show_data("image")
