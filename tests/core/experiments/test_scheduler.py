"""The scheduler carries out what its state says: results are kept before they are told, slow things hold nobody up."""

from __future__ import annotations

import threading

import pytest

from core.experiments import scheduler_state
from core.experiments.result_cache import ResultCache
from core.experiments.scheduler import Scheduler
from core.experiments.scheduler_events import (
    ClusterChanged,
    ResultUnkept,
    TaskFinished,
    TaskProgressed,
    TaskQueue,
    TaskStarted,
    TaskWaiting,
)
from core.experiments.task import Task
from core.spec import NetworkSpec, TrainingSpec
from core.storage import atomic_write
from tests.support.stand_in_cluster import StandInCluster, made_up
from tests.support.waiting import until

TASKS = tuple(Task(NetworkSpec(), TrainingSpec(seed=seed), 10, ()) for seed in range(3))
QUEUE = TaskQueue("a", 1.0, TASKS)


@pytest.fixture
def results(tmp_path) -> ResultCache:
    return ResultCache(tmp_path)


def stepped(results: ResultCache, cluster: StandInCluster) -> Scheduler:
    """Without a thread; the queue is under way."""
    scheduler = Scheduler(results, cluster)
    scheduler.want(QUEUE)
    return scheduler


def test_a_queue_from_beginning_to_end(results):
    cluster = StandInCluster(held=True)
    scheduler = stepped(results, cluster)
    one, two, three = TASKS
    assert scheduler.events() == [ClusterChanged(None, 2), TaskStarted(one.key), TaskStarted(two.key)]
    cluster.report(5)
    assert scheduler.events() == [TaskProgressed(one.key, 5), TaskProgressed(two.key, 5)]
    cluster.release()
    assert scheduler.events() == [TaskFinished(one, made_up(one)), TaskStarted(three.key)]
    cluster.release_all()
    assert scheduler.events() == [TaskFinished(two, made_up(two)), TaskFinished(three, made_up(three))]
    assert [results.get(task) for task in TASKS] == [made_up(task) for task in TASKS]
    scheduler.close()
    assert not cluster.is_open


def test_a_result_is_on_disk_before_it_is_told(results, tmp_path):
    cluster = StandInCluster(held=True)
    scheduler = stepped(results, cluster)
    scheduler.events()
    cluster.release()
    assert TaskFinished(TASKS[0], made_up(TASKS[0])) in scheduler.events()
    assert ResultCache(tmp_path).get(TASKS[0]) == made_up(TASKS[0])


def test_wanted_again_before_its_result_was_told_it_is_not_computed_again(results):
    cluster = StandInCluster(held=True)
    scheduler = stepped(results, cluster)
    scheduler.events()
    cluster.release()
    scheduler.want(TaskQueue("b", 2.0, TASKS[:1]))
    scheduler.events()
    cluster.release_all()
    assert TaskFinished(TASKS[0], made_up(TASKS[0])) in scheduler.events()  # once more: the queue b may not know it yet
    assert cluster.submitted.count(TASKS[0]) == 1


def test_what_another_server_computed_is_found(results, tmp_path):
    ResultCache(tmp_path).put(TASKS[0], made_up(TASKS[0]))
    cluster = StandInCluster()
    scheduler = Scheduler(results, cluster)
    scheduler.want(TaskQueue("a", 1.0, TASKS[:1]))
    assert scheduler.events() == [TaskFinished(TASKS[0], made_up(TASKS[0]))]
    assert cluster.opened == 0


def test_what_nobody_wants_is_stopped(results):
    cluster = StandInCluster(held=True)
    scheduler = stepped(results, cluster)
    scheduler.events()
    scheduler.want(TaskQueue("a", 1.0))
    assert scheduler.events() == [TaskWaiting(TASKS[0].key), TaskWaiting(TASKS[1].key)]
    until(lambda: len(cluster.stopped) == 2)


def test_a_disk_that_takes_nothing_is_told_and_the_result_stays(results, monkeypatch):
    def full(path, fill, durable=True):
        raise OSError(28, "No space left on device")

    cluster = StandInCluster(held=True)
    scheduler = stepped(results, cluster)
    scheduler.events()
    monkeypatch.setattr(atomic_write, "write", full)
    cluster.release()
    unkept, finished, _ = scheduler.events()
    assert isinstance(unkept, ResultUnkept)
    assert "No space" in str(unkept.error)
    assert finished == TaskFinished(TASKS[0], made_up(TASKS[0]))
    assert results.get(TASKS[0]) == made_up(TASKS[0])


def test_a_cluster_that_is_slow_holds_nobody_up(results, monkeypatch):
    """While it is being counted, progress is told and what nobody wants is stopped."""
    monkeypatch.setattr(scheduler_state, "COUNT_SECONDS", 0.0)
    cluster, go_on, counting = StandInCluster(held=True), threading.Event(), threading.Event()
    count = cluster.processes

    def slow() -> int:
        counting.set()
        go_on.wait(60)
        return count()

    scheduler = stepped(results, cluster)
    scheduler.start()
    told = []
    until(lambda: told.extend(scheduler.events()) or TaskStarted(TASKS[1].key) in told)
    monkeypatch.setattr(cluster, "processes", slow)
    until(lambda: scheduler.events() is not None and counting.is_set())
    cluster.report(7)
    assert TaskProgressed(TASKS[0].key, 7) in scheduler.events()
    scheduler.want(TaskQueue("a", 1.0))
    assert TaskWaiting(TASKS[0].key) in scheduler.events()
    until(lambda: len(cluster.stopped) == 2)
    assert not go_on.is_set()
    go_on.set()
    scheduler.close()


def test_whoever_waits_is_woken(results):
    scheduler = Scheduler(results, StandInCluster())
    told: list = []
    waiting = threading.Thread(target=lambda: told.append(scheduler.events(3600)))
    waiting.start()
    scheduler.wake()
    waiting.join(60)
    assert told == [[]]
