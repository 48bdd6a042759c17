"""What a network puts out, computed in NumPy, held against Keras layer by layer."""

from __future__ import annotations

import ml_dtypes
import numpy as np
import pytest
import scipy.special

from core import spec
from core.data import DataError
from core.inspection import numpy_forward
from core.layers.activations import ACTIVATIONS
from core.training.initial_weights import first_weights
from tests.support import keras_twin
from tests.support.random_weights import random_weights


@pytest.mark.parametrize("name", keras_twin.NETWORKS)
def test_every_layer_puts_out_what_kerass_does(name, digits):
    network = keras_twin.NETWORKS[name]
    weights, images = random_weights(network), digits.test.images[:3]
    twin = keras_twin.model(network)
    keras_twin.set_weights(twin, weights)
    theirs = twin(images.astype(np.float32) / 255)
    ours = numpy_forward.forward(network, weights, images)
    assert list(ours) == [part.name for part in spec.summary(network)]
    for layer, values in ours.items():
        assert values.dtype == np.float32
        np.testing.assert_allclose(values, theirs[layer], rtol=1e-4, atol=2e-6, err_msg=layer)


@pytest.mark.parametrize("name", ["tutorial", "overlapping pools", "all kinds, sigmoid", "all kinds, elu"])
def test_bfloat16_stays_within_its_steps_of_keras(name, digits):
    network = keras_twin.NETWORKS[name]
    weights, images = random_weights(network), digits.test.images[:2]
    twin = keras_twin.model(network, "bfloat16")
    keras_twin.set_weights(twin, weights)
    theirs = twin(images.astype(np.float32) / 255)
    ours = numpy_forward.forward(network, weights, images, "bfloat16")
    exact = numpy_forward.forward(network, weights, images)
    for layer, values in ours.items():
        peak = np.abs(values).max()
        np.testing.assert_allclose(values, np.asarray(theirs[layer], np.float32), atol=0.02 * peak, err_msg=layer)
        if layer != spec.OUTPUT:
            assert not (values.view(np.uint32) & 0xFFFF).any(), f"{layer} keeps more than bfloat16 can"
    assert any((exact[layer] != values).any() for layer, values in ours.items())


def test_rounding_to_bfloat16_is_that_of_ml_dtypes():
    generator = np.random.default_rng(0)
    values = np.concatenate(
        [generator.normal(0, scale, 4000) for scale in (1e-30, 1e-3, 1, 1e30)]
        + [[0, -0.0, 1, 1 + 2**-8, 1 + 3 * 2**-8, -1 - 2**-8, 0.1]]
    ).astype(np.float32)
    theirs = values.astype(ml_dtypes.bfloat16).astype(np.float32)
    np.testing.assert_array_equal(numpy_forward.as_precision(values, "bfloat16"), theirs)
    assert numpy_forward.as_precision(values, "float32") is values


def test_softmax_is_scipys_and_does_not_overflow():
    logits = np.array([[1.0, 2, 3, -4, 0, 0, 0, 0, 0, 0], [1000, 999, 0, 0, 0, 0, 0, 0, 0, -1000]], np.float32)
    np.testing.assert_allclose(numpy_forward.softmax(logits), scipy.special.softmax(logits, axis=1), rtol=1e-5)


def test_activations_at_their_ends():
    ends = np.array([-1e4, -1, 0, 1, 1e4], np.float32)
    with np.errstate(over="raise"):
        values = {name: activation.numpy(ends) for name, activation in ACTIVATIONS.items()}
    assert set(values) == set(spec.ACTIVATIONS)
    np.testing.assert_allclose(values["sigmoid"], scipy.special.expit(ends), rtol=1e-6)
    np.testing.assert_allclose(values["elu"], [-1, np.expm1(-1), 0, 1, 1e4], rtol=1e-6)
    np.testing.assert_allclose(values["leaky_relu"], [-2e3, -0.2, 0, 1, 1e4], rtol=1e-6)


def test_other_images_and_networks_are_refused(digits):
    weights = first_weights(spec.tutorial(), 0)
    with pytest.raises(DataError):
        numpy_forward.forward(spec.tutorial(), weights, digits.test.images[0])
    with pytest.raises(spec.SpecError):
        numpy_forward.forward(spec.NetworkSpec((spec.Conv(0),)), weights, digits.test.images[:1])
