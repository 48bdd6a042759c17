"""The worker process through the real client: trains, answers, dies and comes back."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core import spec
from core.messages import Sentence
from core.processes import supervisor, training_process
from core.processes.training_client import Client, Health
from core.processes.training_process import WorkerUnavailable
from core.runs.errors import RunError
from core.runs.snapshot import Phase, Snapshot
from core.spec import Conv, Dense, NetworkSpec, Pool, TrainingSpec
from tests.browser.serving import alive, halted
from tests.support.root import ROOT
from tests.support.waiting import until

SMALL = NetworkSpec((Conv(4, 3, 2), Pool(), Dense(32)))
CALL_SECONDS = 60.0  # more than any machine needs, however busy it is


def reach(client: Client, run_id: str, phase: Phase) -> Snapshot:
    def there() -> bool:
        found = client.snapshot(run_id)
        return found is not None and found.phase is phase and found.tested is None

    until(there)
    return client.snapshot(run_id)


@pytest.fixture
def start(tmp_path):
    """Start a client; each ends with the test."""
    clients = []

    def begin(environment: dict[str, str] | None = None, wait: Health | None = None) -> Client:
        client = Client(tmp_path, environment, CALL_SECONDS)
        clients.append(client)
        client.start()
        if wait is not None:
            until(lambda: client.condition.health is wait)
        return client

    yield begin
    for client in clients:
        client.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """One worker for the tests that do it no harm."""
    client = Client(tmp_path_factory.mktemp("shared"), call_seconds=CALL_SECONDS)
    client.start()
    until(lambda: client.condition.health is Health.READY)
    yield client
    client.close()


def test_the_tutorials_first_hundred_iterations(shared, digits):
    run = shared.create("class", spec.tutorial(), TrainingSpec())
    shared.train(run.run_id, 100)
    end = reach(shared, run.run_id, Phase.REACHED)
    assert [r.iteration for r in end.results] == [0, 1, 100]
    assert 0.60 <= end.latest.accuracy <= 0.90
    probabilities = shared.probabilities(end, 100)
    assert probabilities.shape == (10_000, 10)
    assert (probabilities.argmax(1) == digits.test.labels).sum() == end.latest.correct
    assert shared.probabilities(end, 100) is probabilities  # kept, so asked only once
    lines, rows = shared.read(run.run_id, lambda snapshot, history: (history.lines(), len(history)))
    assert rows == 100
    assert [iteration for iteration, _ in lines] == [1]


def test_commands_are_answered_while_it_trains(shared):
    """Many in the time of one iteration: none waits until the run whose turn it is has had it."""
    slow = TrainingSpec(batch_size=1024)
    first, second, third = [shared.create("quick", spec.tutorial(), slow).run_id for _ in range(3)]
    shared.train(first, 50_000)
    shared.train(second, 50_000)
    until(lambda: min(shared.snapshot(run_id).iteration for run_id in (first, second)) > 1)
    before = sum(run.iteration for run in shared.runs("quick"))
    for _ in range(15):
        shared.runs("quick")
        shared.train(third, 50_000)
        shared.pause(third)
        shared.create("quick", spec.tutorial(), slow)
    done = sum(run.iteration for run in shared.runs("quick")) - before
    assert shared.open(first).phase is Phase.TRAINING
    for run_id in (first, second):
        shared.pause(run_id)
    print(f"60 commands in the time of {done} iterations")
    assert done <= 15


def test_errors_arrive_as_what_they_are(shared):
    with pytest.raises(spec.SpecError, match="conv1: filters is 0") as refused:
        shared.create("x", NetworkSpec((Conv(0),)), TrainingSpec())
    assert refused.value.layer == "conv1"
    run = shared.create("x", SMALL, TrainingSpec())
    with pytest.raises(RunError, match="The goal is 0; it must be") as wrong:
        shared.train(run.run_id, 0)
    assert isinstance(wrong.value.sentence, Sentence)
    with pytest.raises(RunError, match="no longer exists"):
        shared.pause("nobody")
    with pytest.raises(RunError, match="Iteration 3 was not tested"):
        shared.probabilities(run, 3)


def test_nonsense_does_not_cost_the_line(shared):
    """A call with arguments of the wrong kind is refused, and the next is answered."""
    for verb, arguments in ((shared.train, ([], 5)), (shared.rename, ([], "x"))):
        with pytest.raises(RuntimeError, match=r"(train|rename) failed: TypeError"):
            verb(*arguments)
    assert shared.runs("nobody's") == []


def test_reading_what_is_not_there(shared):
    assert shared.snapshot("nobody") is None
    assert shared.read("nobody", lambda snapshot, history: 1) is None


def test_a_killed_worker_comes_back_and_goes_on_with_the_same_bits(start, trainer_class, digits, capfd):
    """As if nothing had happened: the probabilities are those of a training that nobody disturbed."""
    settings, goal = TrainingSpec(seed=0, learning_rate=0.001), 1500
    client = start(wait=Health.READY)
    run_id = client.create("mine", SMALL, settings).run_id
    rest = client.create("mine", SMALL, TrainingSpec(seed=5)).run_id
    client.train(rest, 1)
    reach(client, rest, Phase.REACHED)
    client.train(run_id, goal)
    until(lambda: client.snapshot(run_id).iteration > 300)
    killed = client.worker_pid
    os.kill(killed, signal.SIGKILL)
    until(lambda: client.condition.health is Health.STARTING)
    assert "ended and is being restarted" in str(client.condition.sentence)
    assert client.snapshot(run_id).iteration > 300  # a page shows what was known
    until(lambda: client.worker_pid not in (None, killed))
    until(lambda: client.snapshot(run_id).notice is not None)
    notice = str(client.snapshot(run_id).notice)
    assert notice.startswith("The training process was restarted; this run went on from iteration ")
    assert int(notice.rstrip(".").split()[-1].replace(",", "")) >= 1
    end = reach(client, run_id, Phase.REACHED)
    assert client.condition.health is Health.READY
    assert {snapshot.run_id for snapshot in client.runs("mine")} == {run_id, rest}
    trainer = trainer_class(SMALL, settings)
    state, records = trainer.advance(trainer.initial_state(), digits.train, goal)
    undisturbed = trainer.predict(state.weights, digits.test.images)
    assert (client.probabilities(end, goal) == undisturbed).all()
    assert end.latest.correct == (undisturbed.argmax(1) == digits.test.labels).sum()
    until(lambda: client.read(run_id, lambda _, history: len(history)) == goal)
    assert (client.read(run_id, lambda _, history: history.rows[:, 0].copy()) == records.loss).all()
    assert "was killed (SIGKILL)" in capfd.readouterr().err


def test_what_a_person_asks_for_waits_for_a_worker_that_starts(tmp_path):
    client = Client(tmp_path, call_seconds=0.5)
    client.start()
    try:
        run = client.create("mine", SMALL, TrainingSpec())
        assert client.train(run.run_id, 1).goal == 1
    finally:
        client.close()


def test_a_worker_that_cannot_stay_up_stays_down_until_asked(start):
    """Three deaths before it was ever ready again; calls are refused at once; `retry` brings it back with its runs."""
    client = start(wait=Health.READY)
    run_id = client.create("mine", SMALL, TrainingSpec()).run_id
    client.train(run_id, 20)
    reach(client, run_id, Phase.REACHED)
    seen: set[int | None] = {None}
    for _ in range(3):
        until(lambda: client.worker_pid not in seen)
        seen.add(client.worker_pid)
        os.kill(client.worker_pid, signal.SIGKILL)
    until(lambda: client.condition.health is Health.DOWN)
    assert "SIGKILL" in str(client.condition.sentence)
    assert client.worker_pid is None
    _refuses_at_once(client)
    assert client.snapshot(run_id).iteration == 20
    client.retry()
    until(lambda: client.condition.health is Health.READY)
    client.train(run_id, 30)
    assert reach(client, run_id, Phase.REACHED).iteration == 30


def test_the_worker_ends_with_whoever_started_it(tmp_path):
    """However the server dies, by SIGKILL too, its worker ends by itself, in the midst of training."""
    script = f"""
import sys
from pathlib import Path
from core.processes.training_client import Client, Health
from core.spec import TrainingSpec, tutorial
from tests.support.waiting import until
client = Client(Path({str(tmp_path)!r}))
client.start()
until(lambda: client.condition.health is Health.READY)
run = client.create("x", tutorial(), TrainingSpec())
client.train(run.run_id, 50_000)
until(lambda: client.snapshot(run.run_id).iteration >= 5)
print(client.worker_pid, flush=True)
sys.stdin.read()
"""
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        try:
            pid = int(server.stdout.readline())
            assert alive(pid)
        finally:
            server.kill()
    try:
        until(lambda: not alive(pid))
    finally:
        if alive(pid):
            os.kill(pid, signal.SIGKILL)


def test_close_ends_the_worker_and_removes_its_own_folder():
    client = Client()
    client.start()
    until(lambda: client.worker_pid is not None)
    pid, folder = client.worker_pid, client.folder
    assert folder.is_dir()
    client.close()
    assert not alive(pid)
    assert not folder.exists()
    assert client.closed


def _children() -> set[int]:
    return {int(pid) for pid in Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()}


@pytest.mark.parametrize("after", [0.0, 0.3])
def test_close_while_the_worker_is_coming_up(tmp_path, after):
    before = _children()
    client = Client(tmp_path)
    client.start()
    time.sleep(after)
    client.close()
    until(lambda: not any(alive(pid) for pid in _children() - before))


# A worker that cannot work.


def _with_module(folder: Path, name: str, source: str) -> dict[str, str]:
    """An environment in which a module of that name comes first."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(source)
    return os.environ | {"PYTHONPATH": str(folder)}


def _refuses_at_once(client: Client) -> None:
    """A worker that is down is not waited for."""
    client.call_seconds = 2 * CALL_SECONDS
    with ThreadPoolExecutor(1) as person:
        for verb in (lambda: client.runs("mine"), lambda: client.create("mine", SMALL, TrainingSpec())):
            with pytest.raises(WorkerUnavailable) as refused:
                person.submit(verb).result(timeout=CALL_SECONDS)
            assert str(refused.value) == str(client.condition.sentence)


@pytest.mark.parametrize("error", ["ImportError('no such library')", "TypeError('Descriptors cannot be created')"])
def test_without_tensorflow(start, tmp_path, error):
    """Missing, or with packages that do not fit it; and once it is there, `retry` is enough."""
    environment = _with_module(tmp_path / "path", "tensorflow/__init__.py", f"raise {error}")
    client = start(environment, wait=Health.DOWN)
    sentence = str(client.condition.sentence)
    assert sentence.startswith(f"TensorFlow could not be loaded ({error.split(chr(39))[1]}")
    assert sentence.endswith("reinstall the packages in requirements.txt.")
    _refuses_at_once(client)
    if error.startswith("ImportError"):
        shutil.rmtree(tmp_path / "path")
        client.retry()
        until(lambda: client.condition.health is Health.READY)
        assert client.condition.sentence is None
        run = client.create("mine", SMALL, TrainingSpec())
        client.train(run.run_id, 1)
        reach(client, run.run_id, Phase.REACHED)


@pytest.mark.parametrize("megabytes", [60, 1600])
def test_with_too_little_memory(start, tmp_path, megabytes):
    """Too little for Python's packages, or for TensorFlow's: down, with a sentence, not for ever starting."""
    source = f"import resource\nresource.setrlimit(resource.RLIMIT_AS, ({megabytes} << 20, {megabytes} << 20))\n"
    client = start(_with_module(tmp_path / "path", "sitecustomize.py", source), wait=Health.DOWN)
    sentence = str(client.condition.sentence)
    print(sentence)
    assert sentence.endswith(".")
    assert len(sentence) < 400
    assert "Traceback" not in sentence
    assert "\n" not in sentence
    _refuses_at_once(client)


def test_with_damaged_images(start, tmp_path, monkeypatch):
    root = tmp_path / "root"
    shutil.copytree(ROOT / "core", root / "core")
    (root / "assets").mkdir()
    (root / "assets" / "mnist.npz").write_bytes(b"nothing")
    monkeypatch.setattr(training_process, "ROOT", root)
    client = start(wait=Health.DOWN)
    assert str(client.condition.sentence) == (
        "The file assets/mnist.npz is damaged (its checksum is wrong); download the project again."
    )
    _refuses_at_once(client)


def test_with_a_folder_for_temporary_files_whose_name_is_too_long_for_a_socket(start, tmp_path):
    folder = tmp_path / ("long" * 25)
    folder.mkdir()
    client = start({"TMPDIR": str(folder)}, wait=Health.READY)
    assert client.create("w", SMALL, TrainingSpec()).phase is Phase.READY


def test_without_python(start, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    client = start(wait=Health.DOWN)
    assert str(client.condition.sentence) == ("The training process could not be started: No such file or directory.")
    _refuses_at_once(client)


def test_a_worker_that_hangs_is_said_soon_and_started_again(start, monkeypatch):
    """Stopped, not dead: calls give up in time, and after a while it is replaced. What was given up is not done by the next one."""
    client = start(wait=Health.READY)  # one that still loads TensorFlow on a busy machine may seem to hang, too
    run_id = client.create("mine", SMALL, TrainingSpec()).run_id
    monkeypatch.setattr(supervisor, "HUNG_SECONDS", 6.0)
    client.call_seconds = 0.5
    hung = client.worker_pid
    os.kill(hung, signal.SIGSTOP)
    until(lambda: halted(hung))
    with pytest.raises(WorkerUnavailable, match="did not answer in time, so this was not done"):
        client.create("mine", SMALL, TrainingSpec(seed=7))
    until(lambda: client.condition.health is Health.SILENT)
    assert str(client.condition.sentence) == (
        "The training process has stopped answering. If it stays silent, it is restarted after 6 s."
    )
    until(lambda: not alive(hung))
    monkeypatch.setattr(supervisor, "HUNG_SECONDS", CALL_SECONDS)
    client.call_seconds = CALL_SECONDS
    until(lambda: client.worker_pid not in (None, hung))
    assert [snapshot.run_id for snapshot in client.runs("mine")] == [run_id]


def test_a_worker_that_goes_on_does_not_do_what_was_given_up(shared):
    client, workspace = shared, "given-up"
    seconds, client.call_seconds = client.call_seconds, 0.3
    try:
        os.kill(client.worker_pid, signal.SIGSTOP)
        until(lambda: halted(client.worker_pid))
        for seed in (1, 2):
            with pytest.raises(WorkerUnavailable):
                client.create(workspace, SMALL, TrainingSpec(seed=seed))
    finally:
        os.kill(client.worker_pid, signal.SIGCONT)
        client.call_seconds = seconds
    client.create(workspace, SMALL, TrainingSpec(seed=3))
    assert [snapshot.settings.seed for snapshot in client.runs(workspace)] == [3]


def test_a_run_that_is_asked_for_again_is_the_same_run(shared):
    """As after an answer that was lost."""
    first = shared.create("again", SMALL, TrainingSpec(), "abcdefghijklmnop")
    assert first.run_id == "abcdefghijklmnop"
    assert shared.create("again", SMALL, TrainingSpec(), "abcdefghijklmnop") == first
    assert len(shared.runs("again")) == 1
