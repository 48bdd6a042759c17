"""How far images lie from the training images: distances against scikit-learn, warnings for digits and for what is none."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.neighbors import NearestNeighbors

from core.engine.engine import Engine
from core.inspection import novelty
from core.inspection.novelty import NEIGHBOUR, Reference, distances
from core.spec import Conv, Dense, Dropout, NetworkSpec, Pool, TrainingSpec
from core.storage.store import Store
from core.trainer import Trainer
from tests.support import unlike_digits

NETWORK = NetworkSpec((Conv(8, 5), Pool(), Dense(32), Dropout(0.2)))
SETTINGS = TrainingSpec(learning_rate=0.002)
TRAINED = 400


@pytest.fixture(scope="module")
def trained(digits):
    trainer = Trainer(NETWORK, SETTINGS)
    state, _ = trainer.advance(trainer.initial_state(), digits.train, TRAINED)
    return trainer, state


@pytest.fixture(scope="module")
def known(trained, digits) -> Reference:
    trainer, state = trained
    return novelty.reference(trainer, state.weights, state.iteration, digits)


def warned(trained, known: Reference, images: np.ndarray) -> float:
    """The share of images that are warned of."""
    trainer, state = trained
    found = known.novelties(novelty.features(NETWORK, trainer.forward(state.weights, images)))
    return sum(each.unlike for each in found) / len(found)


def test_a_distance_is_that_to_the_fifth_neighbour(digits):
    chance = np.random.default_rng(0)
    training, values = chance.normal(size=(300, 20)).astype(np.float32), chance.normal(size=(50, 20)).astype(np.float32)
    oracle, _ = NearestNeighbors(n_neighbors=NEIGHBOUR).fit(training).kneighbors(values)
    np.testing.assert_allclose(distances(values, training), oracle[:, -1], rtol=1e-4)
    assert distances(np.repeat(training[:1], NEIGHBOUR, 0), np.repeat(training[:1], NEIGHBOUR, 0)).max() < 1e-2


def test_the_values_are_those_before_the_logits(trained, digits):
    trainer, state = trained
    outputs = trainer.forward(state.weights, digits.test.images[:3])
    assert (novelty.features(NETWORK, outputs) == outputs["fc1"]).all()  # dropout passes them on
    linear = NetworkSpec(())
    pixels = Trainer(linear, SETTINGS)
    outputs = pixels.forward(pixels.initial_state().weights, digits.test.images[:3])
    np.testing.assert_allclose(
        novelty.features(linear, outputs), digits.test.images[:3].reshape(3, -1) / 255, atol=1e-6
    )


def test_of_very_many_values_sums_tell_the_distances():
    chance, wide = np.random.default_rng(1), NetworkSpec((Conv(16, 3),))  # 28 × 28 × 16 of them
    values = np.maximum(chance.normal(size=(40, 28, 28, 16)) * chance.uniform(0, 2, (40, 1, 1, 1)), 0).astype(
        np.float32
    )
    few = novelty.features(wide, {"conv1": values, "flatten": values.reshape(40, -1)})
    assert few.shape == (40, novelty.MOST_VALUES)
    whole = np.linalg.norm(values.reshape(40, 1, -1) - values.reshape(1, 40, -1), axis=2)
    summed = np.linalg.norm(few[:, np.newaxis] - few, axis=2)
    apart = ~np.eye(40, dtype=bool)
    assert np.abs(summed[apart] / whole[apart] - 1).max() < 0.15


def test_of_a_hundred_digits_about_one_is_warned_of(trained, known, digits):
    """By the limit one of a hundred validation images; test images are as like the training images as they are."""
    assert (known.distances > known.limit).mean() == pytest.approx(0.01, abs=0.001)
    trainer, state = trained
    right = trainer.predict(state.weights, digits.test.images).argmax(axis=1) == digits.test.labels
    assert 0.003 < warned(trained, known, digits.test.images[right][:4_000]) < 0.025


@pytest.mark.parametrize("kind", ["hatching", "face", "horse", "clothes", "noise", "blots"])
def test_what_is_no_digit_is_warned_of(trained, known, kind):
    assert warned(trained, known, unlike_digits.images(unlike_digits.KINDS[kind], 60)) > 0.5


def test_the_share_that_is_nearer_and_the_limit_agree(known):
    for place in (0, 100, -1):
        lying = Reference(5, np.zeros((NEIGHBOUR, 1), np.float32), known.distances)
        (found,) = lying.novelties(known.distances[[place]].reshape(1, 1))
        assert found.iteration == 5
        assert found.nearer == pytest.approx((known.distances < found.distance).mean(), abs=1e-3)
        assert found.unlike == (found.distance > np.quantile(known.distances, 0.99))


def test_a_network_that_computes_long_is_compared_with_fewer_images(trained, digits, monkeypatch):
    trainer, state = trained
    monkeypatch.setattr(novelty, "_MULTIPLICATIONS", 1)
    assert len(novelty.reference(trainer, state.weights, 1, digits).training) == novelty.LEAST_IMAGES


def test_weights_that_are_no_numbers_say_nothing(trained, digits):
    trainer, state = trained
    broken = {name: np.full_like(values, np.nan) for name, values in state.weights.items()}
    assert novelty.reference(trainer, broken, 1, digits) is None


def test_a_run_says_it_of_each_checkpoint_but_not_untrained_and_not_on_the_move(tmp_path, digits, monkeypatch):
    engine = Engine(Store(tmp_path))
    engine.train_with(Trainer)
    run_id = engine.create("w", NETWORK, SETTINGS).run_id
    asked = []
    compute = novelty.reference
    monkeypatch.setattr(novelty, "reference", lambda *given: asked.append(given[2]) or compute(*given))
    images = digits.test.images[:2]
    assert engine.queries.novelties(run_id, images) is None  # nothing was trained
    engine.train(run_id, 50)
    while engine.take_turn():
        pass
    assert [each.iteration for each in engine.queries.novelties(run_id, images)] == [50, 50]
    assert [each.iteration for each in engine.queries.novelties(run_id, images[:1], 20)] == [20]
    engine.queries.novelties(run_id, images, 50)
    assert asked == [50, 20]  # each once
    assert engine.queries.novelties(run_id, images, 0) is None
    engine.train(run_id, 60)
    assert engine.queries.novelties(run_id, images) is None
    assert engine.queries.novelties(run_id, images, 50)[0].iteration == 50
    engine.close()
