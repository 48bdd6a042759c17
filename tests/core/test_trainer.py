"""Training and forward passes against Keras and arithmetic by hand; the same bits however it is sliced."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import numpy as np
import pytest

from core import spec
from core.data import DataError, Split
from core.spec import BatchNorm, Conv, Dense, Dropout, GlobalPool, NetworkSpec, Pool, TrainingSpec
from core.trainer import Trainer, TrainingDiverged
from core.training.randomness import batch_indices
from core.training.train_state import TrainState
from tests.support import keras_twin
from tests.support.repetitions import repeated
from tests.support.root import ROOT

SMALL = NetworkSpec((Conv(3, 3, 2), Pool(), Dense(8)))
LINEAR = NetworkSpec()
DROPPING = NetworkSpec((Conv(4, 3, 2), Dropout(0.3), Dense(16), Dropout(0.5)))
DEEP = NetworkSpec((Dense(6, "none"),) * 6)
NORMED = NetworkSpec((Conv(4, 3, 2, activation="none"), BatchNorm("relu", 0.9), Dense(8), BatchNorm("none", 0.5)))


def digest(state: TrainState) -> str:
    together = hashlib.sha256(str(state.iteration).encode())
    for group in (state.weights, state.optimizer):
        for name in sorted(group):
            together.update(name.encode() + group[name].tobytes())
    return together.hexdigest()


def cross_entropy(trainer: Trainer, weights, split: Split, chosen) -> float:
    """Mean loss of one batch in float64, from the logits."""
    logits = trainer.forward(weights, split.images[chosen])["fc_out"].astype(np.float64)
    top = logits.max(1)
    log_sum = top + np.log(np.exp(logits - top[:, np.newaxis]).sum(1))
    return float((log_sum - logits[np.arange(len(chosen)), split.labels[chosen]]).mean())


@pytest.fixture(scope="module")
def few(digits) -> Split:
    """As many images as train quickly, and no multiple of the batch."""
    return Split(digits.train.images[:1999].copy(), digits.train.labels[:1999].copy())


# Forward, against Keras.


@pytest.mark.parametrize("name", keras_twin.NETWORKS)
def test_every_layer_is_keras(name, digits):
    network = keras_twin.NETWORKS[name]
    trainer, twin = Trainer(network, TrainingSpec(seed=3)), keras_twin.model(network)
    chance = np.random.default_rng(0)
    # Biases too, so that a forgotten one shows.
    weights = {
        key: array + 0.1 * chance.normal(size=array.shape).astype(np.float32)
        for key, array in trainer.initial_state().weights.items()
    }
    keras_twin.set_weights(twin, weights)
    images = digits.test.images[:37]
    theirs = twin(images.astype(np.float32) / 255, training=False)
    ours = trainer.forward(weights, images)
    assert list(ours) == [part.name for part in spec.summary(network)] == list(theirs)
    for layer, values in ours.items():
        assert values.dtype == np.float32
        np.testing.assert_allclose(values, theirs[layer], rtol=1e-4, atol=2e-5, err_msg=layer)
    softmax = np.array(keras_twin.keras.ops.softmax(theirs["fc_out"]))
    np.testing.assert_allclose(trainer.predict(weights, images), softmax, rtol=1e-3, atol=1e-5)


def test_predict_is_the_same_in_parts(tutorial_trainer, digits):
    """A thousand images pass in several calls, and one more makes a call of one."""
    weights = tutorial_trainer.initial_state().weights
    whole = tutorial_trainer.predict(weights, digits.test.images[:1001])
    assert whole.shape == (1001, 10)
    assert whole.dtype == np.float32
    np.testing.assert_allclose(whole.sum(1), 1, atol=1e-5)
    singles = [tutorial_trainer.predict(weights, digits.test.images[i : i + 1])[0] for i in (0, 499, 500, 1000)]
    np.testing.assert_allclose(whole[[0, 499, 500, 1000]], singles, atol=1e-6)


@pytest.mark.parametrize(
    "images",
    [
        np.zeros((3, 28, 28), np.uint8),
        np.zeros((3, 27, 28, 1), np.uint8),
        np.zeros((28, 28, 1), np.uint8),
        np.zeros((3, 28, 28, 3), np.uint8),
        np.zeros((3, 28, 28, 1), np.float32),
        np.zeros((3, 28, 28, 1), np.int64),
        [[0]],
        None,
    ],
)
def test_images_that_do_not_fit(images):
    trainer = Trainer(LINEAR, TrainingSpec())
    weights = trainer.initial_state().weights
    with pytest.raises(DataError, match="images are"):
        trainer.predict(weights, images)
    with pytest.raises(DataError, match="images are"):
        trainer.forward(weights, images)


def test_no_images(digits):
    trainer = Trainer(SMALL, TrainingSpec())
    weights = trainer.initial_state().weights
    assert trainer.predict(weights, digits.test.images[:0]).shape == (0, 10)
    assert trainer.forward(weights, digits.test.images[:0])["conv1"].shape == (0, 14, 14, 3)


# First weights.


def test_the_first_state(tutorial_trainer):
    state = tutorial_trainer.initial_state()
    assert {name: array.shape for name, array in state.weights.items()} == {
        "conv1/kernel": (5, 5, 1, 16),
        "conv1/bias": (16,),
        "conv2/kernel": (5, 5, 16, 36),
        "conv2/bias": (36,),
        "fc1/kernel": (1764, 128),
        "fc1/bias": (128,),
        "fc_out/kernel": (128, 10),
        "fc_out/bias": (10,),
    }
    assert (state.iteration, state.seconds) == (0, 0.0)
    for name, array in state.weights.items():
        assert array.dtype == np.float32
        fans = np.prod(array.shape[:-2]) * sum(array.shape[-2:])
        expected = 0 if name.endswith("bias") else 2 / fans  # Glorot and Bengio 2010
        assert array.var() == pytest.approx(expected, rel=0.2)
    assert set(state.optimizer) == {f"{slot}/{name}" for slot in ("m", "v") for name in state.weights}
    assert not any(array.any() for array in state.optimizer.values())
    assert digest(tutorial_trainer.initial_state()) == digest(state)


def test_a_design_is_checked():
    with pytest.raises(spec.SpecError, match="filters is 0"):
        Trainer(NetworkSpec((Conv(0),)), TrainingSpec())
    with pytest.raises(spec.SpecError, match="seed is -1"):
        Trainer(LINEAR, TrainingSpec(seed=-1))


# Steps, against arithmetic by hand and Keras' optimizers.


def test_one_adam_step_by_hand(few):
    """A linear classifier: its gradient is known (softmax less truth, times pixels); Adam as in Kingma and Ba 2015, section 2."""
    rate, batch = 1e-3, 50
    trainer = Trainer(LINEAR, TrainingSpec(learning_rate=rate, batch_size=batch, seed=5))
    before = trainer.initial_state()
    after, records = trainer.advance(before, few, 1)
    chosen = batch_indices(5, len(few), batch, 0, 1)[0]
    x, labels = few.images[chosen].reshape(batch, 784) / 255.0, few.labels[chosen]
    logits = x @ before.weights["fc_out/kernel"].astype(np.float64)
    probabilities = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    assert records.loss[0] == pytest.approx(-np.log(probabilities[np.arange(batch), labels]).mean(), rel=1e-6)
    assert records.accuracy[0] == pytest.approx((logits.argmax(1) == labels).mean())
    error = (probabilities - np.eye(10)[labels]) / batch
    for name, gradient in (("fc_out/kernel", x.T @ error), ("fc_out/bias", error.sum(0))):
        m, v = 0.1 * gradient, 0.001 * gradient**2
        np.testing.assert_allclose(after.optimizer[f"m/{name}"], m, rtol=1e-4, atol=1e-9)
        np.testing.assert_allclose(after.optimizer[f"v/{name}"], v, rtol=1e-3, atol=1e-12)
        step = rate * np.sqrt(1 - 0.999) / (1 - 0.9) * m / (np.sqrt(v) + 1e-7)
        np.testing.assert_allclose(after.weights[name], before.weights[name] - step, atol=2e-6)
        assert abs(step).max() == pytest.approx(rate, rel=0.01)


def test_the_plain_step_by_hand(few):
    trainer = Trainer(LINEAR, TrainingSpec("sgd", 0.5, 64, seed=1))
    kernel, bias = trainer.initial_state().weights["fc_out/kernel"].astype(np.float64), np.zeros(10)
    after, _ = trainer.advance(trainer.initial_state(), few, 4)
    for chosen in batch_indices(1, len(few), 64, 0, 4):
        x = few.images[chosen].reshape(64, 784) / 255.0
        powers = np.exp(x @ kernel + bias)
        error = (powers / powers.sum(1, keepdims=True) - np.eye(10)[few.labels[chosen]]) / 64
        kernel, bias = kernel - 0.5 * x.T @ error, bias - 0.5 * error.sum(0)
    np.testing.assert_allclose(after.weights["fc_out/kernel"], kernel, atol=1e-6)
    np.testing.assert_allclose(after.weights["fc_out/bias"], bias, atol=1e-6)


STEPPED = {
    "plain": NetworkSpec((Conv(4, 3, 2, "same", "tanh"), Pool("average"), Conv(4, 3, 1, "valid"), Dense(12, "elu"))),
    "global": NetworkSpec((Conv(4, 3, 2, "same", "tanh"), Conv(6, 3), GlobalPool(), Dense(12, "elu"))),
    "norm": NetworkSpec(
        (Conv(4, 3, 2), BatchNorm("tanh", 0.9), Pool("average"), Dense(12), BatchNorm("none", 0.5, 0.01))
    ),
}


@pytest.mark.parametrize("network", STEPPED.values(), ids=STEPPED)
@pytest.mark.parametrize("optimizer", spec.OPTIMIZERS)
def test_three_steps_are_keras(optimizer, network, few):
    rate = 1e-3 if optimizer in ("adam", "rmsprop") else 0.1
    trainer = Trainer(network, TrainingSpec(optimizer, rate, 32, seed=2))
    before, twin = trainer.initial_state(), keras_twin.model(network)
    keras_twin.set_weights(twin, before.weights)
    theirs = keras_twin.OPTIMIZERS[optimizer](rate)
    losses = [
        keras_twin.train(twin, theirs, few.images[chosen], few.labels[chosen])
        for chosen in batch_indices(2, len(few), 32, 0, 3)
    ]
    after, records = trainer.advance(before, few, 3)
    np.testing.assert_allclose(records.loss, losses, rtol=1e-5)
    for name, expected in keras_twin.get_weights(twin).items():
        moved = abs(expected - before.weights[name]).max()
        assert moved > 0
        # Normalization takes gradients close to zero, and Adam divides by their size.
        room = 2e-2 if network is STEPPED["norm"] else 2e-3
        np.testing.assert_allclose(after.weights[name], expected, atol=room * moved, err_msg=name)


def test_records_are_of_the_batch_before_its_update(few):
    trainer = Trainer(SMALL, TrainingSpec(batch_size=32, learning_rate=0.01, seed=4))
    state, batches = trainer.initial_state(), batch_indices(4, len(few), 32, 0, 5)
    for number, chosen in enumerate(batches, start=1):
        loss = cross_entropy(trainer, state.weights, few, chosen)
        right = trainer.predict(state.weights, few.images[chosen]).argmax(1) == few.labels[chosen]
        state, records = trainer.advance(state, few, 1)
        assert records.iteration.tolist() == [number]
        assert records.loss[0] == pytest.approx(loss, rel=1e-5)
        assert records.accuracy[0] == pytest.approx(right.mean())


# A state is a value.


@pytest.mark.parametrize("network", [SMALL, DROPPING, NORMED], ids=["small", "dropout", "norm"])
@pytest.mark.parametrize("cuts", [(1,) * 9, (4, 5), (0, 3, 0, 6, 0), (8, 1)])
def test_any_slicing_gives_the_same_bits(network, cuts, few):
    trainer = Trainer(network, TrainingSpec(batch_size=48, learning_rate=0.01, seed=6))
    whole, records = trainer.advance(trainer.initial_state(), few, 9)
    state, parts = trainer.initial_state(), []
    for count in cuts:
        state, part = trainer.advance(state, few, count)
        parts.append(part)
    assert state.iteration == 9
    assert digest(state) == digest(whole)
    for name in ("iteration", "loss", "accuracy"):
        assert (np.concatenate([getattr(part, name) for part in parts]) == getattr(records, name)).all()


def test_many_images_pass_in_several_calls(few):
    """With 1,024 a batch only eight steps go into one compiled call."""
    trainer = Trainer(LINEAR, TrainingSpec(batch_size=1024))
    whole, records = trainer.advance(trainer.initial_state(), few, 19)
    state = trainer.initial_state()
    for count in (3, 9, 7):
        state, _ = trainer.advance(state, few, count)
    assert len(records) == 19
    assert digest(state) == digest(whole)


def test_two_runs_in_turns_do_not_mix(few):
    """They share the compiled functions and their variables, and differ in seed, learning rate and batch."""
    settings = (TrainingSpec(seed=1, batch_size=16), TrainingSpec(seed=2, batch_size=64, learning_rate=0.01))
    trainers = [Trainer(SMALL, each) for each in settings]
    alone = [digest(t.advance(t.initial_state(), few, 6)[0]) for t in trainers]
    states = [t.initial_state() for t in trainers]
    for _ in range(3):
        states = [t.advance(state, few, 2)[0] for t, state in zip(trainers, states, strict=True)]
    assert [digest(state) for state in states] == alone


def test_the_old_state_is_untouched_and_a_fork_possible(few):
    trainer = Trainer(SMALL, TrainingSpec(learning_rate=0.01))
    first = trainer.initial_state()
    middle, _ = trainer.advance(first, few, 3)
    before = digest(first), digest(middle)
    end, _ = trainer.advance(middle, few, 3)
    again, _ = trainer.advance(middle, few, 3)
    assert (digest(first), digest(middle)) == before
    assert digest(end) == digest(again) != digest(middle)
    for state in (first, middle, end):
        for array in (*state.weights.values(), *state.optimizer.values()):
            assert array.dtype == np.float32
            with pytest.raises(ValueError, match="read-only"):
                array[...] = 0
    assert first.seconds < middle.seconds < end.seconds


def test_what_no_gradient_moves_follows_the_batches(few):
    """The moving statistics, batch after batch, by hand; they are in the state, and the optimizer keeps nothing about them."""
    trainer = Trainer(NetworkSpec((BatchNorm("none", 0.8),)), TrainingSpec("momentum", 0.1, 40, seed=4))
    state = trainer.initial_state()
    mean, variance = np.zeros(1), np.ones(1)
    for chosen in batch_indices(4, len(few), 40, 0, 5):
        pixels = few.images[chosen] / 255
        mean, variance = 0.8 * mean + 0.2 * pixels.mean(), 0.8 * variance + 0.2 * pixels.var()
        state, _ = trainer.advance(state, few, 1)
        np.testing.assert_allclose(state.weights["norm1/moving_mean"], mean, rtol=1e-4)
        np.testing.assert_allclose(state.weights["norm1/moving_variance"], variance, rtol=1e-4)
    assert {name.removeprefix("velocity/") for name in state.optimizer} == {
        "norm1/gamma", "norm1/beta", "fc_out/kernel", "fc_out/bias",
    }  # fmt: skip


@pytest.mark.parametrize("network", [SMALL, NORMED], ids=["small", "norm"])
def test_a_rebuilt_state_goes_on_alike(network, few):
    """What a checkpoint does: the same arrays in another object."""
    trainer = Trainer(network, TrainingSpec())
    middle, _ = trainer.advance(trainer.initial_state(), few, 3)
    copied = TrainState(
        3,
        {name: array.copy() for name, array in middle.weights.items()},
        {name: array.copy() for name, array in middle.optimizer.items()},
        0.0,
    )
    assert digest(trainer.advance(copied, few, 4)[0]) == digest(trainer.advance(middle, few, 4)[0])


OTHER_PROCESS = """
import sys
from core import data
from tests.core.test_trainer import DROPPING, digest
from core.spec import TrainingSpec, tutorial
from core.trainer import Trainer
for network in (DROPPING, tutorial()):
    trainer = Trainer(network, TrainingSpec(seed=11))
    print(digest(trainer.advance(trainer.initial_state(), data.mnist().train, 12)[0]))
"""


def test_the_same_seed_gives_the_same_bits_in_another_process(digits):
    other = subprocess.run([sys.executable, "-c", OTHER_PROCESS], cwd=ROOT, capture_output=True, text=True, check=True)
    ours = []
    for network in (DROPPING, spec.tutorial()):
        trainer = Trainer(network, TrainingSpec(seed=11))
        ours.append(digest(trainer.advance(trainer.initial_state(), digits.train, 12)[0]))
    assert other.stdout.split() == ours


def test_seeds_differ(few):
    def after(seed: int) -> TrainState:
        trainer = Trainer(LINEAR, TrainingSpec(seed=seed))
        return trainer.advance(trainer.initial_state(), few, 2)[0]

    assert digest(after(0)) == digest(after(0))
    assert len({digest(after(seed)) for seed in (0, 1, 2, 2**31 - 1)}) == 4


@pytest.mark.parametrize("iterations", [-1, -100])
def test_no_negative_number_of_iterations(iterations, few):
    trainer = Trainer(LINEAR, TrainingSpec())
    with pytest.raises(ValueError, match=f"iterations is {iterations}; it must not be negative"):
        trainer.advance(trainer.initial_state(), few, iterations)


def test_no_iterations(few):
    trainer = Trainer(SMALL, TrainingSpec())
    first = trainer.initial_state()
    state, records = trainer.advance(first, few, 0)
    assert digest(state) == digest(first)
    assert len(records) == len(records.loss) == len(records.accuracy) == 0


def test_no_images_to_train_on(few):
    trainer = Trainer(LINEAR, TrainingSpec())
    with pytest.raises(ValueError, match="no images"):
        trainer.advance(trainer.initial_state(), Split(few.images[:0].copy(), few.labels[:0].copy()), 1)


@pytest.mark.parametrize(("images", "batch"), [(1, 1), (1, 1024), (5, 64), (1999, 1), (1999, 1024)])
def test_small_splits_and_all_batches(images, batch, few):
    split = Split(few.images[:images].copy(), few.labels[:images].copy())
    trainer = Trainer(LINEAR, TrainingSpec("sgd", 0.1, batch))
    state, records = trainer.advance(trainer.initial_state(), split, 3)
    chosen = batch_indices(0, images, batch, 0, 1)[0]
    assert state.iteration == len(records) == 3
    assert records.loss[0] == pytest.approx(
        cross_entropy(trainer, trainer.initial_state().weights, split, chosen), rel=1e-5
    )


# Dropout.


def ones(count: int) -> Split:
    return Split(np.full((count, 28, 28, 1), 255, np.uint8), np.zeros(count, np.int64))


@pytest.mark.parametrize("precision", spec.PRECISIONS)
@pytest.mark.parametrize("rate", [0.01, 0.3, 0.95])
def test_the_share_that_dropout_keeps(rate, precision):
    """White images into a linear classifier: the bias gradient is known, and the kernel's shows each pixel's mask.

    With zero weights and one image all errors are known: the gradient of kernel (i, j) is x_i (softmax - truth)_j, so
    after one plain step x_i, dropout included, can be read off the kernel.
    """
    trainer = Trainer(NetworkSpec((Dropout(rate),)), TrainingSpec("sgd", 1.0, 1, precision=precision))
    first = trainer.initial_state()
    zero = {name: np.zeros_like(array) for name, array in first.weights.items()}
    seen = []
    for iteration in range(400):
        state, _ = trainer.advance(TrainState(iteration, zero, {}, 0.0), ones(1), 1)
        seen.append(state.weights["fc_out/kernel"][:, 0] / 0.9)  # softmax 0.1, truth 1
    seen = np.array(seen)
    kept = seen != 0
    close = 1e-5 if precision == "float32" else 5e-3
    np.testing.assert_allclose(seen[kept], 1 / (1 - rate), rtol=close)
    error = np.sqrt(rate * (1 - rate) / kept.size)
    assert kept.mean() == pytest.approx(1 - rate, abs=4.5 * error)
    # No pixel is favoured, none goes with its neighbour, and no iteration repeats another.
    assert kept.mean(0) == pytest.approx(1 - rate, abs=5.5 * np.sqrt(rate * (1 - rate) / 400))
    if rate == 0.3:
        assert abs(np.corrcoef(kept[:, :-1].reshape(-1), kept[:, 1:].reshape(-1))[0, 1]) < 0.02
        assert abs(np.corrcoef(kept[:-1].reshape(-1), kept[1:].reshape(-1))[0, 1]) < 0.02


def test_dropout_is_off_when_looking(digits):
    trainer = Trainer(DROPPING, TrainingSpec())
    weights = trainer.initial_state().weights
    images = digits.test.images[:20]
    outputs = trainer.forward(weights, images)
    assert (outputs["dropout1"] == outputs["conv1"]).all()
    assert (outputs["dropout2"] == outputs["fc1"]).all()


def test_dropout_depends_on_seed_and_iteration():
    """The same weights and images: only the masks can make the losses differ."""
    network, split = NetworkSpec((Dropout(0.5),)), ones(1)
    losses = {}
    for seed in (0, 1):
        trainer = Trainer(network, TrainingSpec("sgd", 1e-8, 8, seed))
        weights = Trainer(network, TrainingSpec("sgd")).initial_state().weights
        for iteration in (0, 1, 2, 1000):
            for _ in range(2):
                _, records = trainer.advance(TrainState(iteration, weights, {}, 0.0), split, 1)
                losses.setdefault((seed, iteration), set()).add(float(records.loss[0]))
    assert all(len(found) == 1 for found in losses.values())
    assert len(set.union(*losses.values())) == len(losses)


def test_two_dropouts_draw_apart():
    """Two layers one after the other keep a quarter, not the half of one shared mask."""
    trainer = Trainer(NetworkSpec((Dropout(0.5), Dropout(0.5))), TrainingSpec("sgd", 1.0, 1))
    zero = {name: np.zeros_like(array) for name, array in trainer.initial_state().weights.items()}
    kept = []
    for iteration in range(50):
        state, _ = trainer.advance(TrainState(iteration, zero, {}, 0.0), ones(1), 1)
        kept.append((state.weights["fc_out/kernel"][:, 0] != 0).mean())
    assert np.mean(kept) == pytest.approx(0.25, abs=0.02)


# bfloat16.


def test_bfloat16_is_near_float32(digits):
    networks = (spec.tutorial(), keras_twin.NETWORKS["all kinds, elu"])
    for network in networks:
        exact, low = (Trainer(network, TrainingSpec(precision=p)) for p in spec.PRECISIONS)
        weights = exact.initial_state().weights
        assert digest(low.initial_state()) == digest(exact.initial_state())
        images = digits.test.images[:200]
        ours = low.predict(weights, images)
        assert ours.dtype == np.float32
        np.testing.assert_allclose(ours, exact.predict(weights, images), atol=0.02)
        assert (ours != exact.predict(weights, images)).any()
        logits = low.forward(weights, images)["fc_out"]
        assert logits.dtype == np.float32
        # float32 logits: they do not lie on the coarse grid of bfloat16.
        assert (logits.view(np.uint32) & 0xFFFF).any()
        hidden = low.forward(weights, images)["conv1"]
        assert not (hidden.view(np.uint32) & 0xFFFF).any()


def test_bfloat16_trains(few):
    losses = {}
    for precision in spec.PRECISIONS:
        trainer = Trainer(SMALL, TrainingSpec(learning_rate=0.01, precision=precision))
        state, records = trainer.advance(trainer.initial_state(), few, 60)
        losses[precision] = records.loss
        assert all(array.dtype == np.float32 for array in (*state.weights.values(), *state.optimizer.values()))
    assert losses["bfloat16"][-10:].mean() < 0.6 * losses["bfloat16"][0]
    np.testing.assert_allclose(losses["bfloat16"][:5], losses["float32"][:5], rtol=0.03)


# A loss that is lost.

DIVERGING = [
    (network, settings)
    for network in (NetworkSpec((Conv(2, 3, 2, activation="none"), Dense(6, "none"))), DEEP)
    for settings in (
        TrainingSpec("momentum", 1000.0, 16),
        TrainingSpec("sgd", 10.0, 16, 1),
        TrainingSpec("momentum", 10.0, 16, 1, "bfloat16"),
    )
] + [
    (DEEP, TrainingSpec("adam", 1000.0, 16)),
    (DEEP, TrainingSpec("rmsprop", 1000.0, 16, 1)),
    (NetworkSpec((Dense(6, "sigmoid"), Dense(6, "none"))), TrainingSpec("sgd", 10.0, 16)),
]


@pytest.mark.parametrize(("network", "settings"), DIVERGING)
def test_divergence(network, settings, few):
    """The last good state is the last whose own batch still has a finite loss; one step later it is lost."""
    trainer = Trainer(network, settings)
    with pytest.raises(TrainingDiverged) as lost:
        trainer.advance(trainer.initial_state(), few, 300)
    good, records = lost.value.state, lost.value.records
    assert good.iteration == len(records) == lost.value.iteration - 2
    assert records.iteration.tolist() == list(range(1, good.iteration + 1))
    assert np.isfinite(records.loss).all()
    assert all(np.isfinite(array).all() for array in good.weights.values())
    again, _ = trainer.advance(trainer.initial_state(), few, good.iteration)
    assert digest(again) == digest(good)
    chosen = batch_indices(settings.seed, len(few), settings.batch_size, good.iteration, 1)[0]
    assert np.isfinite(cross_entropy(trainer, good.weights, few, chosen))
    with pytest.raises(TrainingDiverged) as at_once:
        trainer.advance(good, few, 2)
    assert at_once.value.iteration == lost.value.iteration
    sentence = str(lost.value)
    assert f"at iteration {lost.value.iteration}" in sentence
    assert f"stopped at iteration {good.iteration}, the last good one" in sentence


@pytest.mark.parametrize("size", [2, 3, 5])  # above, so that the tests of one design follow each other
@pytest.mark.parametrize(("network", "settings"), DIVERGING)
def test_divergence_is_found_at_the_same_place_in_slices(network, settings, size, few):
    """A slice knows what it trained itself; where it began on a lost state, it says so by its iteration."""
    trainer = Trainer(network, settings)
    _, whole = until_lost(trainer, few, 300)
    began, sliced = until_lost(trainer, few, size)
    assert sliced.iteration == whole.iteration
    if sliced.iteration > began.iteration + 1:  # it did not begin on what was lost already
        assert digest(sliced.state) == digest(whole.state)
    else:
        assert digest(sliced.state) == digest(began)
        assert sliced.state.iteration == whole.state.iteration + 1
        assert len(sliced.records) == 0


def until_lost(trainer: Trainer, split: Split, size: int) -> tuple[TrainState, TrainingDiverged]:
    """Slices of that size; gives the state where the last one began, and its error."""
    state = trainer.initial_state()
    while state.iteration < 300:
        try:
            state, _ = trainer.advance(state, split, size)
        except TrainingDiverged as error:
            return state, error
    pytest.fail("it did not diverge")


def test_after_divergence_the_trainer_works_as_before(few):
    trainer = Trainer(DEEP, TrainingSpec("sgd", 10.0, 16))
    calm = Trainer(DEEP, TrainingSpec("sgd", 0.01, 16))
    before = digest(calm.advance(calm.initial_state(), few, 5)[0])
    with pytest.raises(TrainingDiverged):
        trainer.advance(trainer.initial_state(), few, 100)
    assert digest(calm.advance(calm.initial_state(), few, 5)[0]) == before


# The tutorial's own results.


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(repeated(5, 2)))
def test_the_tutorials_accuracies(seed, digits):
    """Of the test images: about a tenth at first, 60 to 90 % after 100 iterations, 93 to 97 % after 1,000."""
    trainer = Trainer(spec.tutorial(), TrainingSpec(seed=seed))
    state, accuracies = trainer.initial_state(), []
    for goal in (0, 1, 100, 1000):
        state, _ = trainer.advance(state, digits.train, goal - state.iteration)
        predicted = trainer.predict(state.weights, digits.test.images).argmax(axis=1)
        accuracies.append(float((predicted == digits.test.labels).mean()))
    assert max(accuracies[:2]) < 0.25
    assert 0.60 <= accuracies[2] <= 0.90
    assert 0.93 <= accuracies[3] <= 0.97
