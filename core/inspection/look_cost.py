"""What a look at a network takes, counted before anything is computed."""

from __future__ import annotations

import math
from dataclasses import dataclass

from core import spec

_BYTES = 4  # a float32


@dataclass(frozen=True)
class LookCost:
    """``bytes``: the most memory while `inspection.untrained` computes. ``operations``: arithmetic, and values read."""

    bytes: int
    operations: int


def look_cost(network: spec.NetworkSpec, images: int) -> LookCost:
    """Of what every layer puts out for so many images, with and without some filters. Raises `spec.SpecError` like `spec.check`."""
    parts = spec.summary(network)
    sizes = [(weight.size, len(weight.shape) == 2) for part in parts for weight in part.weights.values()]
    kept = sum(size for size, fully_connected in sizes if not fully_connected)
    kept += images * sum(math.prod(part.output_shape) for part in parts)
    rounded = 2 * max(
        size for size, fully_connected in sizes if fully_connected
    )  # the kernel, and in another precision
    at_once = max(2 * math.prod(part.input_shape) + part.working_values for part in parts)
    operations = 2 * images * sum(part.operations for part in parts)
    return LookCost(_BYTES * (kept + rounded + images * at_once), operations)
