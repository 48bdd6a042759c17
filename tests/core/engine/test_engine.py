"""The engine with real networks: runs take turns, survive a restart, and fail in words."""

from __future__ import annotations

import errno
import shutil
import threading
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from core import spec
from core.engine import engine as engine_module
from core.engine import run_registry, step_execution, trainer_loading
from core.engine.changes import Cursor
from core.engine.engine import Engine
from core.runs import speed
from core.runs.errors import RunError
from core.runs.snapshot import Phase, Snapshot
from core.spec import Dense, NetworkSpec, TrainingSpec
from core.storage import atomic_write, files
from core.storage.errors import StoreError
from core.storage.store import Store
from core.trainer import Trainer, TrainingDiverged
from core.training.history import History, Records
from core.training.train_state import TrainState
from tests.support.waiting import until

LINEAR = NetworkSpec()
DEEP = NetworkSpec((Dense(6, "none"),) * 6)
SETTINGS = TrainingSpec(batch_size=32, learning_rate=0.001, seed=3)


@pytest.fixture
def start(tmp_path):
    """Start an engine on the test's folder, and wait for it."""
    engines = []

    def begin(
        make: Callable[[], type] = lambda: Trainer, paused: bool = False, ready: bool = True, folder: Path = tmp_path
    ) -> Engine:
        engine = Engine(Store(folder), make)
        engines.append(engine)
        engine.start(paused)
        until(lambda: engine.status().ready if ready else engine.status().fault is not None)
        return engine

    yield begin
    for engine in engines:
        engine.close()


def shown(engine: Engine, run_id: str) -> Snapshot:
    _, [change], _ = engine.changes({run_id: Cursor()})
    return change.snapshot


def idle(engine: Engine, run_id: str, phase: Phase) -> Snapshot:
    """Wait until the run has that phase, and nothing left to test."""
    until(lambda: shown(engine, run_id).phase is phase and shown(engine, run_id).tested is None)
    return shown(engine, run_id)


def test_a_run_reaches_its_goal_with_the_trainers_own_bits(start, digits):
    engine = start()
    run = engine.create("mine", LINEAR, SETTINGS)
    assert (run.phase, run.iteration) == (Phase.READY, 0)
    assert engine.train(run.run_id, 250).phase is Phase.TRAINING
    end = idle(engine, run.run_id, Phase.REACHED)
    assert [r.iteration for r in end.results] == [0, 1, 100, 250]
    assert [r.total for r in end.results] == [10_000] * 4
    assert end.results[0].correct < 2500
    assert end.latest.accuracy > 0.7
    assert end.seconds > 0
    trainer = Trainer(LINEAR, SETTINGS)
    state, records = trainer.initial_state(), []
    for iteration in (0, 1, 100, 250):
        state, part = trainer.advance(state, digits.train, iteration - state.iteration)
        records.extend(part.loss)
        expected = trainer.predict(state.weights, digits.test.images)
        assert (engine.queries.probabilities(run.run_id, iteration) == expected).all()
    _, [change], _ = engine.changes({run.run_id: Cursor()})
    assert (change.part.rows[:, 0] == records).all()
    first = next(v for v in change.part.validations if v.iteration == 0)
    judged = trainer.predict(trainer.initial_state().weights, digits.validation.images[:1000]).argmax(1)
    assert (first.correct, first.total) == ((judged == digits.validation.labels[:1000]).sum(), 1000)


def test_what_cannot_be_asked(start):
    engine = start()
    run = engine.create("mine", LINEAR, SETTINGS)
    with pytest.raises(RunError, match="goal is 0"):
        engine.train(run.run_id, 0)
    with pytest.raises(RunError, match="Iteration 7 was not tested"):
        engine.queries.probabilities(run.run_id, 7)
    for verb in (engine.pause, engine.open, engine.delete, lambda run_id: engine.train(run_id, 5)):
        with pytest.raises(RunError, match="no longer exists"):
            verb("nobody")
    with pytest.raises(spec.SpecError, match="batch_size is 0"):
        engine.create("mine", LINEAR, TrainingSpec(batch_size=0))
    engine.train(run.run_id, 1)
    idle(engine, run.run_id, Phase.REACHED)
    with pytest.raises(RunError, match="already at iteration 1"):
        engine.train(run.run_id, 1)


def test_pause_and_go_on(start, digits):
    engine = start()
    run = engine.create("mine", LINEAR, SETTINGS)
    engine.train(run.run_id, 20_000)
    until(lambda: shown(engine, run.run_id).iteration > 150)
    assert shown(engine, run.run_id).images_per_second > 0
    engine.pause(run.run_id)
    paused = idle(engine, run.run_id, Phase.PAUSED)
    assert paused.latest.iteration == paused.iteration
    time.sleep(0.3)
    assert shown(engine, run.run_id).iteration == paused.iteration
    goal = paused.iteration + 77
    engine.train(run.run_id, goal)
    end = idle(engine, run.run_id, Phase.REACHED)
    milestones = [i for i in (0, 1, 100, 1000, 10_000) if i < goal]
    assert [r.iteration for r in end.results] == sorted({*milestones, paused.iteration, goal})
    trainer = Trainer(LINEAR, SETTINGS)
    state, _ = trainer.advance(trainer.initial_state(), digits.train, goal)
    expected = trainer.predict(state.weights, digits.test.images)
    assert (engine.queries.probabilities(run.run_id, goal) == expected).all()


def test_a_deleted_run_ends_its_work_and_can_be_brought_back(start):
    """A slow trainer holds the slice back until the run is deleted."""
    inside, go_on, over = threading.Event(), threading.Event(), threading.Event()

    class Slow(Trainer):
        def advance(self, state, split, iterations):
            if self.settings.seed == 3 and state.iteration >= 5 and not go_on.is_set():
                inside.set()
                go_on.wait(600)
                over.set()
            return super().advance(state, split, iterations)

    engine = start(lambda: Slow)
    run = engine.create("mine", LINEAR, SETTINGS).run_id
    other = engine.create("mine", LINEAR, TrainingSpec(seed=4)).run_id
    engine.train(run, 1000)
    assert inside.wait(60)
    engine.delete(run)
    assert not over.is_set()  # it did not wait for the slice
    go_on.set()
    assert [each.run_id for each in engine.runs("mine")] == [other]
    for verb in (engine.open, engine.pause, engine.delete, lambda run_id: engine.train(run_id, 5)):
        with pytest.raises(RunError, match="This run was deleted"):
            verb(run)
    assert engine.create("mine", LINEAR, SETTINGS).number == 3  # a number is given once
    back = engine.restore(run)
    assert (back.phase, back.number) == (Phase.PAUSED, 1)
    engine.train(run, 50)
    assert [r.iteration for r in idle(engine, run, Phase.REACHED).results][-1] == 50


def test_another_seed_is_another_run_and_the_same_is_the_same(start):
    engine = start()
    found = []
    for seed in (3, 4, 3):
        run = engine.create("mine", LINEAR, TrainingSpec(batch_size=32, learning_rate=0.001, seed=seed)).run_id
        engine.train(run, 1)
        idle(engine, run, Phase.REACHED)
        found.append(engine.queries.probabilities(run, 1))
    assert (found[0] == found[2]).all()
    assert (found[0] != found[1]).any()


# Checkpoints.


def test_every_checkpoint_is_the_trainers_own_state(start, digits):
    engine = start()
    run = engine.create("mine", LINEAR, SETTINGS).run_id
    engine.train(run, 120)
    end = idle(engine, run, Phase.REACHED)
    assert [checkpoint.iteration for checkpoint in end.checkpoints] == [0, 1, 2, 5, 10, 20, 50, 100, 120]
    until(lambda: shown(engine, run).saved_serial == shown(engine, run).serial)
    assert not engine.in_memory[0].checkpoints.unsaved_states
    trainer, images = Trainer(LINEAR, SETTINGS), digits.test.images[:2]
    state, answers = trainer.initial_state(), dict(engine.queries.predictions(run, images))
    assert sorted(answers) == [0, 1, 2, 5, 10, 20, 50, 100, 120]
    for iteration in answers:
        state, _ = trainer.advance(state, digits.train, iteration - state.iteration)
        at, weights = engine.queries.weights(run, iteration)
        assert at == iteration
        assert {name: array.tobytes() for name, array in weights.items()} == {
            name: array.tobytes() for name, array in state.weights.items()
        }
        assert (answers[iteration] == trainer.predict(state.weights, images)).all()
        seen = engine.queries.inspect(run, images, {}, at=iteration)
        assert seen.iteration == iteration
        assert (seen.outputs["fc_out"] == trainer.forward(state.weights, images)["fc_out"]).all()
    for nothing in (3, 99, 121, -1):
        with pytest.raises(RunError, match="There is no checkpoint of iteration"):
            engine.queries.weights(run, nothing)
    engine.test(run, 20)
    until(lambda: shown(engine, run).result_at(20) is not None)
    state, _ = trainer.advance(trainer.initial_state(), digits.train, 20)
    expected = trainer.predict(state.weights, digits.test.images)
    assert (engine.queries.probabilities(run, 20) == expected).all()
    assert shown(engine, run).result_at(20).correct == (expected.argmax(1) == digits.test.labels).sum()


def test_a_fork_with_nothing_changed_is_the_same_training(start):
    engine = start()
    run = engine.create("mine", LINEAR, SETTINGS).run_id
    engine.train(run, 300)
    before = idle(engine, run, Phase.REACHED)
    same = engine.fork(run, 100, SETTINGS)
    assert (same.iteration, same.phase, same.number, same.origin.run_id) == (100, Phase.PAUSED, 2, run)
    other = engine.fork(run, 100, TrainingSpec(batch_size=32, learning_rate=0.01, seed=9))
    for fork in (same, other):
        engine.train(fork.run_id, 300)
        idle(engine, fork.run_id, Phase.REACHED)
    first = engine.queries.probabilities(run, 300)
    assert (engine.queries.probabilities(same.run_id, 300) == first).all()
    assert (engine.queries.probabilities(other.run_id, 300) != first).any()
    assert (engine.queries.probabilities(other.run_id, 100) == engine.queries.probabilities(run, 100)).all()
    assert engine.open(run).results == before.results
    assert engine.queries.weights(other.run_id, 50)[0] == 50
    with pytest.raises(RunError, match="A fork keeps the network and the optimizer"):
        engine.fork(run, 100, TrainingSpec("sgd", batch_size=32))
    with pytest.raises(spec.SpecError, match="learning_rate"):
        engine.fork(run, 100, TrainingSpec(batch_size=32, learning_rate=-1.0))
    with pytest.raises(RunError, match="There is no checkpoint of iteration 77"):
        engine.fork(run, 77, SETTINGS)


def test_a_fork_lives_on_without_the_run_it_came_from(start, tmp_path):
    engine = start()
    run = engine.create("mine", LINEAR, SETTINGS).run_id
    engine.train(run, 100)
    idle(engine, run, Phase.REACHED)
    until(lambda: shown(engine, run).saved_serial == shown(engine, run).serial)
    fork = engine.fork(run, 50, SETTINGS).run_id
    shutil.rmtree(_folder(tmp_path, run))
    assert engine.queries.weights(fork, 20)[0] == 20
    engine.train(fork, 100)
    assert idle(engine, fork, Phase.REACHED).iteration == 100


def test_a_trainer_that_fails_is_a_phase_with_a_sentence(start):
    broken = threading.Event()
    broken.set()

    class Fails(Trainer):
        def advance(self, state, split, iterations):
            if broken.is_set() and self.settings.seed == 3 and state.iteration >= 5:
                raise RuntimeError("the kernel {gave} up\nand more that nobody should read")
            return super().advance(state, split, iterations)

    engine = start(lambda: Fails)
    bad = engine.create("mine", LINEAR, SETTINGS)
    good = engine.create("mine", LINEAR, TrainingSpec(seed=4))
    engine.train(bad.run_id, 100)
    engine.train(good.run_id, 100)
    failed = idle(engine, bad.run_id, Phase.FAILED)
    assert str(failed.notice) == "Training stopped: the kernel {gave} up. The last state is kept."
    assert failed.iteration == 5
    assert idle(engine, good.run_id, Phase.REACHED).iteration == 100
    broken.clear()
    assert engine.train(bad.run_id, 100).notice is None
    assert [r.iteration for r in idle(engine, bad.run_id, Phase.REACHED).results] == [0, 1, 100]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ImportError("no tensorflow here"), "TensorFlow could not be loaded (no tensorflow here); reinstall"),
        (MemoryError(), "There is not enough memory to load TensorFlow"),
        (TypeError("Descriptors cannot be created directly.\nlong text"), "Descriptors cannot be created directly."),
        (RuntimeError(""), "RuntimeError"),
    ],
)
def test_an_engine_that_cannot_train_says_why(start, error, sentence):
    """Whatever goes wrong while TensorFlow loads: an answer, not silence."""

    def make() -> type:
        raise error

    engine = start(make, ready=False)
    status = engine.status()
    assert not status.ready
    assert sentence in str(status.fault)
    assert "long text" not in str(status.fault)


@pytest.mark.parametrize(
    ("error", "lacks_memory"),
    [
        (ImportError("a library's own words"), True),  # as a linker says it that finds no room
        (OSError(errno.ENOMEM, "Cannot allocate memory"), True),
        (ModuleNotFoundError("No module named 'tensorflow'"), False),
        (OSError(errno.EIO, "Input/output error"), False),
        (RuntimeError("failed to map segment"), False),  # words alone say nothing
    ],
)
def test_where_memory_is_short_is_not_read_from_an_errors_words(monkeypatch, error, lacks_memory):
    def no_room(*_):
        raise OSError(errno.ENOMEM, "Cannot allocate memory")

    monkeypatch.setattr(trainer_loading.mmap, "mmap", no_room)
    assert ("not enough memory" in str(trainer_loading.why_not(error))) == lacks_memory


def test_a_library_that_fails_with_room_enough_is_not_for_want_of_memory(monkeypatch):
    monkeypatch.setattr(trainer_loading.mmap, "mmap", lambda *_: BytesIO())
    assert "could not be loaded (failed to map segment)" in str(
        trainer_loading.why_not(ImportError("failed to map segment"))
    )


@pytest.mark.parametrize(
    ("network", "settings"),
    [
        (DEEP, TrainingSpec("momentum", 1000.0, 16)),
        (DEEP, TrainingSpec("adam", 1000.0, 16)),
        (DEEP, TrainingSpec("sgd", 10.0, 16, 1)),
        (NetworkSpec((Dense(6, "sigmoid"), Dense(6, "none"))), TrainingSpec("sgd", 10.0, 16)),
    ],
)
def test_divergence_is_found_where_the_trainer_finds_it(start, digits, network, settings):
    """The engine slices as it likes; the last good iteration and its test are those of one long slice."""
    trainer = Trainer(network, settings)
    with pytest.raises(TrainingDiverged) as whole:
        trainer.advance(trainer.initial_state(), digits.train, 1000)
    engine = start()
    run = engine.create("mine", network, settings)
    engine.train(run.run_id, 1000)
    lost = idle(engine, run.run_id, Phase.DIVERGED)
    assert lost.iteration == whole.value.state.iteration
    assert str(lost.notice) == str(whole.value)
    assert lost.latest.iteration == lost.iteration
    assert all(result.iteration <= lost.iteration for result in lost.results)
    expected = trainer.predict(whole.value.state.weights, digits.test.images)
    assert (engine.queries.probabilities(run.run_id, lost.iteration) == expected).all()
    _, [change], _ = engine.changes({run.run_id: Cursor()})
    assert (change.part.rows[:, 0] == whole.value.records.loss).all()
    with pytest.raises(RunError, match="has diverged"):
        engine.train(run.run_id, 2000)


@pytest.mark.parametrize(
    ("designs", "most"),
    [
        ([TrainingSpec(seed=seed) for seed in range(3)], 1.01),
        # Small batches stop sooner for the next validation, so some of their turns are shorter.
        ([TrainingSpec(batch_size=16), TrainingSpec(batch_size=512), TrainingSpec("sgd")], 1.5),
    ],
    ids=["alike", "different"],
)
def test_runs_share_the_machine_fairly(tmp_path, monkeypatch, designs, most):
    """Turn by turn, on a clock that nothing but training moves."""
    now, spent = [0.0], dict.fromkeys(designs, 0.0)

    class Timed:
        """An image takes a tenth of a millisecond."""

        def __init__(self, network, settings):
            self._settings = settings

        def initial_state(self):
            return TrainState(0, {}, {}, 0.0)

        def advance(self, state, split, iterations):
            seconds = iterations * self._settings.batch_size / 10_000
            now[0] += seconds
            spent[self._settings] += seconds
            numbers = np.arange(state.iteration + 1, state.iteration + iterations + 1)
            losses = np.ones(iterations, np.float32)
            reached = TrainState(state.iteration + iterations, {}, {}, state.seconds + seconds)
            return reached, Records(numbers, losses, losses)

        def predict(self, weights, images):
            return np.full((len(images), 10), 0.1, np.float32)

    monkeypatch.setattr(step_execution, "time", SimpleNamespace(perf_counter=lambda: now[0]))
    monkeypatch.setattr(speed, "time", SimpleNamespace(monotonic=lambda: now[0]))
    engine = Engine(Store(tmp_path))
    engine.train_with(Timed)
    ids = [engine.create("mine", LINEAR, each).run_id for each in designs]
    for run_id in ids:
        engine.train(run_id, 100_000)
    while min(run.iteration for run in engine.in_memory) <= 150:
        assert engine.take_turn()
    before, began = dict(spent), now[0]
    while now[0] < began + 60:
        assert engine.take_turn()
    shares = [spent[each] - before[each] for each in designs]
    print(shares)
    assert max(shares) < most * min(shares)
    engine.close()


def test_a_copy_follows_a_run_as_it_trains(start):
    engine = start()
    run = engine.create("mine", LINEAR, SETTINGS)
    copy, version, looks = History(), -1, 0

    def at_rest() -> bool:
        nonlocal version, looks
        status, changes, missing = engine.changes(
            {run.run_id: Cursor(version, copy.key, len(copy)), "nobody": Cursor()}
        )
        assert status.ready
        assert missing == ["nobody"]
        for change in changes:
            copy.join(change.part)
            version = change.version
            looks += 1
        return not changes and shown(engine, run.run_id).phase is Phase.REACHED

    for goal in (100, 200, 300, 400):
        engine.train(run.run_id, goal)
        until(at_rest)
    assert looks > 3
    _, [whole], _ = engine.changes({run.run_id: Cursor()})
    assert (copy.rows == whole.part.rows).all()
    assert copy.validations == list(whole.part.validations)
    assert len(copy) == 400


def test_workspaces_see_their_own_runs_in_order(start):
    engine = start()
    ids = [engine.create("mine", LINEAR, TrainingSpec(seed=seed)).run_id for seed in range(3)]
    other = engine.create("yours", LINEAR, SETTINGS).run_id
    assert [run.run_id for run in engine.runs("mine")] == ids
    assert [run.run_id for run in engine.runs("yours")] == [other]
    assert engine.runs("nobody's") == []


# On disk.


def test_a_restart_goes_on_with_the_same_bits(start, digits):
    first = start()
    training, resting = (first.create("mine", LINEAR, TrainingSpec(seed=seed)).run_id for seed in (1, 2))
    fresh = first.create("mine", LINEAR, SETTINGS).run_id
    first.train(resting, 50)
    idle(first, resting, Phase.REACHED)
    first.train(training, 3000)
    until(lambda: shown(first, training).iteration > 200)
    first.close()
    second = start()
    assert {run.run_id for run in second.runs("mine")} == {training, resting, fresh}
    assert str(shown(second, training).notice).startswith(
        "The training process was restarted; this run went on from iteration "
    )
    assert shown(second, fresh).notice is None
    end = idle(second, training, Phase.REACHED)
    trainer = Trainer(LINEAR, TrainingSpec(seed=1))
    state, records = trainer.advance(trainer.initial_state(), digits.train, 3000)
    expected = trainer.predict(state.weights, digits.test.images)
    assert (second.queries.probabilities(end.run_id, 3000) == expected).all()
    _, [change], _ = second.changes({training: Cursor()})
    assert (change.part.rows[:, 0] == records.loss).all()


def test_after_several_deaths_the_runs_stay_paused(start):
    first = start()
    run = first.create("mine", LINEAR, SETTINGS).run_id
    first.train(run, 90_000)
    until(lambda: shown(first, run).iteration > 150)
    first.close()
    second = start(paused=True)
    found = shown(second, run)
    assert found.phase is Phase.PAUSED
    assert str(found.notice).startswith(
        "The training process stopped several times, so this run was paused at iteration"
    )
    time.sleep(0.3)
    assert shown(second, run).iteration == found.iteration
    second.train(run, found.iteration + 5)
    assert idle(second, run, Phase.REACHED).iteration == found.iteration + 5


def test_a_run_at_rest_is_as_before(start, tmp_path):
    first = start()
    run = first.create("mine", LINEAR, SETTINGS).run_id
    first.train(run, 50)
    before = idle(first, run, Phase.REACHED)
    first.save_due(idle=True)
    shutil.copytree(tmp_path, tmp_path / "killed")  # as a process leaves it that is killed: nothing was given back
    second = start(folder=tmp_path / "killed")
    [found] = second.runs("mine")
    assert (found.iteration, found.results, found.checkpoints) == (50, before.results, before.checkpoints)
    assert str(second.open(run).notice) == "The training process was restarted; this run is at iteration 50, as before."


def test_a_training_that_was_broken_off_long_ago_waits(start, monkeypatch):
    first = start()
    run = first.create("mine", LINEAR, SETTINGS).run_id
    first.train(run, 90_000)
    until(lambda: shown(first, run).iteration > 50)
    first.close()
    monkeypatch.setattr(run_registry, "GO_ON_WITHIN_SECONDS", -1)
    second = start()
    found = second.open(run)
    assert found.phase is Phase.PAUSED
    assert str(found.notice).startswith("The server stopped while this run was training; it is paused at iteration")


def _folder(tmp_path: Path, run_id: str) -> Path:
    return tmp_path / "workspaces" / "mine" / run_id


def test_a_damaged_run_is_put_aside_and_the_rest_opens(start, tmp_path, capsys):
    first = start()
    good, bad, half = (first.create("mine", LINEAR, TrainingSpec(seed=seed)).run_id for seed in (1, 2, 3))
    for run in (good, half):
        first.train(run, 10)
        idle(first, run, Phase.REACHED)
    first.close()
    damaged = (_folder(tmp_path, bad) / files.RUN).read_bytes()[:-30]
    (_folder(tmp_path, bad) / files.RUN).write_bytes(damaged)
    (_folder(tmp_path, half) / files.RUN).write_text("hello")
    second = start()
    assert second.open(good).iteration == 10
    with pytest.raises(StoreError, match="A run is damaged and cannot be opened; its files were set aside"):
        second.open(bad)
    back = second.open(half)
    assert (back.iteration, back.phase) == (10, Phase.PAUSED)
    assert str(back.notice).startswith("This run's file was damaged and was set aside; the run is back")
    assert [run.run_id for run in second.runs("mine")] == [good, half]
    aside = list((tmp_path / "aside").iterdir())
    assert len(aside) == 2
    assert damaged in [path.read_bytes() for path in (tmp_path / "aside").rglob("*") if path.is_file()]
    assert bad in capsys.readouterr().err
    second.train(half, 20)
    assert idle(second, half, Phase.REACHED).iteration == 20


def test_a_damaged_checkpoint_is_named_and_the_others_stay(start, tmp_path):
    engine = start()
    run = engine.create("mine", LINEAR, SETTINGS).run_id
    engine.train(run, 100)
    idle(engine, run, Phase.REACHED)
    until(lambda: shown(engine, run).saved_serial == shown(engine, run).serial)
    files.new_file(_folder(tmp_path, run), 20, files.CHECKPOINT).write_bytes(b"nothing")
    files.new_file(_folder(tmp_path, run), 1, files.TEST).write_bytes(b"nothing")
    with pytest.raises(RunError, match="The checkpoint of iteration 20 is damaged and was set aside"):
        engine.queries.weights(run, 20)
    found = shown(engine, run)
    assert [checkpoint.iteration for checkpoint in found.checkpoints] == [0, 1, 2, 5, 10, 50, 100]
    assert "iteration 20 is damaged" in str(found.notice)
    assert engine.queries.weights(run, 10)[0] == 10
    correct = found.result_at(1).correct
    with pytest.raises(RunError, match="The test result of iteration 1 could not be read; the test is being repeated"):
        engine.queries.probabilities(run, 1)
    until(lambda: shown(engine, run).result_at(1) is not None)
    assert shown(engine, run).result_at(1).correct == correct
    assert engine.queries.probabilities(run, 1).shape == (10_000, 10)


def _park(engine: Engine, monkeypatch, ids: list[str]) -> None:
    """Let what nobody looks at leave the memory."""
    monkeypatch.setattr(run_registry, "PARK_AFTER_SECONDS", -1)
    monkeypatch.setattr(engine_module, "TIDY_SECONDS", 0)
    until(lambda: not set(ids) & {run.run_id for run in engine.in_memory})
    monkeypatch.undo()


def test_a_parked_run_comes_back(start, monkeypatch):
    engine = start()
    ids = [engine.create("mine", LINEAR, TrainingSpec(seed=seed)).run_id for seed in (1, 2)]
    engine.train(ids[0], 30)
    before = idle(engine, ids[0], Phase.REACHED)
    tested = engine.queries.probabilities(ids[0], 30)
    _park(engine, monkeypatch, ids)
    assert [run.run_id for run in engine.runs("mine")] == ids  # without being opened
    assert not engine.in_memory
    assert (engine.queries.probabilities(ids[0], 30) == tested).all()
    after = shown(engine, ids[0])
    assert (after.phase, after.results, after.settings) == (before.phase, before.results, before.settings)
    assert after.event > before.event
    _park(engine, monkeypatch, ids)
    engine.train(ids[0], 60)
    assert idle(engine, ids[0], Phase.REACHED).iteration == 60


def test_a_run_that_was_never_begun_goes_unless_it_is_the_last(start, monkeypatch):
    engine = start()
    ids = [engine.create("mine", LINEAR, TrainingSpec(seed=seed)).run_id for seed in (1, 2, 3)]
    engine.train(ids[1], 1)
    idle(engine, ids[1], Phase.REACHED)
    _park(engine, monkeypatch, ids)
    assert [run.run_id for run in engine.runs("mine")] == ids[1:]


def test_a_workspace_is_open_in_one_process_at_a_time(start, monkeypatch):
    """Two engines on one folder: the second may have what the first has left."""
    first, second = start(), start()
    run = first.create("mine", LINEAR, SETTINGS).run_id
    for verb in (lambda: second.runs("mine"), lambda: second.open(run), lambda: second.train(run, 5)):
        with pytest.raises(StoreError, match="This workspace is open on another server"):
            verb()
    assert second.runs("yours") == []
    other = second.create("yours", LINEAR, SETTINGS).run_id
    assert second.changes({run: Cursor(), other: Cursor()})[2] == [run]
    first.train(run, 5)
    idle(first, run, Phase.REACHED)
    _park(first, monkeypatch, [run])
    assert second.open(run).iteration == 5
    with pytest.raises(StoreError, match="open on another server"):
        first.open(run)


def test_a_full_disk_does_not_stop_the_training(start, monkeypatch):
    engine = start()
    run = engine.create("mine", LINEAR, SETTINGS).run_id
    whole = atomic_write.write

    def full(path: Path, *arguments) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic_write, "write", full)
    engine.train(run, 150)
    found = idle(engine, run, Phase.REACHED)
    assert found.iteration == 150
    assert str(found.unsaved) == (
        "New results cannot be saved (No space left on device). Training continues, but will be lost when the server stops."
    )
    assert found.saved_serial < found.serial
    assert engine.queries.weights(run, 50)[0] == 50  # from the memory
    monkeypatch.setattr(atomic_write, "write", whole)
    until(lambda: shown(engine, run).unsaved is None)
    assert shown(engine, run).saved_serial == shown(engine, run).serial
    engine.close()
    assert start().open(run).iteration == 150


def test_close_ends_the_thread(start):
    engine = start()
    run = engine.create("mine", LINEAR, SETTINGS).run_id
    engine.train(run, 90_000)
    until(lambda: shown(engine, run).iteration > 20)
    engine.close()
    at = shown(engine, run).iteration
    time.sleep(0.2)
    assert shown(engine, run).iteration == at
    assert "engine" not in {thread.name for thread in threading.enumerate()}
