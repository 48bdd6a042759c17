"""The experiments' process through its client, with a stand-in for the experiments: when it starts, how it ends, what is known meanwhile."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from core import spec
from core.experiments.question import Question, QuestionError, Variant
from core.experiments.view import ExperimentError, Stage
from core.processes import experiment_client as client_module
from core.processes import experiment_process, supervisor
from core.processes.experiment_client import ExperimentClient, ExperimentsUnavailable
from core.processes.training_client import Health
from tests.browser.serving import alive, halted
from tests.support import stand_in_experiments
from tests.support.root import ROOT
from tests.support.waiting import until

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")

VARIANTS = (Variant(spec.tutorial()), Variant(spec.NetworkSpec()))
LONG = Question(VARIANTS, (0, 1), 20_000)
AGAIN = "The experiment process ended and is being restarted; finished runs are kept."
AT_REST = "The experiment process has ended; it starts again when it is needed, and finished results are kept."
CALL_SECONDS = 60.0  # more than any machine needs, however busy it is


@pytest.fixture
def start(tmp_path, monkeypatch):
    """Start a client of the stand-in; each ends with the test."""
    monkeypatch.setattr(experiment_process, "MODULE", stand_in_experiments.__name__)
    clients = []

    def begin(folder: Path = tmp_path / "data", **environment: str) -> ExperimentClient:
        client = ExperimentClient(folder, os.environ | environment, CALL_SECONDS, CALL_SECONDS)
        clients.append(client)
        client.start()
        return client

    yield begin
    for client in clients:
        client.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """One process for the tests that do it no harm."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(experiment_process, "MODULE", stand_in_experiments.__name__)
        client = ExperimentClient(tmp_path_factory.mktemp("shared"), None, CALL_SECONDS, CALL_SECONDS)
        client.start()
        client.points()  # which starts it
        yield client
        client.close()


@pytest.fixture
def kill(start):
    """Kill the process of a client, and wait until the client knows."""

    def killed(client: ExperimentClient) -> int:
        pid = client.pid
        os.kill(pid, signal.SIGKILL)
        until(lambda: client.pid != pid)
        return pid

    return killed


def test_it_rests_until_somebody_calls(start):
    client = start()
    time.sleep(0.3)
    assert client.pid is None
    assert client.condition.health is Health.RESTING
    assert client.condition.sentence is None
    assert client.experiment("e1") is None
    assert client.experiments("mine") == []
    assert client.pid is not None
    until(lambda: client.condition.health is Health.READY)


def test_what_was_asked_is_followed_to_its_end(shared):
    experiment = shared.ask("followed", replace(LONG, iterations=40), "A")
    assert (experiment.workspace, experiment.prediction, experiment.question.variants) == ("followed", "A", VARIANTS)
    assert shared.experiment(experiment.experiment_id) == experiment
    seen = []

    def done() -> bool:
        seen.append(shared.experiment(experiment.experiment_id))
        return seen[-1].ended

    until(done)
    serials = [each.serial for each in seen]
    assert serials == sorted(serials)
    assert len(set(serials)) > 3  # it came bit by bit
    assert seen[-1].stage is Stage.DONE
    assert shared.experiments("followed") == [seen[-1]]
    assert shared.experiments("yours") == []


def test_an_answer_to_a_command_is_there_at_once(shared):
    """The copy never goes back behind it, however the answers to the watch and to commands cross."""
    key = shared.ask("commands", LONG, None).experiment_id
    for stage, verb in [(Stage.CANCELLED, shared.cancel), (Stage.TRAINING, shared.resume)] * 12:
        told = verb(key)
        for _ in range(5):
            copy = shared.experiment(key)
            assert copy.stage is stage
            assert copy.serial >= told.serial
            time.sleep(0.005)


def test_the_other_verbs(shared):
    key = shared.ask("verbs", LONG, None).experiment_id
    assert shared.cost(LONG).runs == 4
    assert shared.points() == []
    assert shared.more(key, 0).stage is Stage.TRAINING
    shared.delete(key)
    assert shared.experiment(key) is None
    assert shared.experiments("verbs") == []
    until(lambda: shared.condition.health is Health.READY)
    assert shared.condition.warning is None


def test_errors_arrive_as_what_they_are(shared):
    with pytest.raises(QuestionError, match="no seeds"):
        shared.ask("errors", replace(LONG, seeds=()), None)
    with pytest.raises(spec.SpecError, match="conv1: filters is 0"):
        shared.ask("errors", replace(LONG, variants=(VARIANTS[0], Variant(spec.NetworkSpec((spec.Conv(0),))))), None)
    with pytest.raises(ExperimentError, match="no such experiment") as refused:
        shared.cancel("nobody")
    assert refused.value.sentence.template == "There is no such experiment."
    with pytest.raises(RuntimeError, match="search failed: TypeError"):
        shared.search("errors", None)
    assert shared.experiments("errors") == []  # and none of them cost the line


def test_copies_that_nobody_reads_are_not_asked_for(start, monkeypatch):
    monkeypatch.setattr(client_module, "FOLLOW_SECONDS", 0.3)
    client = start()
    key = client.ask("mine", LONG, None).experiment_id
    until(lambda: client.experiment(key).event > 5)

    def quiet() -> bool:
        calls = client.cost(LONG).processes  # the stand-in's count of the watch's calls
        time.sleep(5 * client_module.WATCH_SECONDS)
        return client.cost(LONG).processes <= calls + 1  # that one came after a command

    until(quiet)
    before = client.experiment(key)
    until(lambda: client.experiment(key).event > before.event)


# It dies.


def test_killed_in_the_midst_it_goes_on(start, kill, capfd):
    client = start()
    key = client.ask("mine", LONG, None).experiment_id
    until(lambda: client.experiment(key).event > 20)
    before = client.experiment(key)
    dead = kill(client)
    until(lambda: client.condition.sentence is not None)
    assert (client.condition.health, str(client.condition.sentence)) == (Health.STARTING, AGAIN)
    assert client.experiment(key).event >= before.event  # a page shows what was known
    until(lambda: client.condition.health is Health.READY)
    assert client.condition.sentence is None
    assert client.pid not in (None, dead)
    until(lambda: client.experiment(key).event > before.event + 20)
    assert client.experiment(key).serial < client.experiment(key).event  # the new process counts anew
    assert "The experiment process was killed (SIGKILL)" in capfd.readouterr().err


def test_killed_with_nothing_to_do_it_waits_for_the_next_call(start, kill):
    client = start()
    experiment = client.ask("mine", replace(LONG, iterations=1), None)
    until(lambda: client.experiment(experiment.experiment_id).ended)
    known = client.experiment(experiment.experiment_id)
    kill(client)
    until(lambda: client.condition.health is Health.RESTING)
    assert str(client.condition.sentence) == AT_REST
    time.sleep(0.3)
    assert client.pid is None
    assert client.experiment(experiment.experiment_id) == known
    [found] = client.experiments("mine")  # waits for it
    assert (found.stage, found.event) == (known.stage, known.event)
    until(lambda: client.condition.health is Health.READY)
    assert client.condition.sentence is None


def test_a_process_that_cannot_stay_up_stays_down_until_asked(start, monkeypatch):
    monkeypatch.setattr(supervisor, "DEATHS", 1)
    client = start()
    key = client.ask("mine", LONG, None).experiment_id
    seen: set[int | None] = {None}
    for _ in range(2):
        until(lambda: client.pid not in seen and client.condition.health is Health.READY)
        seen.add(client.pid)
        os.kill(client.pid, signal.SIGKILL)
    until(lambda: client.condition.health is Health.DOWN)
    assert "was killed (SIGKILL)" in str(client.condition.sentence)
    assert client.pid is None
    client.start_seconds = 120.0
    with ThreadPoolExecutor(1) as person:
        refused = person.submit(client.cancel, key)
        with pytest.raises(ExperimentsUnavailable, match="was killed"):
            refused.result(timeout=60)  # it was not waited for
    assert client.experiment(key) is not None
    client.retry()
    until(lambda: client.condition.health is Health.READY)
    assert client.cancel(key).stage is Stage.CANCELLED


def test_a_late_answer_is_said_and_thrown_away(start, monkeypatch):
    client = start()
    key = client.ask("mine", LONG, None).experiment_id
    client.call_seconds = 0.3
    with pytest.raises(ExperimentsUnavailable, match="has begun with this but needs longer than usual"):
        client.more(key, 1)
    client.call_seconds = CALL_SECONDS
    assert client.cancel(key).stage is Stage.CANCELLED


def test_one_that_hangs_is_started_again(start, monkeypatch):
    """Stopped, not dead, while nobody looks: the first call that comes to nothing finds it out."""
    client = start()
    client.experiments("mine")
    until(lambda: client.condition.health is Health.READY)
    client.call_seconds = 0.3
    monkeypatch.setattr(supervisor, "HUNG_SECONDS", 2.0)
    hung = client.pid
    time.sleep(0.5)  # so that the watch rests
    os.kill(hung, signal.SIGSTOP)
    until(lambda: halted(hung))
    with pytest.raises(ExperimentsUnavailable, match="did not answer in time, so this was not done"):
        client.experiments("mine")
    until(lambda: not alive(hung))
    monkeypatch.setattr(supervisor, "HUNG_SECONDS", CALL_SECONDS)
    client.call_seconds = CALL_SECONDS
    assert client.experiments("mine") == []
    assert client.pid != hung


def test_without_python(start, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    client = start()
    with pytest.raises(ExperimentsUnavailable, match="process could not be started: No such file or directory"):
        client.experiments("mine")
    assert client.condition.health is Health.DOWN


# It begins and ends with the server.


def test_what_is_unfinished_starts_it(start, tmp_path):
    first = start()
    key = first.ask("mine", LONG, None).experiment_id
    until(lambda: first.experiment(key).event > 5)
    first.close()
    second = start()
    until(lambda: second.condition.health is Health.READY)
    [found] = second.experiments("mine")
    until(lambda: second.experiment(key).event > found.event)


def test_a_lock_that_was_left_behind_starts_nothing(start, tmp_path):
    unfinished = tmp_path / "data" / "experiments" / "unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "e1.lock").touch()
    client = start()
    time.sleep(0.3)
    assert client.pid is None


def test_close_ends_it_in_order(start, tmp_path, monkeypatch):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    client = start()
    client.experiments("mine")
    pid = client.pid
    assert list(temporary.iterdir())
    client.close()
    assert not alive(pid)
    assert (tmp_path / "data" / "experiments" / stand_in_experiments.CLOSED).exists()
    assert not list(temporary.iterdir())
    assert client.closed
    with pytest.raises(ExperimentsUnavailable):
        client.experiments("mine")


@pytest.mark.parametrize("after", [0.0, 0.1])
def test_close_while_it_is_coming_up(start, after):
    client = start()

    def call() -> None:
        with pytest.raises(ExperimentsUnavailable):
            client.more("nobody", 9)

    caller = threading.Thread(target=call)
    caller.start()
    time.sleep(after)
    client.close()
    caller.join(60)
    assert not caller.is_alive()
    assert client.pid is None


def test_close_of_one_that_never_began():
    client = ExperimentClient()
    client.close()
    assert client.closed
    assert client.pid is None


def test_many_call_at_once(start):
    """The first calls all wait for the one start."""
    client = start()

    def learner(number: int) -> str:
        key = client.ask(f"workspace {number}", LONG, None).experiment_id
        for _ in range(5):
            assert [each.experiment_id for each in client.experiments(f"workspace {number}")] == [key]
            assert client.experiment(key).workspace == f"workspace {number}"
            client.cost(LONG)
        return key

    with ThreadPoolExecutor(10) as class_:
        keys = list(class_.map(learner, range(20)))
    assert len(set(keys)) == 20


def test_a_data_folder_that_cannot_be_used(start, tmp_path):
    (tmp_path / "data").write_text("mine")
    client = start()
    key = client.ask("mine", LONG, None).experiment_id
    said = f"The data folder {tmp_path / 'data'} cannot be used: Not a directory. Experiments are kept only as long as this server is running."
    until(lambda: client.condition.health is Health.READY)
    assert str(client.condition.warning) == said
    until(lambda: client.experiment(key).event > 3)
    assert (tmp_path / "data").read_text() == "mine"


# What the process is beside its experiments.


def _loaded(module: str) -> set[str]:
    script = f"import {module}, sys; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in told.stdout.split()}


def test_the_module_that_dask_imports_anew_is_light():
    assert not _loaded("core.processes.experiment_worker") & {"numpy", "scipy", "dask", "distributed", "tensorflow"}


def test_the_server_loads_nothing_of_dask():
    assert not _loaded("core.processes.experiment_client") & {"scipy", "dask", "distributed", "tensorflow", "psutil"}


def test_the_real_experiments_answer_and_the_server_stays_light(tmp_path):
    """Nothing that comes back brings Dask into the server with it."""
    script = f"""
import sys
from pathlib import Path
from core import spec
from core.storage import workspace_token as token
from core.experiments.view import ExperimentError
from core.processes.experiment_client import ExperimentClient
from core.experiments.question import Variant, Question
client = ExperimentClient(Path({str(tmp_path)!r}))
client.start()
try:
    print(client.experiments(token.new()), client.points())
    print(client.cost(Question((Variant(spec.tutorial()), Variant(spec.tutorial())), (0, 1), 10)).runs)
    try:
        client.cancel("nobody")
    except ExperimentError as error:
        print(error)
finally:
    client.close()
print(*{{name.partition(".")[0] for name in sys.modules}} & {{"scipy", "dask", "distributed", "psutil", "tensorflow"}})
"""
    told = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.splitlines() == ["[] []", "4", "This experiment no longer exists.", ""]


def test_it_stands_back_behind_the_pages(shared):
    assert os.getpriority(os.PRIO_PROCESS, shared.pid) == min(19, os.getpriority(os.PRIO_PROCESS, 0) + 10)


@pytest.mark.parametrize("how", ["closed", "killed", "server killed"])
def test_no_process_of_dask_is_left_over(tmp_path, how):
    """A real cluster, of a server in a process of its own."""
    told = tmp_path / "pids"
    script = f"""
import os, sys, time
from pathlib import Path
from core.processes import experiment_process
from core.processes.experiment_client import ExperimentClient
from tests.support import stand_in_experiments
experiment_process.MODULE = stand_in_experiments.__name__
environment = os.environ | {{stand_in_experiments.DASK: {str(told)!r}}}
client = ExperimentClient(Path({str(tmp_path)!r}), environment, start_seconds=60)  # a busy machine may need more than usual
client.start()
client.experiments("mine")
print(client.pid, flush=True)
sys.stdin.readline()
client.close()
"""
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        experiments = int(server.stdout.readline())
        processes = [experiments, *map(int, told.read_text().split())]
        assert len(processes) >= 2
        assert all(map(alive, processes))
        try:
            if how == "killed":
                os.kill(experiments, signal.SIGKILL)
            elif how == "server killed":
                server.kill()
            else:
                server.stdin.write("\n")
                server.stdin.flush()
            until(lambda: not any(map(alive, processes)))
        finally:
            server.kill()
            for process in filter(alive, processes):
                os.kill(process, signal.SIGKILL)
