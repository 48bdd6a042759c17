"""The same network in Keras, the Layers API and PrettyTensor, and what became of each."""

from __future__ import annotations

from importlib.metadata import version

from core.lesson.choice import Choice
from core.lesson.prediction import Prediction
from core.listing import listings
from dashboard import navigation, session
from dashboard.i18n import Text, count
from dashboard.lesson.facts import Facts
from dashboard.lesson.station import Fields, Found, Station

LISTINGS = (listings.keras, listings.layers_api, listings.pretty_tensor)  # as the text's choices say


class Apis(Station):
    name = "apis"
    page = navigation.NETWORK

    def fields(self, facts: Facts, _: Text) -> Fields:
        return {"layers": count(sum(part.chosen for part in facts.parts))}

    def asks(self, facts: Facts, options: tuple[str, ...]) -> Prediction:
        return Choice(options, ordered=False)

    def found(self, facts: Facts, predicted: int, _: Text) -> Found:
        keras, layers_api, pretty_tensor = lengths = [
            len(write(facts.network, facts.settings, _.say).splitlines()) for write in LISTINGS
        ]
        fields = {
            "keras": count(keras),
            "layers_api": count(layers_api),
            "pretty_tensor": count(pretty_tensor),
            "tensorflow": version("tensorflow"),
        }
        return Found(lengths.index(max(lengths)), fields, right=0)

    def bring(self, facts: Facts) -> None:
        session.show_code()
