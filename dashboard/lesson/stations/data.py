"""The data and its three sets: how many images the network learns from."""

from __future__ import annotations

from core.data import mnist
from core.lesson.prediction import Prediction
from core.lesson.scale import Scale
from dashboard import navigation, session
from dashboard.i18n import Text, count
from dashboard.lesson.facts import Facts
from dashboard.lesson.station import Fields, Found, Station


class Data(Station):
    name = "data"
    page = navigation.DATA

    def fields(self, facts: Facts, _: Text) -> Fields:
        return {"total": count(sum(_sizes()))}

    def asks(self, facts: Facts, options: tuple[str, ...]) -> Prediction:
        return Scale(0, sum(_sizes()), 1_000)

    def found(self, facts: Facts, predicted: float, _: Text) -> Found:
        train, validation, test = _sizes()
        return Found(train, {"train": count(train), "validation": count(validation), "test": count(test)}, right=2)

    def bring(self, facts: Facts) -> None:
        session.show_data("sets")


def _sizes() -> tuple[int, int, int]:
    digits = mnist()
    return len(digits.train), len(digits.validation), len(digits.test)
