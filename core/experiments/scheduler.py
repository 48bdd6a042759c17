"""Tasks onto the cluster: as many at once as it has processes, the next one whenever one has ended."""

from __future__ import annotations

import itertools
import secrets
import threading
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Protocol

from core.experiments.cluster import Cluster, ClusterError, Failure, Outcome
from core.experiments.task import Result, Task
from core.experiments.view import Stage
from core.messages import Sentence

IDLE_SECONDS = 300.0  # unused, before the processes end
RETRY_SECONDS = 3.0  # after the cluster could not be used
_TURN_SECONDS = 1.0


class Desk(Protocol):
    """Who has tasks to give. It may be asked from any thread, and never waits for the dispatch."""

    def next_task(self, under_way: Collection[str]) -> Task | None:
        """What shall be computed next, None: nothing. ``under_way``: keys of the tasks that are."""

    def wanted(self) -> Collection[str]:
        """Keys of all tasks that somebody still wants."""

    def moved(self, keys: Iterable[str]) -> None:
        """These tasks have begun, gone on, or wait again."""

    def came(self, task: Task, result: Result) -> None: ...

    def put_aside(self, key: str, reason: Sentence) -> None: ...

    def troubled(self) -> None:
        """`Dispatch.problem` or `Dispatch.processes` is another one."""


@dataclass
class Job:
    """A task under way."""

    task: Task
    attempt: str
    stage: Stage = Stage.STARTING
    iteration: int = 0


class Dispatch:
    """Thread-safe. ``cluster``: a `core.experiments.cluster.Cluster`, or what does as it does."""

    def __init__(self, desk: Desk, cluster: Cluster | None = None) -> None:
        self.problem: Sentence | None = None  # why nothing is computed, though there are tasks
        self.processes = 0  # that compute; 0 before the cluster is there
        self._desk = desk
        self._cluster = cluster or Cluster()
        self._lock = threading.Lock()
        self._jobs: dict[str, Job] = {}  # by key of the task
        self._names = (f"{secrets.token_hex(4)}-{number}" for number in itertools.count())
        self._wake, self._closing = threading.Event(), threading.Event()
        self._used, self._retry_at = time.monotonic(), 0.0
        self._held: Sentence | None = None  # what the processes said, until one of them does its work
        self._thread = threading.Thread(target=self._loop, name="dispatch", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """There may be something to do."""
        self._wake.set()

    def job(self, key: str) -> tuple[Stage, int] | None:
        """(stage, iterations done) of a task under way."""
        with self._lock:
            job = self._jobs.get(key)
            return (job.stage, job.iteration) if job is not None else None

    def expected(self) -> int:
        """How many processes there are, or will be once they are wanted."""
        return self.processes or self._cluster.expected()

    def stop(self, keys: Iterable[str]) -> None:
        """Nobody wants these tasks any more."""
        with self._lock:
            gone = [self._jobs.pop(key) for key in keys if key in self._jobs]
        for job in gone:
            threading.Thread(target=self._cluster.stop, args=(job.attempt,), daemon=True).start()
        self.wake()

    def close(self) -> None:
        self._closing.set()
        self.wake()
        self._thread.join(timeout=10)
        self._cluster.close()

    def _loop(self) -> None:
        while not self._closing.is_set():
            self._turn()
            self._wake.wait(_TURN_SECONDS)
            self._wake.clear()

    def _turn(self) -> None:
        with self._lock:
            under_way = set(self._jobs)
        unwanted = under_way - set(self._desk.wanted())  # cancelled in the moment in which it was begun
        if unwanted:
            self.stop(unwanted)
            under_way -= unwanted
        if not under_way and self._desk.next_task(()) is None:
            self._rest()
            return
        self._used = time.monotonic()
        if time.monotonic() < self._retry_at:
            return
        try:
            if not self._cluster.is_open:
                self._cluster.open(self._report)
            self._told(self._held, self._cluster.processes())
        except ClusterError as error:
            self._lose(error.sentence)
            return
        self._fill()

    def _fill(self) -> None:
        while not self._closing.is_set():
            with self._lock:
                under_way = set(self._jobs)
            task = self._desk.next_task(under_way) if len(under_way) < self.processes else None
            if task is None:
                return
            job = Job(task, next(self._names))
            with self._lock:
                self._jobs[task.key] = job
            self._desk.moved([task.key])
            self._cluster.submit(job.attempt, task, self._ended)

    def _rest(self) -> None:
        self._held = None
        self._told(None, self.processes)
        if self._cluster.is_open and time.monotonic() - self._used > IDLE_SECONDS:
            self._cluster.close()
            self._told(None, 0)

    def _lose(self, sentence: Sentence) -> None:
        """The cluster is gone, or of no use: what was under way waits again."""
        with self._lock:
            lost, self._jobs = list(self._jobs), {}
        self._cluster.close()
        self._retry_at = time.monotonic() + RETRY_SECONDS
        self._told(sentence, 0)
        self._desk.moved(lost)

    def _told(self, problem: Sentence | None, processes: int) -> None:
        if (problem, processes) != (self.problem, self.processes):
            self.problem, self.processes = problem, processes
            self._desk.troubled()

    def _report(self, attempt: str, iteration: int) -> None:
        with self._lock:
            job = self._of(attempt)
            if job is None:
                return
            job.stage, job.iteration, self._held = Stage.TRAINING, iteration, None
        self._desk.moved([job.task.key])

    def _ended(self, attempt: str, outcome: Outcome) -> None:
        with self._lock:
            job = self._of(attempt)
        if job is None:  # stopped, or lost with its cluster
            return
        if isinstance(outcome, Result):
            self._desk.came(job.task, outcome)  # before the job goes: nobody may begin it anew
        elif outcome.task:
            self._desk.put_aside(job.task.key, outcome.sentence)
        with self._lock:
            if self._of(attempt) is not None:
                del self._jobs[job.task.key]
        if isinstance(outcome, Failure) and not outcome.task:
            self._hold(outcome.sentence)
        self._desk.moved([job.task.key])
        self.wake()

    def _hold(self, sentence: Sentence | None) -> None:
        """A task came back for no fault of its own."""
        if sentence is None:
            self._retry_at = max(self._retry_at, time.monotonic() + RETRY_SECONDS / 6)
        else:
            self._retry_at, self._held = time.monotonic() + RETRY_SECONDS, sentence
            self._told(sentence, self.processes)

    def _of(self, attempt: str) -> Job | None:
        return next((job for job in self._jobs.values() if job.attempt == attempt), None)
