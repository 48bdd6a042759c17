"""Batches and first weights: plain counting, and the formula of Glorot and Bengio."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from scipy.stats import kstest

from core.training.randomness import batch_indices, glorot_uniform


@pytest.mark.parametrize(("images", "batch"), [(100, 10), (97, 10), (10, 64), (1, 3), (7, 7), (55_000, 1024)])
def test_every_image_comes_once_an_epoch(images, batch):
    epochs = 3
    batches = math.ceil(epochs * images / batch)
    drawn = batch_indices(4, images, batch, 0, batches)
    assert drawn.shape == (batches, batch)
    orders = drawn.reshape(-1)[: epochs * images].reshape(epochs, images)
    assert (np.sort(orders, axis=1) == np.arange(images)).all()
    if images > 5:
        assert not (orders[0] == orders[1]).all()
        assert not (orders[1] == orders[2]).all()
        assert not (orders[0] == np.arange(images)).all()


@pytest.mark.parametrize(("images", "batch"), [(23, 5), (3, 10), (55_000, 64)])
def test_slices_agree(images, batch):
    whole = batch_indices(1, images, batch, 0, 40)
    cuts = [0, 1, 2, 9, 9, 30, 40]
    parts = [batch_indices(1, images, batch, a, b - a) for a, b in itertools.pairwise(cuts)]
    assert (np.concatenate(parts) == whole).all()


def test_no_batches():
    assert batch_indices(0, 10, 4, 7, 0).shape == (0, 4)


def test_seeds_and_batches_differ():
    orders = [batch_indices(seed, 1000, 1000, 0, 1)[0] for seed in (0, 1, 2, 2**31 - 1)]
    for i, a in enumerate(orders):
        for b in orders[:i]:
            assert (a == b).mean() < 0.02  # two orders by chance agree in about one place of a thousand


@pytest.mark.parametrize("shape", [(5, 5, 16, 36), (1764, 128), (784, 10), (1, 1, 1, 512)])
def test_glorot_uniform(shape):
    """Glorot and Bengio 2010: variance 2 / (fan in + fan out), a uniform distribution."""
    fans = math.prod(shape[:-2]) * (shape[-2] + shape[-1])
    kernel = glorot_uniform(3, 0, shape)
    limit = math.sqrt(6 / fans)
    assert kernel.dtype == np.float32
    assert kernel.shape == shape
    assert abs(kernel).max() <= limit * (1 + 1e-6)
    assert kernel.var() == pytest.approx(2 / fans, rel=5 / math.sqrt(kernel.size))
    assert kstest(kernel.reshape(-1), "uniform", (-limit, 2 * limit)).pvalue > 1e-4


def test_glorot_limit_is_keras():
    from tests.support.keras_twin import keras

    for shape in ((3, 3, 4, 8), (20, 30)):
        theirs = np.array(keras.initializers.GlorotUniform(0)((*shape[:-1], shape[-1])))
        assert abs(glorot_uniform(0, 0, shape)).max() == pytest.approx(abs(theirs).max(), rel=0.05)


def test_each_kernel_has_its_own_values():
    kernels = [glorot_uniform(seed, position, (30, 30)) for seed in range(3) for position in range(3)]
    for i, a in enumerate(kernels):
        for b in kernels[:i]:
            assert abs(np.corrcoef(a.reshape(-1), b.reshape(-1))[0, 1]) < 0.2
    assert (glorot_uniform(1, 2, (30, 30)) == kernels[5]).all()
