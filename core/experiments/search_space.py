"""The small networks that the search for the simplest one chooses from, by their number of parameters."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from itertools import product

from core import spec
from core.spec import BatchNorm, Conv, Dense, GlobalPool, Layer, NetworkSpec, Pool

_KERNELS = (3, 5)
_ONE = (2, 3, 4, 6, 8, 12, 16, 24)  # filters of a single convolution
_TWO = ((2, 2), (2, 4), (3, 6), (4, 8), (6, 12), (8, 16), (12, 24), (16, 24), (24, 24))
_LARGE = _TWO[-3:]  # with fewer filters, one value for each of them says too little
_POOLS = ((2, 2), (2, 3), (3, 3))
_UNITS = (None, 16, 64)  # of a fully connected layer before the ten classes


@cache
def networks() -> tuple[NetworkSpec, ...]:
    """Every network that the search may try, the fewest parameters first: from a few hundred to a few hundred thousand.

    One convolution or two, each with max-pooling, with or without a fully connected layer; two with batch normalization, or
    with the largest value of each map at the end; the linear classifier; and the tutorial's network.
    """
    found = {NetworkSpec(), spec.tutorial(), *(NetworkSpec(layers) for layers in _shapes())}
    return tuple(sorted(found, key=lambda network: (parameters(network), repr(network))))


@cache
def parameters(network: NetworkSpec) -> int:
    """As `spec.parameters` has it, counted once: the search asks again and again."""
    return spec.parameters(network)


def evenly_spaced(count: int) -> tuple[NetworkSpec, ...]:
    """At most ``count`` networks shaped like the tutorial's, their sizes evenly apart on a logarithmic scale."""
    shaped = _like_the_tutorial()
    low, high = (math.log(parameters(network)) for network in (shaped[0], shaped[-1]))
    sizes = [low + (high - low) * (step + 0.5) / count for step in range(count)]
    found = [min(shaped, key=lambda network, size=size: abs(math.log(parameters(network)) - size)) for size in sizes]
    return tuple(dict.fromkeys(found))


def _shapes() -> Iterator[tuple[Layer, ...]]:
    for kernel, filters, pool, units in product(_KERNELS, _ONE, (2, 3), _UNITS):
        yield Conv(filters, kernel), _pool(pool), *_end(units)
    for kernel, filters, pools, units in product(_KERNELS, _TWO, _POOLS, _UNITS):
        yield _two(kernel, filters, pools, units)
    for first, second in _LARGE:
        yield Conv(first, 5), _pool(2), Conv(second, 5), GlobalPool("max")
    for first, second in _TWO:
        yield *_normed(first), _pool(2), *_normed(second), _pool(3)


def _normed(filters: int) -> tuple[Layer, Layer]:
    return Conv(filters, 5, activation="none"), BatchNorm("relu")


def _two(kernel: int, filters: tuple[int, int], pools: tuple[int, int], units: int | None) -> tuple[Layer, ...]:
    first, second = filters
    return Conv(first, kernel), _pool(pools[0]), Conv(second, kernel), _pool(pools[1]), *_end(units)


def _like_the_tutorial() -> list[NetworkSpec]:
    """Two convolutions of 5 × 5; the larger ones with a fully connected layer, as the tutorial's, which is itself too large."""
    small = [_two(5, filters, (2, 3), None) for filters in _TWO]
    large = [_two(5, filters, (2, 2), 64) for filters in _TWO if filters[1] > 12]
    return sorted((NetworkSpec(layers) for layers in small + large), key=parameters)


def _pool(size: int) -> Pool:
    return Pool("max", size, size)


def _end(units: int | None) -> tuple[Layer, ...]:
    return () if units is None else (Dense(units),)
