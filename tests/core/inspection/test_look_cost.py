"""What a look is said to take, held against the memory that it takes."""

from __future__ import annotations

import tracemalloc

import pytest

from core.inspection.inspection import untrained
from core.inspection.look_cost import look_cost
from core.layers import KINDS
from core.layers.layer import ROW
from core.spec import BatchNorm, Conv, Dense, Dropout, GlobalPool, NetworkSpec, Pool, TrainingSpec, summary, tutorial

LARGE = {
    "a window of 15 over 512 maps": NetworkSpec((Conv(512, 5), Pool("max", 15, 1))),
    "means of 15": NetworkSpec((Conv(512, 5), Pool("average", 15, 1))),
    "512 maps many times": NetworkSpec((Conv(512, 1), *[Pool("max", 1, 1)] * 8, GlobalPool("max"))),
    "batch normalization": NetworkSpec((Conv(512, 1), *[BatchNorm("sigmoid")] * 6, Dropout(), GlobalPool())),
    "a large kernel": NetworkSpec((Conv(512, 1, 4), Conv(500, 4, 2, activation="elu"), GlobalPool())),
    "fully connected": NetworkSpec((Pool(), Dense(3900, "sigmoid"), Dense(1000))),
    "strides": NetworkSpec((Conv(400, 28, activation="tanh"),)),
}


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
@pytest.mark.parametrize("name", LARGE)
def test_a_look_takes_no_more_memory_than_was_counted(name, precision, digits):
    network, settings, images = LARGE[name], TrainingSpec(precision=precision), digits.test.images[:2]
    first = {part.name: [0] for part in summary(network)[:1] if part.parameters}
    tracemalloc.start()
    untrained(network, settings, images, first)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    counted = look_cost(network, 2).bytes
    assert most <= counted
    assert counted < 6 * most  # nor is it said to take much more


def test_pooling_counts():
    without, small, large = (
        look_cost(NetworkSpec((Conv(64, 5), *pools, GlobalPool())), 1).operations
        for pools in ([], [Pool("max", 2, 1)], [Pool("average", 15, 1)])
    )
    maps, whole = 14 * 14 * 64, 28 * 28 * 64
    assert small - without >= 2 * (4 * 27 * 27 - whole // 64) * 64 > 0
    assert large - without == 2 * (225 * maps + maps - whole)  # each window, then what global pooling reads of it


def test_every_kind_counts_its_work():
    for layer in (kind() for kind in KINDS):
        shape = (16,) if layer.takes == ROW else (14, 14, 16)
        assert layer.operations(shape) > 0, layer
        twice = (32,) if layer.takes == ROW else (14, 14, 32)
        assert layer.operations(twice) > layer.operations(shape), layer


def test_a_second_image_costs_as_much_as_the_first():
    one, two = (look_cost(tutorial(), images) for images in (1, 2))
    assert two.operations == 2 * one.operations
    assert one.bytes < two.bytes <= 2 * one.bytes
