"""What every station of the lesson has: what it asks, what it brings up, and what was found on the learner's run."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

from core.lesson.prediction import Prediction
from core.messages import Sentence
from core.runs.snapshot import Phase
from dashboard import session
from dashboard.i18n import Text
from dashboard.lesson.facts import Facts
from dashboard.navigation import PageEntry

Fields = dict[str, str]

NO_CONVOLUTION = Sentence("Your network has no convolution, and this station is about one.")
_DIVERGED = Sentence("This run has stopped, because its loss was no longer a number; it cannot train any further.")


@dataclass(frozen=True)
class Found:
    """``value``: what was predicted, as it really is. ``fields``: for the text from "Result" on. ``right``: the place of the right
    answer to the question after."""

    value: Any
    fields: Fields
    right: int


class Station(ABC):
    """A station is a class over this one, in a file of its own, named in `dashboard.lesson.stations.STATIONS`.

    ``name``: in addresses and in the names of its texts. ``page``: where it happens. ``goal``: the iteration that the run has to reach;
    None: something is only looked at.
    """

    name: ClassVar[str]
    page: ClassVar[PageEntry]
    goal: ClassVar[int | None] = None

    def unfit(self, facts: Facts) -> Sentence | None:
        """Why the learner's network cannot show what the station is about; None where it can."""
        run = facts.run
        stuck = run is not None and run.phase is Phase.DIVERGED and run.iteration < (self.goal or 0)
        return _DIVERGED if stuck else None

    def fields(self, facts: Facts, _: Text) -> Fields:
        """For the whole text. Nothing in them may tell what is to be predicted."""
        return {}

    @abstractmethod
    def asks(self, facts: Facts, options: tuple[str, ...]) -> Prediction:
        """``options``: the choices of the text, where it has some."""

    @abstractmethod
    def found(self, facts: Facts, predicted: Any, _: Text) -> Found | None:
        """None while the run has not come so far. Raises `SentenceError` where it cannot be had now."""

    def bring(self, facts: Facts) -> None:
        """The right things chosen on its page, before that is drawn."""
        session.choose_checkpoint(None)


def show_at(facts: Facts) -> None:
    """The time slider shall stand where the facts were looked at."""
    live = facts.run is None or facts.run.iteration == facts.at
    session.choose_checkpoint(None if live else facts.at)


def tex(number: str) -> str:
    """A number as it stands in a formula."""
    return number.replace(",", "{,}").replace(" %", "\\,\\%")
