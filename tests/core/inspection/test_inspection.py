"""Looks at networks, trained and not, and what the network is worth without some filters."""

from __future__ import annotations

import numpy as np
import pytest

from core import anatomy, spec
from core.anatomy import AnatomyError
from core.data import DataError, Split
from core.engine.engine import Engine
from core.engine.trainer_loading import import_trainer
from core.evaluation import evaluate
from core.inspection import ablation
from core.inspection.inspection import MOST_ANSWERED, untrained, untrained_answers
from core.runs.errors import RunError
from core.runs.snapshot import Phase
from core.spec import Conv, Dense, Dropout, NetworkSpec, Pool, SpecError, TrainingSpec
from core.storage.store import Store
from core.trainer import Trainer
from tests.core.engine.test_engine import idle
from tests.support.waiting import until

NETWORK = NetworkSpec((Conv(3, 3, activation="sigmoid"), Pool(), Dropout(0.2), Dense(8)))
SETTINGS = TrainingSpec(batch_size=16, learning_rate=0.001, seed=4)
OFF = {"conv1": [1], "fc1": [0, 7]}


@pytest.fixture
def engine(tmp_path):
    made = Engine(Store(tmp_path), import_trainer)
    yield made
    made.close()


def ready(engine: Engine) -> Engine:
    engine.start()
    until(lambda: engine.status().ready)
    return engine


@pytest.mark.parametrize("precision", spec.PRECISIONS)
def test_an_untrained_look_is_the_trainers_first_state(precision, digits):
    settings = TrainingSpec(seed=9, precision=precision)
    trainer, images = Trainer(NETWORK, settings), digits.test.images[[0, 13]]
    first = trainer.initial_state()
    found = untrained(NETWORK, settings, images)
    expected = trainer.forward(first.weights, images)
    assert (found.iteration, found.history_key, found.with_all) == (0, None, None)
    assert list(found.outputs) == list(expected)
    for layer, values in expected.items():
        np.testing.assert_allclose(found.outputs[layer], values, atol=1e-5 if precision == "float32" else 0.01)
    np.testing.assert_allclose(
        found.probabilities, trainer.predict(first.weights, images), atol=1e-6 if precision == "float32" else 0.01
    )
    assert set(found.weights) == {"conv1/kernel", "conv1/bias", "fc1/bias", "fc_out/bias"}
    np.testing.assert_array_equal(found.weights["conv1/kernel"], first.weights["conv1/kernel"])


@pytest.mark.parametrize("count", [1, 2, 9])
def test_untrained_answers_are_those_of_the_trainers_first_state(count, digits):
    trainer, images = Trainer(NETWORK, SETTINGS), digits.test.images[20 : 20 + count]
    expected = trainer.predict(trainer.initial_state().weights, images)
    np.testing.assert_allclose(untrained_answers(NETWORK, SETTINGS, images), expected, atol=1e-6)


@pytest.mark.parametrize("count", [0, MOST_ANSWERED + 1])
def test_answers_are_for_a_few_images(count, digits):
    with pytest.raises(DataError, match=f"There are {count} images"):
        untrained_answers(NETWORK, SETTINGS, digits.test.images[:count])


def test_a_look_with_filters_off_says_both_answers(digits):
    images = digits.test.images[:2]
    everything, reduced = (untrained(NETWORK, SETTINGS, images, off) for off in ({}, OFF))
    np.testing.assert_allclose(reduced.with_all, everything.probabilities, rtol=1e-6)
    assert not np.allclose(reduced.probabilities, everything.probabilities, atol=1e-4)
    assert not reduced.outputs["conv1"][..., 1].any()
    assert not reduced.outputs["pool1"][..., 1].any()
    assert not reduced.outputs["dropout1"][..., 1].any()
    assert reduced.outputs["conv1"][..., 0].any()
    assert not reduced.outputs["fc1"][:, [0, 7]].any()
    only = untrained(NETWORK, SETTINGS, images, OFF, ("fc_out",))
    assert list(only.outputs) == ["fc_out"]
    np.testing.assert_array_equal(only.outputs["fc_out"], reduced.outputs["fc_out"])


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"images": np.zeros((3, 28, 28, 1), np.uint8)}, DataError),
        ({"images": np.zeros((0, 28, 28, 1), np.uint8)}, DataError),
        ({"images": np.zeros((1, 28, 28, 1), np.float32)}, DataError),
        ({"network": NetworkSpec((Conv(0),))}, SpecError),
        ({"off": {"conv1": [3]}}, AnatomyError),
    ],
)
def test_what_cannot_be_looked_at_is_refused(change, error, digits):
    given = {"network": NETWORK, "settings": SETTINGS, "images": digits.test.images[:1], "off": {}} | change
    with pytest.raises(error):
        untrained(**given)


def test_the_engine_looks_at_the_state_as_it_is(engine, digits):
    images = digits.test.images[[0, 13]]
    run_id = engine.create("w", NETWORK, SETTINGS).run_id
    with pytest.raises(RunError, match="still starting"):
        engine.queries.inspect(run_id, images, {})
    ready(engine)
    first = engine.queries.inspect(run_id, images, {})
    assert first.iteration == 0
    np.testing.assert_allclose(first.probabilities, untrained(NETWORK, SETTINGS, images).probabilities, atol=1e-6)
    engine.train(run_id, 40)
    seen = [engine.queries.inspect(run_id, images, {}) for _ in range(20)]  # while it trains
    idle(engine, run_id, Phase.REACHED)
    seen.append(engine.queries.inspect(run_id, images, {}))
    assert seen[-1].iteration == 40
    trainer = Trainer(NETWORK, SETTINGS)
    for found in (seen[5], seen[-1]):
        state, _ = trainer.advance(trainer.initial_state(), digits.train, found.iteration)
        np.testing.assert_array_equal(found.outputs["conv1"], trainer.forward(state.weights, images)["conv1"])
        np.testing.assert_array_equal(found.weights["conv1/kernel"], state.weights["conv1/kernel"])
    until(lambda: idle(engine, run_id, Phase.REACHED).saved_serial == idle(engine, run_id, Phase.REACHED).serial)
    reduced = engine.queries.inspect(run_id, images, OFF, ("conv1", "fc_out"))
    expected = trainer.forward(anatomy.without(NETWORK, state.weights, OFF), images)
    assert list(reduced.outputs) == ["conv1", "fc_out"]
    np.testing.assert_array_equal(reduced.outputs["fc_out"], expected["fc_out"])
    assert not reduced.outputs["conv1"][..., 1].any()
    np.testing.assert_allclose(reduced.with_all, seen[-1].probabilities, rtol=1e-6)
    before = engine.queries.inspect(run_id, images, {}, at=20)
    assert before.iteration == 20
    state, _ = trainer.advance(trainer.initial_state(), digits.train, 20)
    np.testing.assert_array_equal(before.outputs["conv1"], trainer.forward(state.weights, images)["conv1"])
    with pytest.raises(RunError, match="There is no checkpoint of iteration 21"):
        engine.queries.inspect(run_id, images, {}, at=21)
    with pytest.raises(RunError, match="no longer exists"):
        engine.queries.inspect("nobody", images, {})
    with pytest.raises(AnatomyError):
        engine.queries.inspect(run_id, images, {"conv7": [0]})
    with pytest.raises(DataError):
        engine.queries.inspect(run_id, digits.test.images[:3], {})


def test_ablation_counts_what_an_evaluation_counts(engine, digits):
    quick = NetworkSpec((Conv(3, 5, 2), Dense(8, "tanh")))
    settings = TrainingSpec(batch_size=32, learning_rate=0.01)
    run_id = ready(engine).create("w", quick, settings).run_id
    engine.train(run_id, 60)
    tested = idle(engine, run_id, Phase.REACHED).latest
    found = engine.queries.ablate(run_id, OFF)
    trainer = Trainer(quick, settings)
    state, _ = trainer.advance(trainer.initial_state(), digits.train, 60)
    reduced = trainer.predict(anatomy.without(quick, state.weights, OFF), digits.test.images)
    assert (found.iteration, found.total) == (60, 10_000)
    assert found.correct == tested.correct
    assert found.correct_without == evaluate(reduced, digits.test.labels).correct
    assert found.correct_without != found.correct
    anew = ablation.ablate(trainer, state.weights, 60, OFF, digits.test)  # without what the test knew already
    assert anew == found


def test_an_ablation_without_time_judges_fewer_images_and_says_so(digits):
    trainer = Trainer(NETWORK, SETTINGS)
    few = Split(digits.test.images[:1200], digits.test.labels[:1200])
    weights = trainer.initial_state().weights
    assert ablation.ablate(trainer, weights, 0, OFF, few, seconds=0).total == ablation.CHUNK
    assert ablation.ablate(trainer, weights, 0, OFF, few).total == 1200
    with pytest.raises(AnatomyError):
        ablation.ablate(trainer, weights, 0, {"pool1": [0]}, few)
