"""Weights as no training makes them, so that what is forgotten shows."""

from __future__ import annotations

import numpy as np

from core import spec
from core.training.initial_weights import first_weights


def random_weights(network: spec.NetworkSpec, seed: int = 5) -> dict[str, np.ndarray]:
    """Glorot kernels; biases and whatever else begins at zero or one, moved away from there, variances still above zero."""
    generator = np.random.default_rng(seed)
    return {
        name: values if values.ndim > 1 else values + generator.normal(0, 0.1, values.shape).astype(np.float32)
        for name, values in first_weights(network, seed).items()
    }
