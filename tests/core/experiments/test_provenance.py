"""What a result follows from: the number that names the arithmetic, held by what the arithmetic comes to.

Where one of the values below comes out otherwise, a task no longer has the result that it had: raise `provenance.ARITHMETIC`, and
write down what comes out now. Results that were computed before are then not taken for those of the program as it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np
import pytest

from core import data, spec
from core.experiments import provenance
from core.layers import KINDS
from core.spec import BatchNorm, Conv, Dense, Dropout, GlobalPool, NetworkSpec, Pool, TrainingSpec
from core.training import randomness

NUMBER = 1  # the arithmetic that all of this is of

NETWORKS = {
    "tutorial": spec.tutorial(),
    "mixed": NetworkSpec(
        (
            Conv(4, 5, 2, "same", "leaky_relu"), Pool("max", 3, 2), Dropout(0.3), Conv(6, 3, 1, "valid", "elu"),
            Pool("average", 2, 2), Dense(20, "tanh"), Dropout(0.5),
        )
    ),
    "sigmoid": NetworkSpec((Conv(3, 4, 3, "valid", "sigmoid"), Dense(12, "none"))),
    "linear": NetworkSpec(),
    "normed": NetworkSpec((Conv(4, 3, activation="none"), BatchNorm("relu", 0.9), Pool(), Conv(8, 3), GlobalPool())),
}  # fmt: skip
RATES = {"adam": 0.01, "sgd": 0.1, "momentum": 0.03, "rmsprop": 0.003}
STEPS = 8

# Of 64 images each, after 1, 2, … steps.
LOSSES = {
    ("mixed", "adam"): (2.3163686, 2.2861314, 2.3174424, 2.2554588, 2.2389629, 2.2898352, 2.2692842, 2.2724383),
    ("mixed", "sgd"): (2.3163686, 2.2911904, 2.3205633, 2.270123, 2.2612996, 2.3176258, 2.2712231, 2.2871528),
    ("mixed", "momentum"): (2.3163686, 2.3029041, 2.3264213, 2.2748961, 2.26424, 2.3343186, 2.3329072, 2.3135858),
    ("mixed", "rmsprop"): (2.3163686, 2.2864952, 2.318558, 2.2636945, 2.2487144, 2.301497, 2.2557478, 2.2686102),
    ("tutorial", "adam"): (2.3242779, 2.5335317, 2.2568629, 2.2431808, 2.1958489, 2.0805004, 1.7856603, 1.6446085),
    ("sigmoid", "momentum"): (2.5222788, 2.3609743, 2.397934, 2.3788681, 2.2718673, 2.3295627, 2.420083, 2.3296397),
    ("normed", "sgd"): (2.3292542, 2.2910147, 2.3175168, 2.3151913, 2.3008733, 2.2759895, 2.2871938, 2.2852135),
    ("linear", "rmsprop"): (2.3794625, 2.1070068, 1.9750936, 1.7078345, 1.6419282, 1.5174394, 1.4159664, 1.4702387),
}
IN_BFLOAT16 = (2.31617, 2.28666, 2.31831, 2.25535, 2.23984, 2.29098, 2.26975, 2.2729)  # of ("mixed", "adam")
# Of the ten classes for the first test image, by ("mixed", "adam").
PROBABILITIES = (
    0.08764178, 0.1031704, 0.08456481, 0.1165368, 0.08033562, 0.1016931, 0.1096332, 0.1078614, 0.1021834, 0.1063794,
)  # fmt: skip
EXACT = {
    "images": "842ab9cb6a431aeb",
    "first weights": "1619633acbcb8998",
    "order": "9972376f0573bf9c",
    "dropout": "dd37a09ea7b355c0",
}


def digest(arrays: Iterable[np.ndarray]) -> str:
    """The same on every machine for the same bits."""
    found = hashlib.sha256()
    for array in arrays:
        found.update(f"{array.dtype.newbyteorder('<').str} {array.shape}".encode())
        found.update(np.ascontiguousarray(array.astype(array.dtype.newbyteorder("<"))).tobytes())
    return found.hexdigest()[:16]


def trained(trainer_class, network: str, optimizer: str, precision: str = "float32"):
    """(the trainer, its state after a few steps, the losses)"""
    settings = TrainingSpec(optimizer, RATES[optimizer], 64, 11, precision)
    trainer = trainer_class(NETWORKS[network], settings)
    state, records = trainer.advance(trainer.initial_state(), data.mnist().train, STEPS)
    return trainer, state, records.loss


# What every machine computes alike, bit by bit.


def images() -> Iterable[np.ndarray]:
    for split in (data.mnist().train, data.mnist().validation, data.mnist().test):
        yield from (split.images, split.labels)


def first_weights(trainer_class) -> Iterable[np.ndarray]:
    for network in (NETWORKS[name] for name in ("tutorial", "mixed", "sigmoid", "linear")):
        for seed in (0, 11, 2**31 - 1):
            state = trainer_class(network, TrainingSpec(seed=seed)).initial_state()
            yield from (*state.weights.values(), *state.optimizer.values())


def orders() -> Iterable[np.ndarray]:
    """Of the images: at the beginning, over the end of an epoch, in the last iterations that there can be."""
    for seed, batch, start in ((0, 64, 0), (11, 64, 855), (2**31 - 1, 1_024, 49), (5, 1, 19_990)):
        yield randomness.batch_indices(seed, 55_000, batch, start, 10)


def dropout_masks(trainer_class) -> Iterable[np.ndarray]:
    """Of a white image with one pixel in two left out: the weights of what is left out do not move."""
    white = data.Split(np.full((1, 28, 28, 1), 255, np.uint8), np.array([3]))
    for layers, seed in (((Dropout(0.5),), 0), ((Pool("average", 1, 1), Dropout(0.2)), 11)):
        trainer = trainer_class(NetworkSpec(layers), TrainingSpec("sgd", 1e-4, 1, seed))
        state = trainer.initial_state()
        for _ in range(5):
            before, (state, _records) = state.weights["fc_out/kernel"], trainer.advance(state, white, 1)
            yield (state.weights["fc_out/kernel"] != before).any(axis=1)


def test_the_images():
    assert digest(images()) == EXACT["images"]


def test_the_first_weights(trainer_class):
    assert digest(first_weights(trainer_class)) == EXACT["first weights"]


def test_the_order_of_the_images():
    assert digest(orders()) == EXACT["order"]


def test_the_dropout_masks(trainer_class):
    masks = list(dropout_masks(trainer_class))
    assert [0.4 < mask.mean() < 0.6 for mask in masks[:5]] == [True] * 5  # they are masks
    assert [0.75 < mask.mean() < 0.85 for mask in masks[5:]] == [True] * 5
    assert digest(masks) == EXACT["dropout"]


# What a processor may round in its own way.


def close(found: np.ndarray, expected: tuple[float, ...], rounding: float) -> None:
    """``rounding``: of processors, relative. A GPU multiplies in numbers of 10 bits, unless it is told otherwise."""
    import tensorflow as tf

    np.testing.assert_allclose(
        found, expected, rtol=max(rounding, 1e-2 if tf.config.list_physical_devices("GPU") else 0)
    )


@pytest.mark.parametrize(("network", "optimizer"), LOSSES, ids="-".join)
def test_the_losses_of_a_few_steps(trainer_class, network, optimizer):
    _trainer, _state, losses = trained(trainer_class, network, optimizer)
    close(losses, LOSSES[network, optimizer], 1e-5)


def test_the_losses_in_bfloat16(trainer_class):
    """Its products have 8 bits: machines differ more."""
    _trainer, _state, losses = trained(trainer_class, "mixed", "adam", "bfloat16")
    close(losses, IN_BFLOAT16, 1e-2)


def test_what_is_judged(trainer_class):
    trainer, state, _losses = trained(trainer_class, "mixed", "adam")
    probabilities = trainer.predict(state.weights, data.mnist().test.images[:1])
    close(probabilities[0], PROBABILITIES, 1e-4)


def test_every_optimizer_kind_of_layer_and_choice_is_among_them():
    used = [layer for network, _optimizer in LOSSES for layer in NETWORKS[network].layers]
    assert {type(layer) for layer in used} == set(KINDS)
    assert {optimizer for _network, optimizer in LOSSES} == set(spec.OPTIMIZERS)
    assert {getattr(layer, "activation", "relu") for layer in used} == set(spec.ACTIVATIONS)
    for name, values in (("padding", {"same", "valid"}), ("kind", {"max", "average"})):
        assert {getattr(layer, name) for layer in used if hasattr(layer, name)} >= values
    assert {network for network, _optimizer in LOSSES} == set(NETWORKS)


def test_all_of_this_is_of_the_number_that_results_carry():
    assert provenance.ARITHMETIC == NUMBER


# How versions are named and compared.


def test_the_libraries_and_the_arithmetic_are_named():
    here = provenance.here()
    assert [name for name, _ in here] == ["tensorflow", "numpy", "Layer Lab"]
    assert dict(here)["numpy"] == np.__version__
    assert dict(here)["Layer Lab"] == str(provenance.ARITHMETIC)


def test_what_an_earlier_version_wrote_is_the_same():
    earlier = (("tensorflow", "2.21.0"), ("Layer Lab", "c8e4a5aac616"))
    now = (("tensorflow", "2.21.0"), ("Layer Lab", "1"))
    assert provenance.as_now(earlier) == provenance.as_now(now) == now
    assert provenance.earlier(now) == [earlier]
    other = (("tensorflow", "c8e4a5aac616"), ("Layer Lab", "0123456789ab"))
    assert provenance.as_now(other) == other
    assert provenance.earlier(other) == []


def test_what_differs_is_named():
    here = provenance.here()
    assert provenance.differences(here, here) == []
    assert provenance.differences(here, here[1:]) == [("tensorflow", dict(here)["tensorflow"], "–")]
