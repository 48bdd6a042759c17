"""Real tasks on Dask's real processes: killed, cancelled, of another version, and a scheduler that goes away."""

from __future__ import annotations

import itertools
import os
import threading
import time
from dataclasses import replace

import psutil
import pytest

from core import spec
from core.experiments import cluster as clusters
from core.experiments import provenance
from core.experiments import scheduler as dispatch
from core.experiments.cluster import ADDRESS, Cluster, ClusterError, Failure, room
from core.experiments.question import Question, Variant
from core.experiments.service import Experiments
from core.experiments.task import Result, Task
from core.experiments.view import Stage
from core.spec import Conv, NetworkSpec, Pool, TrainingSpec
from core.storage import workspace_token
from tests.browser.serving import free_port
from tests.support.dask_processes import Started, workers
from tests.support.waiting import until

LINEAR, SMALL = NetworkSpec(), NetworkSpec((Conv(2, 3, 2), Pool("max", 2, 2)))
LONG = Task(spec.tutorial(), TrainingSpec(), 20_000, provenance.here())


class Watched:
    """A cluster, and all that it told."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.reports: list[tuple[str, int, float]] = []
        self.outcomes: dict[str, list] = {}
        cluster.open(lambda attempt, iteration: self.reports.append((attempt, iteration, time.monotonic())))

    def submit(self, attempt: str, task: Task) -> None:
        self.outcomes[attempt] = []
        self.cluster.submit(attempt, task, lambda name, outcome: self.outcomes[name].append(outcome))

    def wait(self, attempt: str, seconds: float = 60) -> object:
        until(lambda: self.outcomes[attempt], seconds)
        return self.outcomes[attempt][0]

    def training(self, attempt: str) -> bool:
        return any(name == attempt and iteration for name, iteration, _ in self.reports)


@pytest.fixture(scope="module", autouse=True)
def environment():
    """Dask writes into this process what its processes shall find, such as one thread for BLAS; later tests must not."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="module")
def local():
    watched = Watched(Cluster({}))
    yield watched
    watched.cluster.close()
    assert workers() == []


def small(seed: int, iterations: int = 3) -> Task:
    return Task(SMALL, TrainingSpec(seed=seed), iterations, provenance.here())


@pytest.mark.parametrize(
    ("cores", "free", "count"),
    [(2, 8e9, 2), (2, 2.4e9, 1), (2, 2.5e9, 2), (8, 4.6e9, 4), (8, 0.2e9, 1), (1, 64e9, 1), (64, 64.5e9, 64)],
)
def test_room(cores, free, count):
    """About 1 GB each, and one at least."""
    assert room(cores, free) == count


def test_no_memory_for_a_second_process(monkeypatch):
    monkeypatch.setattr(psutil, "virtual_memory", lambda: type("Memory", (), {"available": 1.2e9}))
    assert clusters.local_room() == 1
    assert Cluster({}).expected() == 1


def test_a_task_comes_back_the_same_as_here(local):
    from core.experiments.run_task import run_task

    local.submit("here", small(5))
    found = local.wait("here")
    assert replace(found, seconds=0) == replace(run_task(small(5)), seconds=0)
    assert [iteration for name, iteration, _ in local.reports if name == "here"][-1] == 3


def test_progress_comes_at_least_once_a_second_and_it_stops_within_one(local):
    local.submit("long", LONG)
    until(lambda: local.training("long"), 60)
    time.sleep(3)
    times = [checkpoint for name, _, checkpoint in local.reports if name == "long"]
    assert max(later - earlier for earlier, later in itertools.pairwise(times)) < 1
    busy = workers()
    began = time.monotonic()
    local.cluster.stop("long")
    assert local.wait("long") == Failure()
    assert time.monotonic() - began < 1
    time.sleep(1)
    told = len(local.reports)
    time.sleep(0.5)
    assert len(local.reports) == told  # and the process has stopped it, too
    assert {process.pid for process in workers()} == {process.pid for process in busy}  # which lives
    local.submit("next", small(1))
    assert isinstance(local.wait("next", 20), Result)


def test_stopped_before_it_is_on_its_way(local):
    """Where that were lost, the process would go on to the last iteration."""
    for number in range(6):
        local.submit(f"early-{number}", replace(LONG, settings=TrainingSpec(seed=number)))
        local.cluster.stop(f"early-{number}")
    assert all(local.wait(f"early-{number}", 20) == Failure() for number in range(6))
    time.sleep(1)
    local.submit("then", small(1))
    assert isinstance(local.wait("then", 20), Result)


def test_each_process_has_one_thread_of_tensorflow(local):
    for name in ("x", "y"):
        local.submit(name, replace(LONG, settings=TrainingSpec(seed=len(name))))
    until(lambda: local.training("x") and local.training("y"), 60)
    first = [process.cpu_times().user for process in workers()]
    time.sleep(1.5)
    used = [process.cpu_times().user - before for process, before in zip(workers(), first, strict=True)]
    for name in ("x", "y"):
        local.cluster.stop(name)
        assert local.wait(name) == Failure()
    assert max(used) < 1.5 * 1.25


def test_a_killed_process_costs_only_its_task_which_is_tried_again(local):
    local.submit("victim", small(2, 400))
    until(lambda: local.training("victim"), 60)
    for process in workers():
        process.kill()
    found = local.wait("victim", 90)
    assert isinstance(found, Result)
    assert len(local.outcomes["victim"]) == 1


def _kill_the_busy() -> None:
    """The process whose task is training."""
    before = {process: process.cpu_times().user for process in workers()}
    time.sleep(0.5)
    max(before, key=lambda process: process.cpu_times().user - before[process]).kill()


def test_a_task_that_ends_its_process_every_time_is_put_aside(local):
    local.submit("bad", LONG)
    for _ in range(clusters.TRIES):
        until(lambda: local.training("bad"), 60)
        _kill_the_busy()
        local.reports.clear()
    found = local.wait("bad", 60)
    assert found.task
    assert "ended each of 4 times" in str(found.sentence)
    local.submit("good", small(3))
    assert isinstance(local.wait("good", 90), Result)


def test_a_mistake_in_a_task_is_its_own(local):
    local.submit("wrong", Task(NetworkSpec((Conv(3, 99),)), TrainingSpec(), 3, provenance.here()))
    found = local.wait("wrong")
    assert found.task
    assert "kernel is 99" in str(found.sentence)
    local.submit("other", replace(small(1), versions=(("tensorflow", "1.4.0"), *provenance.here()[1:])))
    found = local.wait("other")
    assert not found.task
    assert "this server has 1.4.0" in str(found.sentence)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense", "tcp://no-such-host.invalid:8786", "bogus://x:1"])
def test_an_address_where_nobody_answers(address, monkeypatch):
    monkeypatch.setattr(clusters, "_CONNECT_SECONDS", 1)
    cluster = Cluster({ADDRESS: address})
    with pytest.raises(ClusterError) as error:
        cluster.open(print)
    assert address in str(error.value)
    assert not cluster.is_open


def test_a_process_that_is_killed_while_it_starts_is_replaced(local):
    until(lambda: len(workers()) == 2, 60)
    for _ in range(8):
        for process in workers():
            process.kill()
        time.sleep(0.2)
    until(lambda: _processes(local.cluster) == 2, 60)
    local.submit("after", small(4))
    assert isinstance(local.wait("after", 90), Result)


def test_two_hundred_tasks_with_a_process_killed_every_ten_seconds(tmp_path):
    experiments = Experiments(tmp_path, Cluster({}))
    experiments.start()
    killed, stop, others = [], threading.Event(), {process.pid for process in workers()}

    def kill_now_and_then():
        while not stop.wait(10):
            for process in [each for each in workers() if each.pid not in others][:1]:
                process.kill()
                killed.append(process.pid)

    killer = threading.Thread(target=kill_now_and_then)
    killer.start()
    written = []
    put = experiments._results.put
    experiments._results.put = lambda task, result: written.append(task.key) if put(task, result) else None
    try:
        found = experiments.ask(
            workspace_token.new(), Question((Variant(LINEAR), Variant(SMALL)), tuple(range(100)), 120)
        )
        until(lambda: experiments.experiments(found.workspace)[0].ended, 200)
        (found,) = experiments.experiments(found.workspace)
    finally:
        notice = experiments.status().notice
        stop.set()
        killer.join()
        experiments.close()
    assert (found.stage, notice) == (Stage.DONE, None)
    assert sum(run.result is not None for run in found.runs) == 200
    assert len(written) == len(set(written)) == 200
    assert len(list(tmp_path.glob("experiments/results/*/*.json"))) == 200
    assert len(killed) >= 2


def test_a_scheduler_elsewhere_is_killed_and_comes_back(tmp_path, monkeypatch):
    monkeypatch.setattr(dispatch, "RETRY_SECONDS", 0.5)
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    scheduler = ("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
    worker = ("worker", address, "--nthreads", "1", "--no-dashboard", "--death-timeout", "60")
    experiments = Experiments(tmp_path, Cluster({ADDRESS: address}))
    experiments.start()

    def now():
        return experiments.experiments(found.workspace)[0]

    try:
        found = experiments.ask(workspace_token.new(), Question((Variant(LINEAR), Variant(SMALL)), (0, 1, 2), 300))
        until(lambda: "No Dask scheduler answers" in str(now().notice), 30)
        with Started(*scheduler) as first:
            until(lambda: "has no workers yet" in str(now().notice), 30)
            with Started(*worker):
                until(lambda: sum(run.stage is Stage.DONE for run in now().runs) >= 2, 90)
                first.kill()
                until(lambda: "no longer answers" in str(now().notice) or "No Dask scheduler" in str(now().notice), 30)
        done = sum(run.stage is Stage.DONE for run in now().runs)
        assert 2 <= done < 6
        with Started(*scheduler), Started(*worker):
            until(lambda: now().ended, 90)
        assert sum(run.result is not None for run in now().runs) == 6
        assert len(list(tmp_path.glob("experiments/results/*/*.json"))) == 6
    finally:
        experiments.close()


def test_a_worker_that_cannot_load_the_program_gets_no_task(tmp_path):
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    worker = ("worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard")
    with (
        Started("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"),
        Started(*worker, folder=elsewhere, PYTHONPATH=""),
    ):
        cluster = Cluster({ADDRESS: address})
        until(lambda: _opens(cluster), 30)
        until(lambda: "cannot load the program" in _problem(cluster), 30)
        assert "(No module named 'core')" in _problem(cluster)
        with Started(*worker):
            until(lambda: _processes(cluster) == 1, 30)
            watched = Watched(cluster)
            until(lambda: _processes(cluster) == 1, 30)
            for name in "abc":
                watched.submit(name, small(1))
            assert all(isinstance(watched.wait(name, 60), Result) for name in "abc")
        cluster.close()


def _opens(cluster: Cluster) -> bool:
    try:
        cluster.open(print)
    except ClusterError:
        return False
    return True


def _processes(cluster: Cluster) -> int:
    try:
        return cluster.processes()
    except ClusterError:
        return 0


def _problem(cluster: Cluster) -> str:
    try:
        cluster.processes()
    except ClusterError as error:
        return str(error)
    return ""
