"""What a network puts out, computed in NumPy for a few images: readable, and without TensorFlow.

`core.trainer.Trainer.forward` gives the same and is made for many images; the tests hold the two, and Keras, together.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from core import spec
from core.data import check_images
from core.layers.precision import FLOAT32, as_precision


def forward(
    network: spec.NetworkSpec, weights: Mapping[str, np.ndarray], images: np.ndarray, precision: str = FLOAT32
) -> dict[str, np.ndarray]:
    """What every layer puts out, after its activation: {"conv1": (N, rows, columns, filters), …, "fc_out": (N, 10) logits}.

    ``images``: uint8 (N, 28, 28, 1), else `core.data.DataError`. Raises `spec.SpecError` for a network that cannot be.
    """
    x, outputs = inputs(images, precision), {}
    for part in spec.summary(network):
        x = outputs[part.name] = layer_output(part, weights, x, precision)
    return outputs


def inputs(images: np.ndarray, precision: str) -> np.ndarray:
    """What the first layer receives: float32 (N, 28, 28, 1) from 0 to 1. Raises `core.data.DataError`."""
    check_images(images)
    return as_precision(images.astype(np.float32) / np.float32(255), precision)


def layer_output(
    part: spec.LayerSummary, weights: Mapping[str, np.ndarray], x: np.ndarray, precision: str
) -> np.ndarray:
    """What one layer makes of ``x``. ``weights``: its own by their full names, others may be among them."""
    return part.layer.numpy(x, own_weights(part, weights), FLOAT32 if part.layer.keeps_float32 else precision)


def own_weights(part: spec.LayerSummary, weights: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Of one layer, by their own names: {"kernel": …, "bias": …}."""
    return {name.removeprefix(f"{part.name}/"): weights[name] for name in part.weights}


def softmax(logits: np.ndarray) -> np.ndarray:
    """Probabilities (N, 10) of logits (N, 10): exp(z) / sum(exp(z)), shifted so that nothing overflows."""
    grown = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return grown / grown.sum(axis=-1, keepdims=True)
