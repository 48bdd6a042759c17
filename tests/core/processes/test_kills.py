"""The worker and the server are killed, again and again, at random moments of training and of writing: what was kept is there.

Kept is what a person was told so: checkpoints, results and the name once a snapshot says that everything up to its serial is on
disk, the training up to `saved_iteration`. It is compared bit by bit with a training that nobody disturbed.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import random
import signal
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from core.design.share_link import to_link
from core.processes import supervisor, training_process
from core.processes import training_client as client_module
from core.processes.training_client import Client, Health
from core.runs.errors import RunError
from core.runs.snapshot import Phase, Snapshot, TestResult
from core.spec import Conv, Dense, NetworkSpec, Pool, TrainingSpec
from core.storage import workspace_token
from core.storage.files import RUN, StoreFiles
from core.storage.run_file import load_record
from core.storage.store import Store
from core.training.history import History
from tests.benchmarks.learner import Learner
from tests.browser.serving import Server, alive, halted
from tests.support import numpy_worker
from tests.support.own_loop import outcome
from tests.support.repetitions import repeated
from tests.support.waiting import until

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")

SEED = 20
WORKER_KILLS, TENSORFLOW_KILLS, SERVER_KILLS = repeated(40, 9), repeated(5, 3), repeated(5, 2)
LOOKS = 300  # at what a process writes, one right after the other
GOAL = 100_000
LEAST = 20  # iterations of each run from one kill of the real worker, or server, to the next
CALL_SECONDS = 60.0  # more than any machine needs, however busy it is


def digest(weights) -> str:
    return hashlib.sha1(b"".join(weights[name].tobytes() for name in sorted(weights))).hexdigest()


class Undisturbed:
    """The same training without an interruption: its history, and digests of its weights where they were wanted."""

    def __init__(self, make, network: NetworkSpec, settings: TrainingSpec, images) -> None:
        self.trainer, self._images = make(network, settings), images
        self.history, self.digests = History(), {}
        self._judged: dict[int, np.ndarray] = {}
        self.state = self.trainer.initial_state()
        self._note()

    def reach(self, iterations: Iterable[int]) -> None:
        for iteration in sorted(iterations):
            if iteration > self.state.iteration:
                more = iteration - self.state.iteration
                self.state, records = self.trainer.advance(self.state, self._images.train, more)
                self.history.extend(records)
                self._note()

    def _note(self) -> None:
        self.digests[self.state.iteration] = digest(self.state.weights)

    def judge(self, at: int, weights) -> np.ndarray:
        """``weights``: those at that iteration, as was seen before."""
        if at not in self._judged:
            self._judged[at] = self.trainer.predict(weights, self._images.test.images)
        return self._judged[at]


class Forked(Undisturbed):
    """One that goes on from an iteration of another with settings of its own."""

    def __init__(self, make, network: NetworkSpec, settings: TrainingSpec, images, other: Undisturbed, at: int) -> None:
        super().__init__(make, network, settings, images)
        other.reach(range(at + 1))
        self.digests = {iteration: known for iteration, known in other.digests.items() if iteration <= at}
        self.history = other.history.until(at)
        first = other.trainer.initial_state()
        self.state, _ = other.trainer.advance(first, images.train, at)


class Told:
    """What a person was told of one run: it must be there for ever after."""

    def __init__(self, reference: Undisturbed, every: bool = False) -> None:
        """``every``: forks are compared with any of its iterations."""
        self.reference, self.every = reference, every
        self.checkpoints: set[int] = set()
        self.results: dict[int, TestResult] = {}
        self.iteration = 0
        self.name = ""

    def hear(self, snapshot: Snapshot | None) -> None:
        if snapshot is None:
            return
        self.iteration = max(self.iteration, snapshot.saved_iteration)
        if snapshot.saved_serial >= snapshot.serial:
            self.checkpoints |= {checkpoint.iteration for checkpoint in snapshot.checkpoints}
            self.results |= {result.iteration: result for result in snapshot.results}
            self.name = max(self.name, snapshot.name)

    def check(self, client: Client, run_id: str) -> Snapshot:
        """Everything of it, as the worker reads it now."""
        now = client.open(run_id)
        assert now.iteration >= self.iteration
        checkpoints = {checkpoint.iteration for checkpoint in now.checkpoints}
        assert self.checkpoints <= checkpoints
        assert self.results.items() <= {result.iteration: result for result in now.results}.items()
        assert now.name >= self.name
        rows = client.history(run_id).rows
        assert len(rows) >= self.iteration
        self.reference.reach(range(len(rows) + 1) if self.every else {*checkpoints, len(rows)})
        assert rows[:, :4].tobytes() == self.reference.history.rows[: len(rows), :4].tobytes()
        for at in sorted(self.checkpoints):
            iteration, weights = client.weights(run_id, at)
            assert iteration == at
            assert digest(weights) == self.reference.digests[at], at
            if at in self.results:
                found = client.readings.probabilities(run_id, at)  # the client would give what it was told before
                assert found.tobytes() == self.reference.judge(at, weights).tobytes(), at
        return now


def restarted(client: Client, killed: int) -> None:
    until(lambda: client.worker_pid not in (None, killed))


class Writing:
    """Looks what a process is writing in a data folder."""

    def __init__(self, folder: Path) -> None:
        self._workspace = folder / "workspaces" / "mine"

    def now(self) -> bool:
        return any(
            name.endswith(".part") for run in os.listdir(self._workspace) for name in os.listdir(self._workspace / run)
        )

    def halts(self, process: int) -> bool:
        """Whether the process is halted now in the midst of writing; else it goes on."""
        if not any(self.now() for _ in range(LOOKS)):
            return False
        os.kill(process, signal.SIGSTOP)
        until(lambda: halted(process))
        if self.now():
            return True
        os.kill(process, signal.SIGCONT)
        return False


# With NumPy.


@pytest.fixture
def numpy_client(tmp_path, monkeypatch):
    monkeypatch.setattr(training_process, "MODULE", numpy_worker.__name__)
    monkeypatch.setattr(numpy_worker, "SECONDS_A_STEP", 0)  # here; the worker has its own
    monkeypatch.setattr(client_module, "WATCH_SECONDS", 0.01)
    monkeypatch.setattr(supervisor, "DEATHS", 10_000)
    client = Client(tmp_path, call_seconds=CALL_SECONDS)
    client.start()
    until(lambda: client.condition.health is Health.READY)
    yield client
    client.close()


class Class:
    """Learners who do this and that."""

    def __init__(self, client: Client, chance: random.Random) -> None:
        self.client, self.chance = client, chance
        self.told: dict[str, Told] = {}
        self.made = self.named = 0

    def begin(self) -> None:
        self.made += 1
        settings = TrainingSpec("momentum", 0.01, 16, seed=self.made)
        run = self.client.create("mine", NetworkSpec(), settings)
        self._add(run, Undisturbed(numpy_worker.NumpyTrainer, NetworkSpec(), settings, numpy_worker.digits()))

    def _add(self, run: Snapshot, reference: Undisturbed) -> None:
        self.told[run.run_id] = Told(reference, every=True)
        self.told[run.run_id].hear(run)
        self.client.train(run.run_id, GOAL)

    def act(self) -> None:
        """One thing, of one of the latest runs."""
        run_id = self.chance.choice(list(self.told)[-4:])
        told = self.told[run_id]
        with contextlib.suppress(RunError):
            match self.chance.choice(("begin", "pause", "pause", "rename", "fork", "test")):
                case "begin":
                    self.begin()
                case "pause":
                    told.hear(self.client.pause(run_id))
                    told.hear(self.client.train(run_id, GOAL))
                case "rename":
                    self.named += 1
                    told.hear(self.client.rename(run_id, f"name {self.named:04d}"))
                case "test":
                    told.hear(self.client.test(run_id))
                case "fork":
                    checkpoints = [
                        checkpoint.iteration
                        for checkpoint in self.client.open(run_id).checkpoints
                        if checkpoint.iteration <= 500
                    ]
                    if checkpoints and not isinstance(told.reference, Forked):
                        at, settings = self.chance.choice(checkpoints), TrainingSpec("momentum", 0.02, 16, seed=1000)
                        fork = self.client.fork(run_id, at, settings)
                        make, images = numpy_worker.NumpyTrainer, numpy_worker.digits()
                        self._add(fork, Forked(make, NetworkSpec(), settings, images, told.reference, at))

    def hear(self) -> None:
        for run_id, told in self.told.items():
            told.hear(self.client.snapshot(run_id))


def test_a_worker_that_is_killed_again_and_again(numpy_client, tmp_path, capfd):
    chance = random.Random(SEED)
    client, writing = numpy_client, Writing(tmp_path)
    learners = Class(client, chance)
    learners.begin()
    for number in range(WORKER_KILLS):
        until(lambda: client.condition.health is Health.READY)
        for run_id in list(learners.told)[-3:]:
            if client.open(run_id).phase is not Phase.TRAINING:
                client.train(run_id, GOAL)
        for _ in range(chance.randrange(1, 4)):
            time.sleep(chance.uniform(0, 0.12))
            learners.act()
        killed = client.worker_pid
        if number % 3:
            until(lambda killed=killed: writing.halts(killed))
        else:
            time.sleep(chance.uniform(0, 0.3))
        os.kill(killed, signal.SIGKILL)
        until(lambda killed=killed: not alive(killed))
        assert writing.now() or not number % 3  # what it was writing is left behind
        learners.hear()
        restarted(client, killed)
        assert {run.run_id for run in client.runs("mine")} == set(learners.told)
        for run_id in list(learners.told)[-4:]:
            learners.told[run_id].check(client, run_id)
    for run_id, told in learners.told.items():
        told.check(client, run_id)
        client.train(run_id, client.open(run_id).iteration + 50)  # and goes on with the same bits
    for run_id, told in learners.told.items():
        until(lambda run_id=run_id: client.open(run_id).phase is Phase.REACHED)
        until(lambda run_id=run_id: client.open(run_id).saved_serial == client.open(run_id).serial)
        told.hear(client.open(run_id))
        told.check(client, run_id)
    with capfd.disabled():
        checkpoints = sum(len(told.checkpoints) for told in learners.told.values())
        print(
            f"\nseed {SEED}: {WORKER_KILLS} kills of the worker, two of three in the midst of writing a file; "
            f"{len(learners.told)} runs, {checkpoints} checkpoints"
        )
    assert checkpoints > 2.5 * WORKER_KILLS
    assert not list((tmp_path / "aside").glob("*"))


# With TensorFlow.


def test_the_real_worker_is_killed_again_and_again(tmp_path, monkeypatch, trainer_class, digits, capfd):
    chance = random.Random(SEED)
    network = NetworkSpec((Conv(4, 3, 2), Pool(), Dense(32)))
    monkeypatch.setattr(supervisor, "DEATHS", 10_000)
    client = Client(tmp_path, call_seconds=CALL_SECONDS)
    try:
        client.start()
        told = {}
        for seed in (1, 2):
            settings = TrainingSpec(learning_rate=0.001, batch_size=32, seed=seed)
            run_id = client.create("mine", network, settings).run_id
            told[run_id] = Told(Undisturbed(trainer_class, network, settings, digits))
            client.train(run_id, GOAL)
        kills = 0
        while kills < TENSORFLOW_KILLS or min(len(each.checkpoints) for each in told.values()) <= 5:
            kills += 1
            assert kills < 10 * TENSORFLOW_KILLS
            until(lambda: client.condition.health is Health.READY)
            for run_id in told:
                goal = client.open(run_id).iteration + LEAST
                until(lambda run_id=run_id, goal=goal: client.open(run_id).saved_iteration > goal)
            time.sleep(chance.uniform(0, 0.8))
            paused = list(told)[kills % 2]
            told[paused].hear(client.pause(paused))
            killed = client.worker_pid
            time.sleep(chance.uniform(0, 0.1))
            os.kill(killed, signal.SIGKILL)
            for run_id, each in told.items():
                each.hear(client.snapshot(run_id))
            restarted(client, killed)
            for run_id, each in told.items():
                each.check(client, run_id)
                client.train(run_id, GOAL)
    finally:
        client.close()
    with capfd.disabled():
        print(f"\n{kills} kills of the real worker")


# The server.


class Returning(Learner):
    """A learner who comes with an address."""

    def __init__(self, port: int, query: str) -> None:
        super().__init__(port)
        self._query = query

    async def run(self, pressed: str | None = None, page: str = "") -> None:
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.query_string = self._query
        if pressed is not None:
            asked.rerun_script.widget_states.widgets.add(id=self._buttons[pressed], trigger_value=True)
        self._drawn.clear()
        await self._socket.send(asked.SerializeToString())
        await asyncio.wait_for(self._drawn.wait(), timeout=120)

    async def await_frame(self, wanted) -> dict:
        """The first frame of the run's live stream that is so; until there is one the page is looked at again, as a tab does it."""
        async with asyncio.timeout(300):
            while not (self.frame and wanted(self.frame)):
                if not self.frame:
                    await self.run()
                await asyncio.sleep(0.05)
        return self.frame


@pytest.fixture
def short_folder():
    """Its path leaves room for the name of a socket, which is 107 characters at most; one of pytest's own may not."""
    with tempfile.TemporaryDirectory(prefix="lab-", ignore_cleanup_errors=True) as folder:
        yield folder


def test_the_real_server_is_killed_again_and_again(tmp_path, short_folder, monkeypatch, trainer_class, digits, capfd):
    """By its token in the address the workspace is found again, the run in it goes on; of the first and every second server the worker is killed, too."""
    monkeypatch.setenv("TMPDIR", short_folder)  # a killed server cannot tidy up
    chance, workspace = random.Random(SEED), workspace_token.new()
    network, settings = NetworkSpec((Conv(8, 5), Pool(), Dense(64))), TrainingSpec(batch_size=64, seed=11)
    address = {"w": workspace}
    link = {"design": to_link(network, settings)}
    told = {"iteration": 0, "checkpoints": [], "results": {}}

    def on_disk(heard: dict) -> bool:
        """Whether what the page says of the run stands in its file."""
        [path] = StoreFiles(tmp_path / "data").workspace(workspace).glob(f"*/{RUN}")
        record = load_record(path)
        tested = {result.iteration for result in record.results}
        return record.iteration >= heard["iteration"] and all(
            at in {each.iteration for each in record.checkpoints} and (correct is None or at in tested)
            for at, correct in heard["checkpoints"]
        )

    async def learn(server: Server, first: bool) -> None:
        learner = Returning(server.port, urllib.parse.urlencode(address | (link if first else {})))
        await learner.open()
        try:
            if first:
                async with asyncio.timeout(300):
                    while not learner.frame:  # a worker that is still starting says so, and a person presses again
                        await learner.run("10,000")
                        await asyncio.sleep(2)
            back = await learner.await_frame(lambda frame: frame["iteration"] > 0)
            assert back["iteration"] >= told["iteration"]
            assert set(told["checkpoints"]) <= {at for at, _ in back["checkpoints"]}
            results = {at: correct for at, correct in back["checkpoints"] if correct is not None}
            assert told["results"].items() <= results.items()
            await learner.await_frame(
                lambda frame: frame["phase"] == "training" and frame["iteration"] > back["iteration"] + LEAST
            )
            await asyncio.sleep(chance.uniform(0, 0.5))
            heard = dict(learner.frame)
            await asyncio.to_thread(until, lambda: on_disk(heard))  # soon, however long the training goes on
            told["iteration"] = heard["iteration"]
            told["checkpoints"] = [at for at, _ in heard["checkpoints"]]
            told["results"] = {at: correct for at, correct in heard["checkpoints"] if correct is not None}
        finally:
            await learner.close()

    for number in range(SERVER_KILLS):
        server = Server(tmp_path / f"log{number}.txt", data=tmp_path / "data").wait()
        try:
            outcome(learn(server, number == 0))
            workers = server.workers()
            assert len(workers) == 1
        finally:
            for process in [server.process.pid, *([] if number % 2 else server.workers())]:
                os.kill(process, signal.SIGKILL)
            server.process.wait(60)
        until(lambda workers=workers: not any(map(alive, workers)))
    store = Store(tmp_path / "data")
    try:
        [record] = store.records(workspace)
        run = store.find(record.run_id)
        assert (run.network, run.settings) == (network, settings)
        assert run.iteration >= told["iteration"] > SERVER_KILLS * LEAST
        reference = Undisturbed(trainer_class, network, settings, digits)
        reference.reach({*run.checkpoints, run.iteration})
        for at in run.checkpoints:
            assert digest(store.weights(run, at)) == reference.digests[at], at
        for at, correct in told["results"].items():
            probabilities = store.test(run, at)
            assert probabilities.tobytes() == reference.judge(at, store.weights(run, at)).tobytes()
            assert (probabilities.argmax(axis=1) == digits.test.labels).sum() == correct
        assert run.history.rows[:, :4].tobytes() == reference.history.rows[:, :4].tobytes()
        assert not (tmp_path / "data" / "aside").exists()
    finally:
        store.close()
    with capfd.disabled():
        print(f"\n{SERVER_KILLS} kills of the real server, {run.iteration:,} iterations")
