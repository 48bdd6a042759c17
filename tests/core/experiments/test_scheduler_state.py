"""Which task comes next, and what is done for it: without a thread, a clock or a cluster."""

from __future__ import annotations

import math
import subprocess
import sys

import pytest

from core.experiments import scheduler_state
from core.experiments.scheduler_events import (
    AttemptEnded,
    AttemptProgressed,
    CloseCluster,
    ClusterChanged,
    ClusterLost,
    ClusterReady,
    CountProcesses,
    LookedUp,
    LookUp,
    OpenCluster,
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
from core.experiments.scheduler_state import IDLE_SECONDS, LOST_SECONDS, RETRY_SECONDS, SchedulerState
from core.experiments.task import Failure, Result, Task
from core.messages import Sentence
from core.spec import NetworkSpec, TrainingSpec
from tests.support.root import ROOT

RESULT = Result(1.0, 4_000, 5_000, 8_000, 10_000)
WHY = Sentence("No Dask scheduler responds.")


def tasks(first: int, count: int) -> tuple[Task, ...]:
    return tuple(Task(NetworkSpec(), TrainingSpec(seed=seed), 10, ()) for seed in range(first, first + count))


A, B, C = tasks(0, 6), tasks(100, 6), tasks(200, 6)
LATER = 1e6


class Driven:
    """A state, with what it said last; look-ups are answered at once, as the scheduler does."""

    def __init__(self, known: dict[str, Result] | None = None) -> None:
        self.state, self.known, self.now = SchedulerState("x"), known or {}, 0.0
        self.looked_up: list[Task] = []
        self.attempts: dict[str, Task] = {}
        self.under_way: list[str] = []  # as those know who carry out its instructions

    def __call__(self, stimulus, after: float = 0.0) -> list:
        self.now += after
        if isinstance(stimulus, AttemptEnded) and stimulus.attempt in self.under_way:
            self.under_way.remove(stimulus.attempt)
        said, row = [], [stimulus]
        while row:
            for each in self.state.handle(row.pop(), self.now):
                if isinstance(each, LookUp):
                    self.looked_up.append(each.task)
                    row.append(LookedUp(each.task, self.known.get(each.task.key)))
                else:
                    said.append(each)
                if isinstance(each, Submit):
                    assert each.attempt not in self.attempts  # a name never used before
                    self.attempts[each.attempt] = each.task
                self._carry_out(each)
        return said

    def _carry_out(self, said) -> None:
        match said:
            case Submit(attempt, _):
                self.under_way.append(attempt)
            case Stop(attempt):
                self.under_way.remove(attempt)
            case CloseCluster():
                self.under_way.clear()

    def begun(self, stimulus, after: float = 0.0) -> list[Task]:
        """The tasks that are begun thereupon."""
        return [each.task for each in self(stimulus, after) if isinstance(each, Submit)]

    def attempt(self, task: Task) -> str:
        """The latest attempt at it."""
        return [name for name, each in self.attempts.items() if each == task][-1]

    def ends(self, task: Task, outcome=RESULT) -> list:
        return self(AttemptEnded(self.attempt(task), outcome))


def opened(processes: int, *queues: TaskQueue, known: dict[str, Result] | None = None) -> Driven:
    driven = Driven(known)
    for each in queues:
        driven(each)
    driven(ClusterReady(processes))
    return driven


def under_way(driven: Driven) -> list[Task]:
    return [driven.attempts[attempt] for attempt in driven.under_way]


@pytest.mark.parametrize(
    ("module", "strangers"),
    [
        ("scheduler_state", ("service", "registry", "progress", "view", "cluster")),
        ("scheduler", ("service", "registry", "progress", "view")),
    ],
)
def test_it_knows_tasks_and_nothing_of_experiments(module, strangers):
    """What is loaded with it."""
    told = subprocess.run(
        [sys.executable, "-c", f"import core.experiments.{module}, sys; print(*sys.modules)"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert f"core.experiments.{module}" in told.stdout.split()
    assert not {f"core.experiments.{name}" for name in strangers} & set(told.stdout.split())


def test_without_tasks_nothing_happens():
    driven = Driven()
    assert driven(Tick()) == []
    assert driven(Tick(), LATER) == []


def test_the_cluster_is_opened_for_the_first_task_and_filled():
    driven = Driven()
    assert driven(TaskQueue("a", 1, A)) == [OpenCluster()]
    assert driven(Tick(), LATER) == []  # it is being opened
    assert driven(ClusterReady(2)) == [
        ClusterChanged(None, 2), TaskStarted(A[0].key), Submit("x-0", A[0]), TaskStarted(A[1].key), Submit("x-1", A[1]),
    ]  # fmt: skip


def test_the_next_one_begins_whenever_one_has_ended():
    driven = opened(2, TaskQueue("a", 1, A))
    assert driven.ends(A[1]) == [TaskFinished(A[1], RESULT), TaskStarted(A[2].key), Submit("x-2", A[2])]
    assert under_way(driven) == [A[0], A[2]]
    for task in (A[0], A[2], A[3], A[4], A[5]):
        driven.ends(task)
    assert under_way(driven) == []
    assert len(driven.attempts) == 6


def test_progress_is_told_of_the_task():
    driven = opened(1, TaskQueue("a", 1, A))
    assert driven(AttemptProgressed("x-0", 40)) == [TaskProgressed(A[0].key, 40)]
    assert driven(AttemptProgressed("of an earlier cluster", 40)) == []


def test_the_queue_with_the_fewest_tasks_under_way_is_next():
    driven = opened(4, TaskQueue("a", 1, A))
    driven(TaskQueue("b", 2, B))
    assert under_way(driven) == list(A[:4])
    begun = [driven.begun(AttemptEnded(driven.attempt(task), RESULT)) for task in (A[0], A[1], A[2])]
    assert begun == [[B[0]], [B[1]], [A[4]]]  # with two each, the older one


def test_of_equals_the_older_one_is_next_whatever_came_in_first():
    driven = Driven()
    driven(TaskQueue("b", 2, B))
    driven(TaskQueue("a", 1, A))
    assert driven.begun(ClusterReady(3)) == [A[0], B[0], A[1]]


def test_a_task_that_several_want_is_computed_once_and_counts_for_each():
    driven = opened(2, TaskQueue("a", 1, A), TaskQueue("same", 2, A), TaskQueue("c", 3, C))
    assert under_way(driven) == [A[0], C[0]]
    driven.ends(A[0])
    assert under_way(driven) == [C[0], A[1]]
    driven(TaskQueue("a", 1))  # what it was computed for is gone; the others wait for the rest
    for task in (*A[1:], *C):
        driven.ends(task)
    assert sorted(driven.attempts.values(), key=lambda task: task.settings.seed) == [*A, *C]  # each once


def test_what_nobody_wants_any_more_is_stopped_at_once():
    driven = opened(2, TaskQueue("a", 1, A), TaskQueue("b", 2, B))
    said = driven(TaskQueue("a", 1))
    assert said[:2] == [Stop("x-0"), TaskWaiting(A[0].key)]
    assert said[2:] == [TaskStarted(B[1].key), Submit("x-2", B[1])]
    assert driven(AttemptEnded("x-0", RESULT)) == []  # it had just come to its end


def test_what_somebody_else_wants_goes_on():
    driven = opened(2, TaskQueue("a", 1, A), TaskQueue("same", 2, A))
    assert not any(isinstance(each, Stop) for each in driven(TaskQueue("a", 1)))
    assert under_way(driven) == list(A[:2])


def test_a_queue_is_what_was_wanted_last():
    driven = opened(1, TaskQueue("a", 1, A))
    driven(TaskQueue("a", 1, (A[0], C[0])))
    assert driven.begun(AttemptEnded("x-0", RESULT)) == [C[0]]


def test_what_is_known_already_is_not_computed():
    driven = Driven({task.key: RESULT for task in A[:4]})
    assert driven(TaskQueue("a", 1, A[:4])) == [TaskFinished(task, RESULT) for task in A[:4]]  # and nothing is opened
    said = driven(TaskQueue("b", 2, (A[2], B[0])))
    assert said == [TaskFinished(A[2], RESULT), OpenCluster()]
    driven.known[B[0].key] = RESULT  # while the cluster is being opened, another server computes it
    assert TaskFinished(B[0], RESULT) in driven(ClusterReady(2))
    assert driven.attempts == {}


def test_a_task_is_looked_up_once_before_it_begins():
    driven = opened(2, TaskQueue("a", 1, A))
    assert driven.looked_up == [A[0], A[0], A[1]]  # the first one before the cluster was opened, too
    driven(Tick())
    assert driven.looked_up == [A[0], A[0], A[1]]  # there is no room for another


def test_what_cannot_be_computed_is_put_aside_and_the_rest_goes_on():
    driven = opened(1, TaskQueue("a", 1, A[:2]))
    assert driven.ends(A[0], Failure(WHY, task=True)) == [
        TaskPutAside(A[0].key, WHY), TaskStarted(A[1].key), Submit("x-1", A[1])
    ]  # fmt: skip
    driven.ends(A[1])
    assert driven(TaskQueue("a", 1, A[:1]))[0] == TaskStarted(A[0].key)  # wanted again, it is tried again


def test_a_task_that_came_back_is_tried_again_when_the_cluster_is_known_to_be_well():
    driven = opened(2, TaskQueue("a", 1, A[:2]))
    assert driven.ends(A[0], Failure()) == [TaskWaiting(A[0].key)]
    assert driven(Tick(), LOST_SECONDS / 2) == []
    assert driven(Tick(), LOST_SECONDS) == [CountProcesses()]
    assert driven(ClusterReady(2)) == [TaskStarted(A[0].key), Submit("x-2", A[0])]


def test_a_cluster_that_is_gone_costs_what_was_under_way():
    driven = opened(2, TaskQueue("a", 1, A))
    driven.ends(A[0], Failure())
    driven(Tick(), LOST_SECONDS)
    assert driven(ClusterLost(WHY)) == [CloseCluster(), TaskWaiting(A[1].key), ClusterChanged(WHY, 0)]
    assert driven(Tick(), RETRY_SECONDS / 2) == []
    assert driven(Tick(), RETRY_SECONDS) == [OpenCluster()]
    assert driven(ClusterLost(WHY)) == [CloseCluster()]  # the same again is no news
    assert driven(Tick(), RETRY_SECONDS) == [OpenCluster()]
    assert driven(ClusterReady(2))[0] == ClusterChanged(None, 2)
    assert under_way(driven) == [A[0], A[1]]


def test_what_the_processes_say_stays_until_one_does_its_work():
    driven = opened(1, TaskQueue("a", 1, A))
    assert driven.ends(A[0], Failure(WHY)) == [TaskWaiting(A[0].key), ClusterChanged(WHY, 1)]
    assert driven(Tick(), RETRY_SECONDS) == [CountProcesses()]
    assert driven(ClusterReady(1)) == [TaskStarted(A[0].key), Submit("x-1", A[0])]  # the problem is still said
    driven(AttemptProgressed("x-1", 0))
    driven(Tick(), LATER)
    assert driven(ClusterReady(1)) == [ClusterChanged(None, 1)]


def test_processes_are_counted_now_and_then_and_more_of_them_get_tasks():
    driven = opened(1, TaskQueue("a", 1, A))
    assert driven(Tick(), scheduler_state.COUNT_SECONDS / 2) == []
    assert driven(Tick(), scheduler_state.COUNT_SECONDS / 2) == [CountProcesses()]
    assert driven(Tick(), LATER) == []  # one count at a time
    assert driven.begun(AttemptEnded("x-0", RESULT)) == [A[1]]  # the last count holds meanwhile
    assert driven.begun(ClusterReady(3)) == [A[2], A[3]]
    driven(Tick(), LATER)
    assert driven(ClusterReady(0)) == [ClusterChanged(None, 0)]
    assert driven.begun(AttemptEnded(driven.attempt(A[1]), RESULT)) == []


@pytest.mark.parametrize("idle", [0.0, IDLE_SECONDS])
def test_unused_it_stays_a_while(idle):
    driven = opened(1, TaskQueue("a", 1, A[:1]))
    driven.ends(A[0])
    assert driven(Tick(), idle) == []
    assert driven(TaskQueue("b", 2, B[:1]))[-1] == Submit("x-1", B[0])


def test_unused_for_long_it_is_closed():
    driven = opened(1, TaskQueue("a", 1, A[:1]))
    driven.ends(A[0])
    assert driven(Tick(), math.nextafter(IDLE_SECONDS, LATER)) == [ClusterChanged(None, 0), CloseCluster()]
    assert driven(Tick(), LATER) == []
    assert driven(TaskQueue("b", 2, B)) == [OpenCluster()]


def test_at_rest_there_is_no_problem():
    driven = Driven()
    driven(TaskQueue("a", 1, A))
    driven(ClusterLost(WHY))
    assert driven(TaskQueue("a", 1)) == [ClusterChanged(None, 0)]
    driven(TaskQueue("a", 1, A))
    assert driven(Tick(), RETRY_SECONDS) == [OpenCluster()]


def test_opened_for_nobody_it_waits_to_be_used():
    driven = Driven()
    driven(TaskQueue("a", 1, A))
    driven(TaskQueue("a", 1))  # cancelled while the cluster was being opened
    assert driven(ClusterReady(2)) == [ClusterChanged(None, 2)]
    assert driven.begun(TaskQueue("b", 2, B)) == [B[0], B[1]]
