"""A task from its first weights to its result, against the trainer itself."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace

import pytest

from core import evaluation
from core.experiments import provenance
from core.experiments import run_task as run_task_module
from core.experiments.run_task import SLICE_SECONDS, Stopped, VersionsDiffer, run_task
from core.experiments.task import Result, Task
from core.spec import Conv, Dense, NetworkSpec, Pool, SpecError, TrainingSpec

SMALL = NetworkSpec((Conv(3, 3), Pool("max", 4, 4)))
TASK = Task(SMALL, TrainingSpec(learning_rate=0.01, seed=3), 25, provenance.here())


def test_it_comes_to_what_the_trainer_does(trainer_class, digits):
    trainer = trainer_class(SMALL, TASK.settings)
    state, _ = trainer.advance(trainer.initial_state(), digits.train, 25)
    correct = [
        evaluation.evaluate(trainer.predict(state.weights, split.images), split.labels).correct
        for split in (digits.validation, digits.test)
    ]
    found = run_task(TASK)
    assert (found.validation, found.test, found.diverged) == (*correct, None)
    assert (found.validation_total, found.test_total) == (5_000, 10_000)
    assert found.seconds > 0


def test_the_same_task_has_the_same_result():
    assert replace(run_task(TASK), seconds=0) == replace(run_task(TASK), seconds=0)


def test_the_test_set_stays_closed(monkeypatch, digits):
    seen = []
    real = evaluation.evaluate
    monkeypatch.setattr(
        "core.experiments.run_task.evaluate", lambda p, labels: seen.append(len(labels)) or real(p, labels)
    )
    found = run_task(replace(TASK, tested=False))
    assert seen == [5_000]
    assert found.test is None
    assert found.accuracy is None
    assert found.interval is None
    assert found.validation == run_task(TASK).validation


def test_it_reports_and_stops():
    told = []
    run_task(replace(TASK, iterations=7), told.append)
    assert told[0] == 0
    assert told[-1] == 7
    assert told == sorted(set(told))
    told.clear()
    with pytest.raises(Stopped):
        run_task(TASK, told.append, lambda: bool(told) and told[-1] >= 2)
    assert told[-1] < TASK.iterations
    with pytest.raises(Stopped):
        run_task(TASK, told.append, lambda: True)


@pytest.mark.parametrize(
    ("seconds", "slices"),
    [(1e-4, [2, 4, 8, 16, 30]), (0.01, [2, 4, 8, 16, 25, 5]), (0.125, [2] * 30), (3.0, [2] + [1] * 58)],
)
def test_it_reports_and_can_be_stopped_every_quarter_of_a_second(monkeypatch, seconds, slices, trainer_class):
    """With a clock of its own, whatever an iteration takes; how long it takes shows with the first two."""
    now, told = [0.0], []
    advance = trainer_class.advance

    def slow(self, state, split, iterations):
        now[0] += seconds * iterations
        return advance(self, state, split, iterations)

    monkeypatch.setattr(trainer_class, "advance", slow)
    monkeypatch.setattr(run_task_module, "time", SimpleNamespace(perf_counter=lambda: now[0]))
    run_task(replace(TASK, iterations=60), lambda iteration: told.append((iteration, now[0])))
    assert [later - sooner for (sooner, _), (later, _) in pairwise(told)] == slices
    waits = [at - before for (_, before), (_, at) in pairwise(told)]
    assert max(waits[1:]) <= max(SLICE_SECONDS, seconds) * 1.001


def test_a_design_that_diverges_is_a_result():
    network = NetworkSpec((Conv(2, 3, 2, activation="none"), Dense(6, "none")))
    found = run_task(Task(network, TrainingSpec("momentum", 1000.0, 16), 300, provenance.here()))
    assert found.diverged is not None
    assert 1 <= found.diverged <= 300
    assert (found.validation, found.test, found.accuracy, found.validation_accuracy) == (None, None, None, None)


def test_one_iteration_is_enough():
    found = run_task(replace(TASK, iterations=1))
    assert found.test is not None


def test_other_versions_are_refused():
    other = (("tensorflow", "1.4.0"), *provenance.here()[1:])
    with pytest.raises(VersionsDiffer, match=r"tensorflow 2\.\S+, but this server has 1\.4\.0"):
        run_task(replace(TASK, versions=other))


def test_what_cannot_be_is_refused():
    with pytest.raises(SpecError):
        run_task(replace(TASK, network=NetworkSpec((Conv(3, 99),))))


def test_a_key_names_the_inputs_and_nothing_else():
    same = Task(
        NetworkSpec((Conv(3, 3), Pool("max", 4, 4))), TrainingSpec(learning_rate=0.01, seed=3), 25, provenance.here()
    )
    assert same.key == TASK.key
    others = [
        replace(TASK, network=NetworkSpec((Conv(4, 3), Pool("max", 4, 4)))),
        replace(TASK, settings=replace(TASK.settings, seed=4)),
        replace(TASK, iterations=26),
        replace(TASK, versions=(("tensorflow", "1.4.0"),)),
        replace(TASK, tested=False),
    ]
    assert len({TASK.key, *(other.key for other in others)}) == len(others) + 1
    assert all(len(other.key) == 64 for other in others)


def test_a_result_knows_its_shares():
    result = Result(1.0, 4_500, 5_000, 9_521, 10_000)
    assert result.accuracy == 0.9521
    assert result.validation_accuracy == 0.9
    assert result.interval[0] < 0.9521 < result.interval[1]
