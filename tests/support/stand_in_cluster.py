"""A cluster without processes: what a task comes to is made up from its inputs, at once or when a test says so."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np

from core.experiments.cluster import ClusterError
from core.experiments.question import Variant
from core.experiments.task import Failure, Outcome, Result, Task
from core.messages import Sentence
from tests.support.waiting import until


def made_up(task: Task) -> Result:
    """The larger the network and the longer the training, the better; the seed's luck on top."""
    size = np.log10(Variant(task.network, task.settings).parameters)
    luck = np.random.default_rng([task.settings.seed, 7]).normal(0, 0.003)
    share = float(np.clip(0.80 + 0.03 * size + 0.01 * np.log10(task.iterations) + luck, 0, 0.999))
    seconds = 0.01 * task.iterations
    return Result(seconds, round(5_000 * share), 5_000, round(10_000 * share) if task.tested else None, 10_000)


class StandInCluster:
    """Does as `core.experiments.cluster.Cluster` does. With ``held`` tasks wait for `release`; else they end at once.

    ``outcome``: what a task comes to. ``submitted``: every task that was ever given to it. ``problem``: why it cannot be used now.
    """

    def __init__(self, outcome: Callable[[Task], Outcome] = made_up, processes: int = 2, held: bool = False) -> None:
        self.address = None
        self.outcome, self.held, self.problem = outcome, held, None
        self.submitted: list[Task] = []
        self.stopped: list[Task] = []
        self.is_open = False
        self.opened = 0
        self._processes = processes
        self._waiting: dict[str, tuple[Task, Callable[[str, Outcome], None]]] = {}
        self._lock = threading.Lock()

    def expected(self) -> int:
        return self._processes

    def open(self, report: Callable[[str, int], None]) -> None:
        if self.problem is not None:
            raise ClusterError(Sentence(self.problem))
        self._report, self.is_open = report, True
        self.opened += 1

    def processes(self) -> int:
        if self.problem is not None:
            raise ClusterError(Sentence(self.problem))
        return self._processes

    def submit(self, attempt: str, task: Task, ended: Callable[[str, Outcome], None]) -> None:
        with self._lock:
            self.submitted.append(task)
            self._waiting[attempt] = (task, ended)
        if not self.held:
            threading.Thread(target=self._end, args=(attempt,), daemon=True).start()

    def report(self, iteration: int) -> None:
        """All tasks under way have come so far."""
        for attempt in list(self._waiting):
            self._report(attempt, iteration)

    def release(self, count: int = 1) -> None:
        """The oldest ``count`` tasks under way end."""
        for _ in range(count):
            until(lambda: self._waiting)
            self._end(next(iter(self._waiting)))

    def release_all(self) -> None:
        """From now on tasks end at once."""
        self.held = False
        for attempt in list(self._waiting):
            self._end(attempt)

    def under_way(self) -> list[Task]:
        with self._lock:
            return [task for task, _ in self._waiting.values()]

    def stop(self, attempt: str) -> None:
        with self._lock:
            task, ended = self._waiting.pop(attempt, (None, None))
        if task is not None:
            self.stopped.append(task)
            ended(attempt, Failure())

    def lose(self) -> None:
        """The scheduler is gone."""
        for attempt in list(self._waiting):
            with self._lock:
                _, ended = self._waiting.pop(attempt)
            ended(attempt, Failure())

    def close(self) -> None:
        self.is_open = False
        self.lose()

    def _end(self, attempt: str) -> None:
        with self._lock:
            task, ended = self._waiting.pop(attempt, (None, None))
        if task is not None:
            ended(attempt, self.outcome(task))
