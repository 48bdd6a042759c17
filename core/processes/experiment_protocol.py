"""What the server and the experiments' process have agreed on: how the process is ended, and its verbs.

Each interface has a line of its own. Arguments and answers are values that both sides can load without Dask.
`core.experiments.service.Experiments` does it all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from core.experiments.architecture_search import Wish
from core.experiments.question import Question
from core.experiments.view import Cost, Experiment, Point, Status
from core.processes.rpc import Verbs

LAST_SECONDS = (
    2.0  # for Dask's processes to be ended in order when the server has ended; after that they end by themselves
)


class Commands(Protocol):
    """What a person wants of experiments."""

    def experiments(self, workspace: str) -> list[Experiment]: ...

    def ask(
        self, workspace: str, question: Question, prediction: str | None = None, new_id: str | None = None
    ) -> Experiment: ...

    def search(self, workspace: str, wish: Wish, new_id: str | None = None) -> Experiment: ...

    def more(self, experiment_id: str, count: int, beyond: int | None = None) -> Experiment: ...

    def cancel(self, experiment_id: str) -> Experiment: ...

    def resume(self, experiment_id: str) -> Experiment: ...

    def delete(self, experiment_id: str) -> None: ...


class Readings(Protocol):
    """What is known of designs, over all that was ever computed."""

    def cost(self, question: Question) -> Cost: ...

    def points(self) -> list[Point]: ...


class Watch(Protocol):
    """What is new, asked again and again."""

    def changes(self, known: Mapping[str, int]) -> tuple[Status, list[Experiment], list[str]]: ...


COMMANDS, READINGS, WATCH = Verbs(Commands), Verbs(Readings), Verbs(Watch)
