"""The weights that a network has before it is trained: their names, shapes and first values."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from core import spec
from core.layers.weight import GLOROT, ONES, Weight
from core.training import randomness


def weights_of(network: spec.NetworkSpec) -> dict[str, Weight]:
    """Every weight, by name, in order: conv1/kernel, conv1/bias, …, fc_out/bias."""
    return {name: weight for part in spec.summary(network) for name, weight in part.weights.items()}


def weight_shapes(network: spec.NetworkSpec) -> dict[str, tuple[int, ...]]:
    """Shape of every weight, by name, in order."""
    return {name: weight.shape for name, weight in weights_of(network).items()}


def learned_shapes(network: spec.NetworkSpec) -> dict[str, tuple[int, ...]]:
    """Shape of every weight that gradients move: those that an optimizer keeps something about."""
    return {name: weight.shape for name, weight in weights_of(network).items() if weight.learned}


def first_weights(network: spec.NetworkSpec, seed: int) -> dict[str, np.ndarray]:
    """Kernels Glorot-uniform from ``seed``, the others as their layer begins: float32 arrays by name."""
    return {name: values for part in first_weights_by_layer(network, seed) for name, values in part.items()}


def first_weights_by_layer(network: spec.NetworkSpec, seed: int) -> Iterator[dict[str, np.ndarray]]:
    """`first_weights` of one layer after the other, as in `spec.summary`, for who needs no two at a time."""
    position = 0
    for part in spec.summary(network):
        own = {
            name: _first(weight, seed, position + place) for place, (name, weight) in enumerate(part.weights.items())
        }
        position += len(own)
        yield own


def _first(weight: Weight, seed: int, position: int) -> np.ndarray:
    if weight.first == GLOROT:
        return randomness.glorot_uniform(seed, position, weight.shape)
    return np.full(weight.shape, 1.0 if weight.first == ONES else 0.0, np.float32)
