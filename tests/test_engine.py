"""The engine with real networks: runs take turns, survive a restart, and fail in words."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from core import checkpoint, spec
from core import engine as engine_module
from core.engine import Cursor, Engine
from core.history import History
from core.run import Phase, RunError, Snapshot
from core.spec import Dense, NetworkSpec, TrainingSpec
from core.trainer import Trainer, TrainingDiverged

LINEAR = NetworkSpec()
DEEP = NetworkSpec((Dense(6, "none"),) * 6)
SETTINGS = TrainingSpec(batch_size=32, learning_rate=0.001, seed=3)


def until(happened: Callable[[], bool], seconds: float = 30) -> None:
    limit = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < limit, "it did not happen in time"
        time.sleep(0.01)


@pytest.fixture
def start(tmp_path):
    """Start an engine on the test's folder, and wait for it."""
    engines = []

    def begin(make: Callable[[], type] = lambda: Trainer, paused: bool = False, ready: bool = True) -> Engine:
        engine = Engine(tmp_path, make)
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
        assert (engine.probabilities(run.run_id, iteration) == expected).all()
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
        engine.probabilities(run.run_id, 7)
    for verb in (engine.pause, engine.reset, lambda run_id: engine.train(run_id, 5)):
        with pytest.raises(RunError, match="no longer there"):
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
    assert [r.iteration for r in end.results] == [*milestones, goal]
    trainer = Trainer(LINEAR, SETTINGS)
    state, _ = trainer.advance(trainer.initial_state(), digits.train, goal)
    expected = trainer.predict(state.weights, digits.test.images)
    assert (engine.probabilities(run.run_id, goal) == expected).all()


def test_reset_makes_work_under_way_void(start):
    """A slow trainer holds the slice back until the reset is done."""
    inside, go_on = threading.Event(), threading.Event()

    class Slow(Trainer):
        def advance(self, state, split, iterations):
            if self.settings.seed == 3 and state.iteration >= 5 and not go_on.is_set():
                inside.set()
                go_on.wait(10)
            return super().advance(state, split, iterations)

    engine = start(lambda: Slow)
    run = engine.create("mine", LINEAR, SETTINGS)
    engine.train(run.run_id, 1000)
    assert inside.wait(20)
    key = shown(engine, run.run_id).history_key
    begun = time.monotonic()
    reset = engine.reset(run.run_id)
    assert time.monotonic() - begun < 1  # and did not wait for the slice
    go_on.set()
    assert (reset.phase, reset.iteration, reset.results) == (Phase.READY, 0, ())
    assert reset.history_key != key
    time.sleep(0.5)
    after = shown(engine, run.run_id)
    assert (after.phase, after.iteration, after.results) == (Phase.READY, 0, ())
    engine.train(run.run_id, 10)
    assert [r.iteration for r in idle(engine, run.run_id, Phase.REACHED).results] == [0, 1, 10]


def test_a_new_seed_gives_another_run(start):
    engine = start()
    run = engine.create("mine", LINEAR, SETTINGS)
    found = []
    for seed in (None, 4, 3):
        assert engine.reset(run.run_id, seed).settings.seed == (seed or 3)
        engine.train(run.run_id, 1)
        idle(engine, run.run_id, Phase.REACHED)
        found.append(engine.probabilities(run.run_id, 1))
    assert (found[0] == found[2]).all()
    assert (found[0] != found[1]).any()


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
        (ImportError("no tensorflow here"), "TensorFlow could not be loaded (no tensorflow here); install"),
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
    assert (engine.probabilities(run.run_id, lost.iteration) == expected).all()
    _, [change], _ = engine.changes({run.run_id: Cursor()})
    assert (change.part.rows[:, 0] == whole.value.records.loss).all()
    with pytest.raises(RunError, match="lost its way"):
        engine.train(run.run_id, 2000)
    assert engine.reset(run.run_id).phase is Phase.READY


@pytest.mark.parametrize(
    ("designs", "most"),
    [
        ([TrainingSpec(seed=seed) for seed in range(3)], 1.6),
        # Small batches stop sooner for the next validation, so their turns are shorter.
        ([TrainingSpec(batch_size=16), TrainingSpec(batch_size=512), TrainingSpec("sgd")], 5),
    ],
    ids=["alike", "different"],
)
def test_runs_share_the_machine_fairly(start, designs, most):
    engine = start()
    ids = [engine.create("mine", LINEAR, each).run_id for each in designs]
    for run_id in ids:
        engine.train(run_id, 100_000)
    until(lambda: all(shown(engine, run_id).iteration > 150 for run_id in ids))
    before = [shown(engine, run_id).seconds for run_id in ids]
    time.sleep(3)
    spent = [shown(engine, run_id).seconds - b for run_id, b in zip(ids, before, strict=True)]
    assert min(spent) > 0.1
    assert max(spent) < most * min(spent)
    for run_id in ids:
        engine.pause(run_id)


def test_a_copy_follows_a_run_as_it_trains(start):
    engine = start()
    run = engine.create("mine", LINEAR, SETTINGS)
    copy, version, looks = History(), -1, 0
    engine.train(run.run_id, 400)
    while True:
        status, changes, missing = engine.changes(
            {run.run_id: Cursor(version, copy.key, len(copy)), "nobody": Cursor()}
        )
        assert status.ready
        assert missing == ["nobody"]
        for change in changes:
            copy.join(change.part)
            version = change.version
            looks += 1
        if not changes and shown(engine, run.run_id).phase is Phase.REACHED:
            break
        time.sleep(0.005)
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
    assert str(shown(second, resting).notice) == (
        "The training process was restarted; this run is at iteration 50, as before."
    )
    assert str(shown(second, training).notice).startswith(
        "The training process was restarted; this run went on from iteration "
    )
    assert shown(second, fresh).notice is None
    end = idle(second, training, Phase.REACHED)
    trainer = Trainer(LINEAR, TrainingSpec(seed=1))
    state, records = trainer.advance(trainer.initial_state(), digits.train, 3000)
    expected = trainer.predict(state.weights, digits.test.images)
    assert (second.probabilities(end.run_id, 3000) == expected).all()
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


def test_a_damaged_file_is_put_aside_and_the_rest_opens(start, tmp_path, capsys):
    first = start()
    good, bad = (first.create("mine", LINEAR, SETTINGS).run_id for _ in range(2))
    first.train(good, 10)
    idle(first, good, Phase.REACHED)
    first.close()
    path = tmp_path / f"{bad}{checkpoint.SUFFIX}"
    damaged = path.read_bytes()[:-30]
    path.write_bytes(damaged)
    (tmp_path / f"strange{checkpoint.SUFFIX}").write_text("hello")
    second = start()
    assert [run.run_id for run in second.runs("mine")] == [good]
    assert shown(second, good).iteration == 10
    assert sorted(p.name for p in tmp_path.glob("*.damaged")) == sorted([f"{bad}.run.damaged", "strange.run.damaged"])
    assert (tmp_path / f"{bad}.run.damaged").read_bytes() == damaged
    assert bad in capsys.readouterr().err


def _park(engine: Engine, monkeypatch, ids: list[str]) -> None:
    """Let what nobody looks at leave the memory."""
    monkeypatch.setattr(engine_module, "PARK_AFTER_SECONDS", -1)
    until(lambda: not set(ids) & set(engine._runs))
    monkeypatch.undo()


def test_a_parked_run_comes_back(start, monkeypatch):
    engine = start()
    ids = [engine.create("mine", LINEAR, TrainingSpec(seed=seed)).run_id for seed in (1, 2)]
    engine.train(ids[0], 30)
    before = idle(engine, ids[0], Phase.REACHED)
    tested = engine.probabilities(ids[0], 30)
    _park(engine, monkeypatch, ids)
    assert (engine.probabilities(ids[0], 30) == tested).all()
    after = shown(engine, ids[0])
    assert (after.phase, after.results, after.settings) == (before.phase, before.results, before.settings)
    assert after.event > before.event
    _park(engine, monkeypatch, ids)
    assert {run.run_id for run in engine.runs("mine")} == set(ids)
    _park(engine, monkeypatch, ids)
    engine.train(ids[0], 60)
    assert idle(engine, ids[0], Phase.REACHED).iteration == 60


def test_a_parked_run_whose_file_is_damaged_harms_nobody(start, monkeypatch, tmp_path):
    engine = start()
    bad, gone, good = (engine.create("mine", LINEAR, TrainingSpec(seed=seed)).run_id for seed in (1, 2, 3))
    _park(engine, monkeypatch, [bad, gone, good])
    (tmp_path / f"{bad}{checkpoint.SUFFIX}").write_bytes(b"nothing")
    (tmp_path / f"{gone}{checkpoint.SUFFIX}").unlink()
    assert [run.run_id for run in engine.runs("mine")] == [good]
    _, changes, missing = engine.changes({bad: Cursor(), gone: Cursor(), good: Cursor()})
    assert [change.snapshot.run_id for change in changes] == [good]
    assert missing == [bad, gone]
    with pytest.raises(RunError, match="no longer there"):
        engine.train(bad, 5)


def test_a_full_disk_does_not_stop_the_training(start, monkeypatch, capsys):
    engine = start()

    def full(run, folder: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(checkpoint, "save", full)
    run = engine.create("mine", LINEAR, SETTINGS).run_id
    engine.train(run, 150)
    assert idle(engine, run, Phase.REACHED).iteration == 150
    assert "No space left" in capsys.readouterr().err


def test_close_ends_the_thread(start):
    engine = start()
    run = engine.create("mine", LINEAR, SETTINGS).run_id
    engine.train(run, 90_000)
    until(lambda: shown(engine, run).iteration > 20)
    engine.close()
    at = shown(engine, run).iteration
    time.sleep(0.2)
    assert shown(engine, run).iteration == at
    assert not engine._thread.is_alive()
