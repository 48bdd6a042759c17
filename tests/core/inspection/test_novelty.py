"""How far images lie from the training images: distances against scikit-learn, warnings for digits and for what is none."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.decomposition import PCA

from core.engine.engine import Engine
from core.inspection import novelty
from core.inspection.novelty import PATTERNS, TRAINING_IMAGES, Patterns, Reference
from core.spec import Conv, Dense, NetworkSpec, Pool, TrainingSpec
from core.storage.store import Store
from core.trainer import Trainer
from tests.support import unlike_digits

NETWORK = NetworkSpec((Conv(8, 5), Pool(), Dense(32)))
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
    found = known.novelties(images, trainer.predict(state.weights, images).argmax(axis=1))
    return sum(each.unlike for each in found) / len(found)


@pytest.mark.parametrize("digit", [1, 8])
def test_a_distance_is_what_principal_components_leave(digits, digit):
    training = digits.train.images[:TRAINING_IMAGES][digits.train.labels[:TRAINING_IMAGES] == digit].reshape(-1, 784)
    oracle = PCA(PATTERNS, svd_solver="full").fit(training / 255)
    images = digits.test.images[:50]
    pixels = images.reshape(50, -1) / 255
    left = np.linalg.norm(pixels - oracle.inverse_transform(oracle.transform(pixels)), axis=1)
    found = novelty.patterns(digits.train).distances(images, np.full(50, digit))
    np.testing.assert_allclose(found, left, rtol=1e-3)


def test_about_one_digit_in_a_hundred_is_warned_of(trained, known, digits):
    """By the limit one of a hundred validation images; test images are about as like the training images as they are."""
    assert (known.nearest > known.limit).mean() == pytest.approx(0.01, abs=0.001)
    trainer, state = trained
    right = trainer.predict(state.weights, digits.test.images).argmax(axis=1) == digits.test.labels
    assert 0.005 < warned(trained, known, digits.test.images[right]) < 0.03


@pytest.mark.parametrize(("kind", "least"), [("hatching", 0.9), ("horse", 0.8), ("noise", 0.95), ("blots", 0.95)])
def test_what_is_no_digit_is_warned_of(trained, known, kind, least):
    assert warned(trained, known, unlike_digits.images(unlike_digits.KINDS[kind], 60)) >= least


def test_the_share_that_is_nearer_and_the_limit_agree(known):
    flat = Patterns(np.zeros((10, 784), np.float32), np.zeros((10, 784, 1), np.float32))  # the distance is the length
    lying = Reference(5, flat, np.arange(1.0, 101.0))
    image = np.zeros((1, 28, 28, 1), np.uint8)
    image.flat[:9] = 255  # of length 3
    (found,) = lying.novelties(image, np.array([4]))
    assert (found.iteration, found.distance, found.nearer, found.unlike) == (5, pytest.approx(3), pytest.approx(0.02, abs=0.011), False)  # fmt: skip
    lying = Reference(5, flat, np.arange(1.0, 101.0) / 50)
    (found,) = lying.novelties(image, np.array([4]))
    assert (found.nearer, found.unlike) == (1, True)


def test_weights_that_are_no_numbers_say_nothing(trained, digits):
    trainer, state = trained
    broken = {name: np.full_like(values, np.nan) for name, values in state.weights.items()}
    found = novelty.reference(trainer, broken, 1, digits)
    assert found is None or np.isfinite(found.nearest).all()


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
