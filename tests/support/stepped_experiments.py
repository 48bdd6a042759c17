"""Experiments without a process and without Dask: page tests step the real `core.experiments.service` by hand."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from core.data import TEST_IMAGES
from core.experiments.service import Experiments
from core.experiments.task import Result, Task
from core.experiments.view import Experiment
from core.messages import Sentence
from core.processes.experiment_protocol import COMMANDS, READINGS
from core.processes.supervisor import Condition, Health
from tests.support.stand_in_cluster import StandInCluster


def result(accuracy: float, seconds: float = 7.0, diverged: int | None = None) -> Result:
    if diverged is not None:
        return Result(seconds, None, 5_000, None, TEST_IMAGES, diverged)
    return Result(seconds, round(accuracy * 5_000), 5_000, round(accuracy * TEST_IMAGES), TEST_IMAGES)


def lucky(task: Task) -> Result:
    """Whatever the design, an accuracy around 95 % that follows from the seed alone."""
    return result(0.95 + 0.002 * random.Random(task.settings.seed).gauss(0, 1))


class SteppedExperiments:
    """Answers as `core.processes.experiment_client.ExperimentClient` does; nothing is computed until `work` is called."""

    def __init__(self, folder: Path) -> None:
        self.cluster = StandInCluster(lucky, held=True)
        self.inner = Experiments(folder, self.cluster)
        self.condition = Condition(Health.READY)
        self.closed = False
        self.calls: list[str] = []
        self.woken = self.retried = 0
        for name, verb in {**COMMANDS.served(self.inner), **READINGS.served(self.inner)}.items():
            setattr(self, name, self._counted(name, verb))

    def _counted(self, name: str, verb: Callable) -> Callable:
        def call(*arguments: object) -> object:
            self.calls.append(name)
            return verb(*arguments)

        return call

    def experiment(self, experiment_id: str) -> Experiment | None:
        """The copy; to read it is no call."""
        _status, found, _gone = self.inner.changes({experiment_id: -1})
        return found[0] if found else None

    def begin(self, iteration: int = 0) -> None:
        """Tasks are handed out, as many as there are processes, and come so far."""
        self.inner.turn()
        self.cluster.report(iteration)
        self.inner.turn()

    def work(self, results: int | None = None) -> None:
        """So many results, or all that are to come."""
        while results is None or results > 0:
            self.begin()
            if not self.cluster.under_way():
                return
            self.cluster.release()
            self.inner.turn()
            results = None if results is None else results - 1

    def wake(self) -> None:
        self.woken += 1

    def retry(self) -> None:
        self.retried += 1
        self.condition = Condition(Health.READY)

    def go_down(self, sentence: Sentence) -> None:
        self.condition = Condition(Health.DOWN, sentence)
