"""Kernels, biases, a pixel by hand and filters switched off, held against Keras, the trainer and hand arithmetic."""

from __future__ import annotations

import numpy as np
import pytest

from core import anatomy, spec
from core.anatomy import AnatomyError
from core.inspection import numpy_forward
from core.spec import BatchNorm, Conv, Dense, Dropout, GlobalPool, NetworkSpec, Pool, TrainingSpec
from core.trainer import Trainer
from tests.support import keras_twin
from tests.support.random_weights import random_weights

WITH_CONVOLUTIONS = [
    name for name, network in keras_twin.NETWORKS.items() if any(isinstance(layer, Conv) for layer in network.layers)
]
GRID = [
    NetworkSpec(
        (Conv(4, kernel, stride, padding, activation), Pool(kind, 2, 2), Conv(3, 2, stride, padding, activation))
    )
    for kernel, stride, padding, activation, kind in zip(
        (1, 2, 3, 5, 4, 7, 3, 5, 6, 2, 3, 4),
        (1, 2, 3) * 4,
        ("same", "same", "valid", "valid") * 3,
        spec.ACTIVATIONS * 2,
        ("max", "average") * 6,
        strict=True,
    )
]


def close(by_hand: float, own: float, values: np.ndarray) -> bool:
    """Equal to 1e-5 of its size; of a value that is almost zero, of the size of its neighbours."""
    return abs(by_hand - own) <= 1e-5 * max(abs(own), 0.05 * float(np.abs(values).max()))


def pixels(shape: tuple[int, ...], seed: int) -> list[tuple[int, int, int]]:
    """The corners, and some between: (filter, row, column)."""
    generator = np.random.default_rng(seed)
    rows, columns, filters = shape
    corners = [(0, 0, 0), (filters - 1, rows - 1, columns - 1), (0, rows - 1, 0), (0, 0, columns - 1)]
    return corners + [tuple(int(generator.integers(length)) for length in (filters, rows, columns)) for _ in range(6)]


@pytest.mark.parametrize("network", [*(keras_twin.NETWORKS[name] for name in WITH_CONVOLUTIONS), *GRID])
def test_a_pixel_by_hand_is_the_networks_and_kerass(network, digits):
    weights, image = random_weights(network), digits.test.images[13]
    own = Trainer(network, TrainingSpec()).forward(weights, image[np.newaxis])
    twin = keras_twin.model(network)
    keras_twin.set_weights(twin, weights)
    theirs = twin(image[np.newaxis].astype(np.float32) / 255)
    for part in spec.summary(network):
        if part.kind != "conv":
            continue
        for number, row, column in pixels(part.output_shape, 1):
            work = anatomy.work(network, weights, image, part.name, filter=number, row=row, column=column)
            values = own[part.name][0]
            assert close(work.activation, values[row, column, number], values)
            assert close(work.activation, float(theirs[part.name][0, row, column, number]), values)
            np.testing.assert_array_equal(work.kernel, weights[f"{part.name}/kernel"][..., number])
            assert work.patch.shape == work.kernel.shape == work.products.shape
            assert work.bias == weights[f"{part.name}/bias"][number]
            assert work.sum == pytest.approx(work.products.sum() + work.bias)
            again = anatomy.work_on(
                network, weights, image, {name: each[0] for name, each in own.items()}, part.name, number, row, column
            )
            assert close(again.activation, values[row, column, number], values)


@pytest.mark.parametrize("network", GRID)
def test_where_the_pooling_takes_its_value(network, digits):
    weights, image = random_weights(network), digits.test.images[0]
    own = {name: each[0] for name, each in numpy_forward.forward(network, weights, image[np.newaxis]).items()}
    kind = network.layers[1].kind
    rows, columns, filters = own["conv1"].shape
    for number, row, column in pixels((rows, columns, filters), 2):
        work = anatomy.work(network, weights, image, "conv1", number, row, column)
        if row >= rows // 2 * 2 or column >= columns // 2 * 2:  # cut off by the pooling
            assert work.window is None
            assert work.pooled is None
            continue
        assert (work.window.name, work.window.kind) == ("pool1", kind)
        assert (work.window.row, work.window.column) == (row // 2, column // 2)
        inside = own["conv1"][slice(*work.window.rows), slice(*work.window.columns), number]
        assert work.window.value == own["pool1"][row // 2, column // 2, number]
        if kind == "max":
            assert own["conv1"][(*work.pooled, number)] == inside.max() == work.window.value
        else:
            assert work.pooled is None
            assert work.window.value == pytest.approx(float(inside.mean()), abs=1e-6)
    last = anatomy.work(network, weights, image, "conv2", 0, 0, 0)
    assert last.window is None


@pytest.mark.parametrize("network", [spec.tutorial(), *GRID[:6]])
def test_a_pixel_by_hand_in_bfloat16(network, digits):
    """The operands are rounded, the products exact: Keras' float32 convolution of the rounded operands gives the same sum."""
    weights, image = random_weights(network), digits.test.images[13]
    settings = TrainingSpec(precision="bfloat16")
    own = {name: each[0] for name, each in Trainer(network, settings).forward(weights, image[np.newaxis]).items()}
    rounded = {name: numpy_forward.as_precision(values, "bfloat16") for name, values in weights.items()}
    given = numpy_forward.as_precision(image.astype(np.float32) / 255, "bfloat16")
    linear = NetworkSpec(tuple(Conv(**(vars(each) | {"activation": "none"})) for each in network.layers[:1]))
    twin = keras_twin.model(linear)
    twin.get_layer("conv1").set_weights([rounded["conv1/kernel"], rounded["conv1/bias"]])
    sums = np.asarray(twin(given[np.newaxis])["conv1"])[0]
    for number, row, column in pixels(own["conv1"].shape, 3):
        work = anatomy.work_on(network, weights, image, own, "conv1", number, row, column, "bfloat16")
        assert close(work.sum, sums[row, column, number], sums)
        peak = float(np.abs(own["conv1"]).max())
        # The network rounds after the sum, the bias and the activation: two steps of bfloat16 apart at most.
        assert abs(work.activation - own["conv1"][row, column, number]) <= 2**-6 * max(abs(work.activation), 0.1 * peak)


def test_hand_arithmetic():
    """An image of one bright pixel under a kernel of ones, on paper."""
    network = NetworkSpec((Conv(1, 3, 1, "same", "none"), Pool("max", 2, 2)))
    weights = {
        "conv1/kernel": np.arange(9, dtype=np.float32).reshape(3, 3, 1, 1),
        "conv1/bias": np.array([0.5], np.float32),
        "fc_out/kernel": np.zeros((196, 10), np.float32),
        "fc_out/bias": np.zeros(10, np.float32),
    }
    image = np.zeros((28, 28, 1), np.uint8)
    image[0, 0] = 255
    corner = anatomy.work(network, weights, image, "conv1", filter=0, row=0, column=0)
    assert (corner.sum, corner.activation, corner.bias) == (4.5, 4.5, 0.5)  # the bright pixel lies under the middle, 4
    assert corner.inside.tolist() == [[False] * 3, [False, True, True], [False, True, True]]
    assert corner.products[1, 1, 0] == 4
    assert anatomy.work(network, weights, image, "conv1", 0, 1, 1).sum == 0.5  # under the corner, 0
    right = anatomy.work(network, weights, image, "conv1", 0, 0, 1)
    assert right.sum == 3.5
    assert right.pooled == (0, 0)
    assert right.window.value == 4.5


def test_a_pixel_in_two_windows_or_in_none(digits):
    overlapping = NetworkSpec((Conv(2, 3), Dropout(0.5), Pool("max", 3, 2)))
    work = anatomy.work(overlapping, random_weights(overlapping), digits.test.images[0], "conv1", 0, 4, 5)
    assert (work.window.row, work.window.column) == (1, 2)  # the first of those that hold it
    apart = NetworkSpec((Conv(2, 3), Pool("max", 2, 3)))
    assert anatomy.work(apart, random_weights(apart), digits.test.images[0], "conv1", 0, 2, 0).window is None


def test_kernels_and_biases(digits):
    trainer = Trainer(spec.tutorial(), TrainingSpec())
    state, _ = trainer.advance(trainer.initial_state(), digits.train, 3)
    twin = keras_twin.model(spec.tutorial())
    keras_twin.set_weights(twin, state.weights)
    kernel, bias = twin.get_layer("conv2").get_weights()
    assert anatomy.kernels(state.weights, "conv2").shape == (5, 5, 16, 36)
    np.testing.assert_array_equal(anatomy.kernels(state.weights, "conv2"), kernel)
    np.testing.assert_array_equal(anatomy.biases(state.weights, "conv2"), bias)
    assert anatomy.biases(state.weights, "conv1").shape == (16,)
    for layer in ("conv3", "pool1", "", None):
        with pytest.raises(AnatomyError, match="there is no layer"):
            anatomy.kernels(state.weights, layer)


@pytest.mark.parametrize(
    ("layer", "place", "words"),
    [
        ("conv1", (16, 0, 0), "conv1: filter is 16; it must be a whole number from 0 to 15."),
        ("conv2", (0, 14, 0), "conv2: row is 14; it must be a whole number from 0 to 13."),
        ("conv2", (0, 0, -1), "conv2: column is -1; it must be a whole number from 0 to 13."),
        ("conv1", (0.5, 0, 0), "conv1: filter is 0.5;"),
        ("conv1", (True, 0, 0), "conv1: filter is True;"),
        ("conv1", (None, 0, 0), "conv1: filter is None;"),
        ("pool1", (0, 0, 0), "pool1: the network has no convolution by this name."),
        ("fc1", (0, 0, 0), "fc1: the network has no convolution by this name."),
    ],
)
def test_what_is_not_there_is_named(layer, place, words, digits):
    with pytest.raises(AnatomyError) as refused:
        anatomy.work(spec.tutorial(), random_weights(spec.tutorial()), digits.test.images[0], layer, *place)
    assert str(refused.value).startswith(words)


# Filters switched off.

SWITCHED = [
    (spec.tutorial(), {"conv1": [0, 5], "conv2": [35], "fc1": [7, 8]}),
    (keras_twin.NETWORKS["all kinds, sigmoid"], {"conv1": [1], "conv2": [0, 3]}),
    (NetworkSpec((Conv(3, 3, activation="sigmoid"),)), {"conv1": [2]}),
    (NetworkSpec((Dense(5, "sigmoid"), Dropout(0.3), Dense(4, "tanh"))), {"fc1": [0], "fc2": [3]}),
    (NetworkSpec((Conv(4, 3), Conv(5, 3), GlobalPool(), Dense(6))), {"conv1": [1], "conv2": [0, 4]}),
    (
        NetworkSpec((Conv(4, 3), BatchNorm("sigmoid"), Pool(), Conv(3, 3), Dense(6), BatchNorm())),
        {"conv1": [1], "norm1": [2], "fc1": [5], "norm2": [0]},
    ),
]


@pytest.mark.parametrize(("network", "off"), SWITCHED)
def test_without_a_filter_the_network_computes_as_if_it_put_out_zero(network, off, digits):
    """Keras again, with a layer after each that multiplies by the switches."""
    import keras

    weights, images = random_weights(network), digits.test.images[:3]
    kept = dict(weights)
    reduced = anatomy.without(network, weights, off)
    assert all((weights[name] == kept[name]).all() for name in weights)
    twin = keras_twin.model(network)
    keras_twin.set_weights(twin, weights)
    x = images.astype(np.float32) / 255
    expected = {}
    for layer in twin.layers:
        if isinstance(layer, keras.layers.InputLayer):
            continue
        x = np.array(layer(x))
        name = layer.name.removesuffix(keras_twin.APART)
        if name in off and not isinstance(layer, keras.layers.BatchNormalization):
            x[..., off[name]] = 0
        expected[name] = x
    trainer = Trainer(network, TrainingSpec())
    raw = trainer.forward(reduced, images)
    np.testing.assert_allclose(raw["fc_out"], expected["fc_out"], rtol=1e-4, atol=1e-5)
    shown = anatomy.silence(network, raw, off)
    for layer, values in expected.items():
        np.testing.assert_allclose(shown[layer], values, rtol=1e-4, atol=1e-5, err_msg=layer)
    np.testing.assert_array_equal(
        trainer.forward(anatomy.without(network, weights, {}), images)["fc_out"],
        trainer.forward(weights, images)["fc_out"],
    )


def test_a_pixel_by_hand_without_filters_before_it(digits):
    network, off = spec.tutorial(), {"conv1": [0, 1, 2]}
    weights, image = random_weights(network), digits.test.images[0]
    raw = Trainer(network, TrainingSpec()).forward(anatomy.without(network, weights, off), image[np.newaxis])
    outputs = {name: values[0] for name, values in anatomy.silence(network, raw, off).items()}
    work = anatomy.work_on(network, weights, image, outputs, "conv2", 3, 6, 6)
    assert not work.products[..., :3].any()
    assert work.products[..., 3:].any()
    assert close(work.activation, outputs["conv2"][6, 6, 3], outputs["conv2"])


@pytest.mark.parametrize(
    ("off", "words"),
    [
        ({"pool1": [0]}, "pool1: the network has no such layer that can be switched off."),
        ({"fc_out": [0]}, "fc_out: the network has no such layer"),
        ({"conv9": []}, "conv9: the network has no such layer"),
        ({"conv1": [16]}, "conv1: filter is 16; it must be a whole number from 0 to 15."),
        ({"conv1": ["a"]}, "conv1: filter is a;"),
        ({"conv1": [-1]}, "conv1: filter is -1;"),
    ],
)
def test_switches_that_are_not_there_are_refused(off, words):
    with pytest.raises(AnatomyError) as refused:
        anatomy.without(spec.tutorial(), random_weights(spec.tutorial()), off)
    assert str(refused.value).startswith(words)


# Other outputs by hand.


BY_HAND = NetworkSpec((BatchNorm(), Conv(4, 3), BatchNorm("tanh", 0.9), GlobalPool(), Dense(5), BatchNorm("elu")))
PLACES = {"norm1": [(0, 0, 0), (13, 14, 0)], "norm2": [(3, 27, 2), (14, 9, 3)], "gpool1": [(0,), (3,)], "norm3": [(4,)]}


@pytest.mark.parametrize("network", [BY_HAND, NetworkSpec((Conv(4, 3), GlobalPool("max")))], ids=["mean", "max"])
def test_the_lines_come_to_what_the_network_puts_out(network, digits):
    weights, image = random_weights(network), digits.test.images[0]
    outputs = {name: each[0] for name, each in numpy_forward.forward(network, weights, image[np.newaxis]).items()}
    worked = [(name, place) for name, places in PLACES.items() if name in outputs for place in places]
    assert worked
    for layer, at in worked:
        found = anatomy.worked_output(network, weights, image, outputs, layer, at)
        assert found.value == pytest.approx(found.own, rel=1e-4, abs=1e-5)
        assert found.own == outputs[layer][at]
        last = found.lines[-1].text.rpartition("= ")[2].replace("−", "-")
        assert float(last) == pytest.approx(found.value, rel=1e-2, abs=1e-4)
        assert all(str(line.label) for line in found.lines)


@pytest.mark.parametrize(
    ("layer", "at"),
    [
        ("conv1", (0, 0, 0)),
        ("norm9", (0, 0, 0)),
        ("norm2", (28, 0, 0)),
        ("norm2", (0,)),
        ("gpool1", (4,)),
        ("gpool1", ("0",)),
    ],
)
def test_nothing_is_worked_through_where_there_is_nothing(layer, at, digits):
    weights, image = random_weights(BY_HAND), digits.test.images[0]
    outputs = {name: each[0] for name, each in numpy_forward.forward(BY_HAND, weights, image[np.newaxis]).items()}
    with pytest.raises(anatomy.AnatomyError):
        anatomy.worked_output(BY_HAND, weights, image, outputs, layer, at)
