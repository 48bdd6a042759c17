"""Everything random in a run, as a function of its seed and the iteration: first weights, batch order, dropout.

So the same seed gives the same run, however it was sliced, paused, reset or moved to another process.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

_WEIGHTS, _BATCHES = 0, 1  # streams of one seed that never meet
_AT_ONCE = 65_536  # numbers drawn in float64 before they are kept in float32


def glorot_uniform(seed: int, position: int, shape: tuple[int, ...]) -> np.ndarray:
    """First values of one kernel: float32, uniform in ±sqrt(6 / (fan_in + fan_out)) (Glorot and Bengio 2010, equation 16).

    ``shape``: (rows, columns, inputs, filters) or (inputs, units); ``position``: which kernel of the network it is.
    """
    window = math.prod(shape[:-2])
    limit = math.sqrt(6 / (window * shape[-2] + window * shape[-1]))
    generator = np.random.default_rng([seed, _WEIGHTS, position])
    values = np.empty(math.prod(shape), np.float32)
    for start in range(
        0, len(values), _AT_ONCE
    ):  # the same numbers as all at once, without twice their size beside them
        part = values[start : start + _AT_ONCE]
        part[:] = generator.uniform(-limit, limit, len(part))
    return values.reshape(shape)


def batch_indices(seed: int, images: int, batch_size: int, start: int, count: int) -> np.ndarray:
    """Which images make the batches of iterations ``start + 1`` to ``start + count``: (count, batch_size), 0 to ``images - 1``.

    Every image comes once an epoch, each epoch in an order of its own; a batch may span two epochs.
    """
    position = np.arange(start * batch_size, (start + count) * batch_size)
    epoch, place = position // images, position % images
    indices = np.empty(len(position), np.int64)
    for number in range(epoch[0], epoch[-1] + 1) if count else ():
        inside = epoch == number
        indices[inside] = _epoch_order(seed, int(number), images)[place[inside]]
    return indices.reshape(count, batch_size)


@lru_cache(maxsize=64)
def _epoch_order(seed: int, epoch: int, images: int) -> np.ndarray:
    order = np.random.default_rng([seed, _BATCHES, epoch]).permutation(images).astype(np.uint32)
    order.setflags(write=False)
    return order
