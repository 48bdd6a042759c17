"""Which task comes next, and what has to be done for it: a pure function of what has happened.

No thread, no clock, no process: `core.experiments.scheduler` brings the stimuli and carries out the instructions.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from core.experiments.scheduler_events import (
    AttemptEnded,
    AttemptProgressed,
    CloseCluster,
    ClusterChanged,
    ClusterLost,
    ClusterReady,
    CountProcesses,
    Event,
    Instruction,
    LookedUp,
    LookUp,
    OpenCluster,
    Stimulus,
    Stop,
    Submit,
    TaskFinished,
    TaskProgressed,
    TaskPutAside,
    TaskQueue,
    TaskStarted,
    TaskWaiting,
    Tick,
)
from core.experiments.task import Failure, Result, Task
from core.messages import Sentence

IDLE_SECONDS = 300.0  # unused, before the processes end
RETRY_SECONDS = 3.0  # after the cluster could not be used
LOST_SECONDS = 0.5  # after a task came back for no fault of its own, before the processes are counted
COUNT_SECONDS = 1.0  # between two counts of the processes


@dataclass
class _Queue:
    since: float
    tasks: dict[str, Task]  # by key


class SchedulerState:
    """Not thread-safe. As many tasks are under way as the cluster has processes, the next one begins whenever one has ended.

    The queue with the fewest tasks under way is next, so that nobody waits for all of somebody else's tasks. A task of
    several queues is computed once. ``name``: the beginning of the attempts' names, another one for each such object.
    """

    def __init__(self, name: str) -> None:
        self._name, self._attempts_begun = name, 0
        self._queues: dict[str, _Queue] = {}
        self._under_way: dict[str, str] = {}  # key of the task → attempt
        self._open = False
        self._answer_due = False  # the cluster is being opened or counted
        self._trusted = False  # the count still holds, as far as is known
        self._new: str | None = None  # key of the task that is known to be in no cache
        self._problem: Sentence | None = None
        self._processes = 0
        self._held: Sentence | None = None  # what the processes said, until one of them does its work
        self._used = self._retry_at = self._counted = -math.inf

    def handle(self, stimulus: Stimulus, now: float) -> list[Instruction | Event]:
        """What follows from it, in order. ``now``: seconds, of a clock that never goes back."""
        return [*self._react(stimulus, now), *self._go_on(now)]

    def _react(self, stimulus: Stimulus, now: float) -> Iterator[Instruction | Event]:
        match stimulus:
            case TaskQueue(name, since, tasks):
                yield from self._want(name, since, tasks)
            case LookedUp(task, result):
                yield from self._looked_up(task, result)
            case ClusterReady(processes):
                self._answer_due, self._open, self._trusted, self._counted = False, True, True, now
                yield from self._tell(self._held, processes)
            case ClusterLost(reason):
                yield from self._lose(reason, now)
            case AttemptProgressed(attempt, iteration):
                key = self._task_of(attempt)
                if key is not None:
                    self._held = None
                    yield TaskProgressed(key, iteration)
            case AttemptEnded(attempt, outcome):
                key = self._task_of(attempt)
                if key is not None:  # else stopped, or lost with its cluster
                    yield from self._ended(key, outcome, now)
            case Tick():
                pass

    def _want(self, name: str, since: float, tasks: tuple[Task, ...]) -> Iterator[Instruction | Event]:
        self._queues.pop(name, None)
        if tasks:
            self._queues[name] = _Queue(since, {task.key: task for task in tasks})
        for key in [key for key in self._under_way if not any(key in queue.tasks for queue in self._queues.values())]:
            yield Stop(self._under_way.pop(key))
            yield TaskWaiting(key)

    def _looked_up(self, task: Task, result: Result | None) -> Iterator[Event]:
        self._new = task.key if result is None else None
        if result is not None:
            yield from self._finish(task.key, result)

    def _lose(self, reason: Sentence, now: float) -> Iterator[Instruction | Event]:
        """The cluster is gone, or of no use: what was under way waits again."""
        self._answer_due = self._open = self._trusted = False
        self._retry_at = now + RETRY_SECONDS
        yield CloseCluster()
        lost, self._under_way = list(self._under_way), {}
        for key in lost:
            yield TaskWaiting(key)
        yield from self._tell(reason, 0)

    def _ended(self, key: str, outcome: Result | Failure, now: float) -> Iterator[Event]:
        del self._under_way[key]
        if isinstance(outcome, Result):
            yield from self._finish(key, outcome)
        elif outcome.task and outcome.sentence is not None:
            self._settle(key)
            yield TaskPutAside(key, outcome.sentence)
        else:  # it came back for no fault of its own
            self._trusted = False
            yield TaskWaiting(key)
            if outcome.sentence is None:
                self._retry_at = max(self._retry_at, now + LOST_SECONDS)
            else:
                self._retry_at, self._held = now + RETRY_SECONDS, outcome.sentence
                yield from self._tell(outcome.sentence, self._processes)

    def _finish(self, key: str, result: Result) -> Iterator[Event]:
        task = self._settle(key)
        if task is not None:
            yield TaskFinished(task, result)

    def _settle(self, key: str) -> Task | None:
        """Nobody waits for it any more. Gives the task, None where nobody did."""
        found = [queue.tasks.pop(key, None) for queue in self._queues.values()]
        self._queues = {name: queue for name, queue in self._queues.items() if queue.tasks}
        return next((task for task in found if task is not None), None)

    def _go_on(self, now: float) -> Iterator[Instruction | Event]:
        if not self._queues:
            yield from self._rest(now)
            return
        self._used = now
        if now < self._retry_at:
            return
        count_due = self._open and (not self._trusted or now - self._counted >= COUNT_SECONDS)
        if count_due and not self._answer_due:
            self._answer_due = True
            yield CountProcesses()
        if self._answer_due and not self._trusted:
            return
        task = self._next() if not self._open or len(self._under_way) < self._processes else None
        while task is not None:
            if task.key != self._new:
                yield LookUp(task)
                return
            self._new = None  # another server may compute it while this one gets ready
            if not self._open:
                self._answer_due = True
                yield OpenCluster()
                return
            yield from self._begin(task)
            task = self._next() if len(self._under_way) < self._processes else None

    def _next(self) -> Task | None:
        """Of the queue with the fewest tasks under way."""
        order = sorted(
            self._queues.values(), key=lambda queue: (len(self._under_way.keys() & queue.tasks.keys()), queue.since)
        )
        return next((task for queue in order for key, task in queue.tasks.items() if key not in self._under_way), None)

    def _begin(self, task: Task) -> Iterator[Instruction | Event]:
        attempt = f"{self._name}-{self._attempts_begun}"
        self._attempts_begun += 1
        self._under_way[task.key] = attempt
        yield TaskStarted(task.key)
        yield Submit(attempt, task)

    def _rest(self, now: float) -> Iterator[Instruction | Event]:
        """There is nothing to do."""
        self._held = None
        idle = self._open and now - self._used > IDLE_SECONDS
        yield from self._tell(None, 0 if idle else self._processes)
        if idle:
            self._open = self._trusted = False
            yield CloseCluster()

    def _tell(self, problem: Sentence | None, processes: int) -> Iterator[Event]:
        if (problem, processes) != (self._problem, self._processes):
            self._problem, self._processes = problem, processes
            yield ClusterChanged(problem, processes)

    def _task_of(self, attempt: str) -> str | None:
        return next((key for key, name in self._under_way.items() if name == attempt), None)
