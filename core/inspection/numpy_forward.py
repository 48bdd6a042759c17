"""What a network puts out, computed in NumPy for a few images: readable, and without TensorFlow.

`core.trainer.Trainer.forward` gives the same and is made for many images; the tests hold the two, and Keras, together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from core import spec
from core.data import check_images

# name → activation; in the precision of its input
ACTIVATIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "relu": lambda x: np.maximum(x, 0),
    "sigmoid": lambda x: 0.5 * (1 + np.tanh(0.5 * x)),  # 1 / (1 + exp(-x)), without overflow
    "tanh": np.tanh,
    "elu": lambda x: np.where(x > 0, x, np.expm1(np.minimum(x, 0))),
    "leaky_relu": lambda x: np.where(x > 0, x, 0.2 * x),  # Keras' slope
    "none": lambda x: x,
}


def as_precision(values: np.ndarray, precision: str) -> np.ndarray:
    """``values`` as that precision keeps them, still stored as float32: bfloat16 has 8 significant bits, ties go to even."""
    values = np.asarray(values, np.float32)
    if precision != "bfloat16":
        return values
    bits = values.view(np.uint32)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) & np.uint32(0xFFFF0000)).view(np.float32)


def forward(
    network: spec.NetworkSpec, weights: Mapping[str, np.ndarray], images: np.ndarray, precision: str = "float32"
) -> dict[str, np.ndarray]:
    """What every layer puts out, after its activation: {"conv1": (N, rows, columns, filters), …, "fc_out": (N, 10) logits}.

    ``images``: uint8 (N, 28, 28, 1), else `core.data.DataError`. Raises `spec.SpecError` for a network that cannot be.
    """
    check_images(images)
    x = as_precision(images.astype(np.float32) / np.float32(255), precision)
    outputs = {}
    for part in spec.summary(network):
        if part.kind == "flatten":
            x = x.reshape(len(x), -1)
        elif part.kind == "pool":
            x = as_precision(_pool(x, part.layer), precision)
        elif part.kind != "dropout":
            x = _weighted(part, x, weights, "float32" if part.name == spec.OUTPUT else precision)
        outputs[part.name] = x
    return outputs


def softmax(logits: np.ndarray) -> np.ndarray:
    """Probabilities (N, 10) of logits (N, 10): exp(z) / sum(exp(z)), shifted so that nothing overflows."""
    grown = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return grown / grown.sum(axis=-1, keepdims=True)


def padding_before(part: spec.LayerSummary) -> int:
    """Rows of zeros above a convolution's input, and columns left of it. "same" in TensorFlow: the odd one goes to the end."""
    if part.layer.padding == "valid":
        return 0
    return _padding(part.input_shape[0], part.output_shape[0], part.layer) // 2


def _padding(length: int, reached: int, layer: spec.Conv) -> int:
    return max(0, (reached - 1) * layer.stride + layer.kernel - length)


def _weighted(part: spec.LayerSummary, x: np.ndarray, weights: Mapping[str, np.ndarray], precision: str) -> np.ndarray:
    kernel, bias = (as_precision(weights[f"{part.name}/{which}"], precision) for which in ("kernel", "bias"))
    summed = _convolve(part, x, kernel) if part.kind == "conv" else x @ kernel
    activation = part.layer.activation if part.layer is not None else "none"
    return as_precision(ACTIVATIONS[activation](summed + bias), precision)


def _convolve(part: spec.LayerSummary, x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    rows, columns, filters = part.output_shape
    layer = part.layer
    before = padding_before(part)
    if layer.padding == "same":
        after = [
            max(0, _padding(length, reached, layer) - before)
            for length, reached in zip(x.shape[1:3], (rows, columns), strict=True)
        ]
        x = np.pad(x, ((0, 0), (before, after[0]), (before, after[1]), (0, 0)))
    summed = np.zeros((len(x), rows, columns, filters), np.float32)
    for row in range(layer.kernel):
        for column in range(layer.kernel):
            summed += _shifted(x, row, column, rows, columns, layer.stride) @ kernel[row, column]
    return summed


def _pool(x: np.ndarray, layer: spec.Pool) -> np.ndarray:
    rows, columns = ((length - layer.size) // layer.stride + 1 for length in x.shape[1:3])
    parts = [
        _shifted(x, row, column, rows, columns, layer.stride)
        for row in range(layer.size)
        for column in range(layer.size)
    ]
    if layer.kind == "max":
        return np.maximum.reduce(parts)
    return np.add.reduce(parts) / np.float32(layer.size**2)


def _shifted(x: np.ndarray, row: int, column: int, rows: int, columns: int, stride: int) -> np.ndarray:
    """Of each window its value at (row, column): (N, rows, columns, channels)."""
    return x[:, row : row + (rows - 1) * stride + 1 : stride, column : column + (columns - 1) * stride + 1 : stride]
