"""The weights that a network has before it is trained: their names, shapes and first values."""

from __future__ import annotations

import numpy as np

from core import spec
from core.training import randomness


def weight_shapes(network: spec.NetworkSpec) -> dict[str, tuple[int, ...]]:
    """Shape of every weight, by name, in order: conv1/kernel, conv1/bias, …, fc_out/bias."""
    shapes = {}
    for part in spec.summary(network):
        if part.parameters:
            window = (part.layer.kernel, part.layer.kernel) if part.kind == "conv" else ()
            shapes[f"{part.name}/kernel"] = (*window, part.input_shape[-1], part.output_shape[-1])
            shapes[f"{part.name}/bias"] = (part.output_shape[-1],)
    return shapes


def first_weights(network: spec.NetworkSpec, seed: int) -> dict[str, np.ndarray]:
    """Kernels Glorot-uniform from ``seed``, biases zero: float32 arrays by name."""
    return {
        name: randomness.glorot_uniform(seed, position, shape) if len(shape) > 1 else np.zeros(shape, np.float32)
        for position, (name, shape) in enumerate(weight_shapes(network).items())
    }
