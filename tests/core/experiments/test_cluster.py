"""Real tasks on Dask's real processes: killed, cancelled, of another version, and a scheduler that goes away."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import replace

import psutil
import pytest

from core import spec
from core.experiments import cluster as clusters
from core.experiments import local_processes, provenance, scheduler_state
from core.experiments.cluster import ADDRESS, Cluster, ClusterError
from core.experiments.local_processes import room
from core.experiments.question import Question, Variant
from core.experiments.service import Experiments
from core.experiments.task import Failure, Outcome, Result, Task
from core.experiments.view import Stage
from core.spec import Conv, NetworkSpec, Pool, TrainingSpec
from core.storage import workspace_token
from tests.browser.serving import free_port
from tests.support.dask_processes import Started, workers
from tests.support.repetitions import repeated
from tests.support.waiting import until

LINEAR, SMALL = NetworkSpec(), NetworkSpec((Conv(2, 3, 2), Pool("max", 2, 2)))
MANY, KILL_EVERY = repeated(200, 20), repeated(60, 8)
LONG = Task(spec.tutorial(), TrainingSpec(), 20_000, provenance.here())


class Watched:
    """A cluster, and all that it told."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.reports: list[tuple[str, int]] = []
        self.outcomes: dict[str, list] = {}
        self.room = local_processes.local_room()  # when it was opened
        cluster.open(lambda attempt, iteration: self.reports.append((attempt, iteration)))

    def submit(self, attempt: str, task: Task) -> None:
        self.outcomes[attempt] = []
        self.cluster.submit(attempt, task, lambda name, outcome: self.outcomes[name].append(outcome))

    def wait(self, attempt: str) -> object:
        until(lambda: self.outcomes[attempt], 120)
        return self.outcomes[attempt][0]

    def of(self, attempt: str) -> list[int]:
        """The iterations that it has told."""
        return [iteration for name, iteration in self.reports if name == attempt]

    def training(self, attempt: str) -> bool:
        return any(self.of(attempt))


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
    until(lambda: not workers())


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
    assert local_processes.local_room() == 1
    assert Cluster({}).expected() == 1


def test_a_task_comes_back_the_same_as_here(local):
    from core.experiments.run_task import run_task

    local.submit("here", small(5))
    found = local.wait("here")
    assert replace(found, seconds=0) == replace(run_task(small(5)), seconds=0)
    assert local.of("here")[-1] == 3


def test_progress_comes_bit_by_bit_until_it_is_stopped(local):
    """How often, `test_run_task.py` has."""
    local.submit("long", LONG)
    until(lambda: len(local.of("long")) > 5)
    assert local.of("long") == sorted(set(local.of("long")))
    before = {process.pid for process in workers()}
    local.cluster.stop("long")
    assert local.wait("long") == Failure()
    for number in range(2 * len(before)):  # when all processes have done something else, it has been over for long
        local.submit(f"next-{number}", small(number))
    assert all(isinstance(local.wait(f"next-{number}"), Result) for number in range(2 * len(before)))
    told = local.of("long")
    assert told[-1] < LONG.iterations
    local.submit("last", small(1))
    local.wait("last")
    assert local.of("long") == told
    assert {process.pid for process in workers()} == before  # they live


def test_stopped_before_it_is_on_its_way(local):
    """Where that were lost, the process would go on to the last iteration."""
    for number in range(6):
        local.submit(f"early-{number}", replace(LONG, settings=TrainingSpec(seed=number)))
        local.cluster.stop(f"early-{number}")
    assert all(local.wait(f"early-{number}") == Failure() for number in range(6))
    local.submit("then", small(1))
    assert isinstance(local.wait("then"), Result)


def test_each_process_has_one_thread_of_tensorflow(local):
    for name in ("x", "y"):
        local.submit(name, replace(LONG, settings=TrainingSpec(seed=len(name))))
    until(lambda: local.training("x") and local.training("y"))
    began, first = time.monotonic(), [process.cpu_times().user for process in workers()]
    until(lambda: time.monotonic() - began > 1.5)
    used = [process.cpu_times().user - before for process, before in zip(workers(), first, strict=True)]
    elapsed = time.monotonic() - began
    for name in ("x", "y"):
        local.cluster.stop(name)
        assert local.wait(name) == Failure()
    assert max(used) < 1.25 * elapsed  # two threads would use twice as much, where there are processors for them


def test_a_killed_process_costs_only_its_task_which_is_tried_again(local):
    local.submit("victim", small(2, 400))
    until(lambda: local.training("victim"))
    for process in workers():
        process.kill()
    found = local.wait("victim")
    assert isinstance(found, Result)
    assert len(local.outcomes["victim"]) == 1


def _kill_the_busy() -> None:
    """The process whose task is training: the first that computes for half a second."""
    before = {process: process.cpu_times().user for process in workers()}
    busy: list[psutil.Process] = []
    until(lambda: busy.extend(each for each in before if each.cpu_times().user - before[each] > 0.5) or busy)
    busy[0].kill()


def test_a_task_that_ends_its_process_every_time_is_put_aside(local):
    local.submit("bad", LONG)
    for _ in range(clusters.TRIES):
        until(lambda: local.training("bad"))
        _kill_the_busy()
        local.reports.clear()
    found = local.wait("bad")
    assert found.task
    assert "was killed in each of 4 attempts" in str(found.sentence)
    local.submit("good", small(3))
    assert isinstance(local.wait("good"), Result)


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
    monkeypatch.setattr(clusters, "CONNECT_SECONDS", 1)
    cluster = Cluster({ADDRESS: address})
    with pytest.raises(ClusterError) as error:
        cluster.open(print)
    assert address in str(error.value)
    assert not cluster.is_open


def test_a_process_that_is_killed_while_it_starts_is_replaced(local):
    count = local.room
    until(lambda: len(workers()) == count, 180)  # those that earlier tests have ended are replaced
    for _ in range(8):
        for process in workers():
            process.kill()
        time.sleep(0.2)
    until(lambda: _processes(local.cluster) == count, 180)
    local.submit("after", small(4))
    assert isinstance(local.wait("after"), Result)


class Killing(Cluster):
    """A cluster one of whose processes is killed with every `KILL_EVERY`th result."""

    def __init__(self) -> None:
        super().__init__({})
        self.results: list[str] = []  # keys of the tasks
        self.killed: list[int] = []
        self._others = {process.pid for process in workers()}
        self._counting = threading.Lock()

    def submit(self, attempt: str, task: Task, ended: Callable[[str, Outcome], None]) -> None:
        def counted(name: str, outcome: Outcome) -> None:
            with self._counting:
                if isinstance(outcome, Result):
                    self.results.append(task.key)
                    if len(self.results) % KILL_EVERY == 0:
                        self._kill_one()
            ended(name, outcome)

        super().submit(attempt, task, counted)

    def _kill_one(self) -> None:
        there: list[psutil.Process] = []
        until(lambda: there.extend(each for each in workers() if each.pid not in self._others) or there)
        there[0].kill()
        self.killed.append(there[0].pid)


def test_many_tasks_with_a_process_killed_now_and_then(tmp_path):
    cluster = Killing()
    experiments = Experiments(tmp_path, cluster)
    experiments.start()
    try:
        found = experiments.ask(
            workspace_token.new(), Question((Variant(LINEAR), Variant(SMALL)), tuple(range(MANY // 2)), 120)
        )
        until(lambda: experiments.experiments(found.workspace)[0].ended, 900)
        (found,) = experiments.experiments(found.workspace)
        notice = experiments.status().notice
    finally:
        experiments.close()
    assert (found.stage, notice) == (Stage.DONE, None)
    assert sum(run.result is not None for run in found.runs) == MANY
    assert len(cluster.results) == len(set(cluster.results)) == MANY  # none was computed twice
    assert len(list(tmp_path.glob("experiments/results/*/*.json"))) == MANY
    assert len(cluster.killed) == MANY // KILL_EVERY


def test_a_scheduler_elsewhere_is_killed_and_comes_back(tmp_path, monkeypatch):
    monkeypatch.setattr(scheduler_state, "RETRY_SECONDS", 0.5)
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
        until(lambda: "No Dask scheduler responds" in str(now().notice))
        with Started(*scheduler) as first:
            until(lambda: "has no workers yet" in str(now().notice))
            with Started(*worker):
                until(lambda: sum(run.stage is Stage.DONE for run in now().runs) >= 2)
                first.kill()
                until(lambda: "no longer responds" in str(now().notice) or "No Dask scheduler" in str(now().notice))
        done = sum(run.stage is Stage.DONE for run in now().runs)
        assert 2 <= done < 6
        with Started(*scheduler), Started(*worker):
            until(lambda: now().ended)
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
        until(lambda: _opens(cluster))
        until(lambda: "cannot load the program" in _problem(cluster))
        assert "(No module named 'core')" in _problem(cluster)
        with Started(*worker):
            until(lambda: _processes(cluster) == 1)
            watched = Watched(cluster)
            until(lambda: _processes(cluster) == 1)
            for name in "abc":
                watched.submit(name, small(1))
            assert all(isinstance(watched.wait(name), Result) for name in "abc")
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
