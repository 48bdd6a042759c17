"""A fully connected layer, and the ten logits that end every network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.fields import Number, Whole, chosen
from core.layers.activations import ACTIVATIONS, activation_field
from core.layers.code import Call
from core.layers.layer import ROW, Layer, Shape, activated, own_activation, tensorflow_activation
from core.layers.precision import as_precision
from core.layers.tensor_pass import TensorPass
from core.layers.weight import GLOROT, Weight, Weights
from core.messages import Plural, Sentence


@dataclass(frozen=True)
class Dense(Layer):
    """A fully connected layer."""

    units: int = chosen(
        128,
        Whole(1, 4096),
        Number(),
        Sentence("Units"),
        alone=Plural("{count} unit", "{count} units"),
        suggestions=(16, 32, 64, 128, 256, 512),
    )
    activation: str = activation_field("relu")

    type_name = "dense"
    prefix = "fc"
    kind_name = Sentence("Fully connected")
    takes = ROW
    told_apart_by = ("units",)
    takes_chain_activation = True

    def output_shape(self, shape: Shape) -> Shape:
        return (self.units,)

    def weights(self, shape: Shape) -> Mapping[str, Weight]:
        return {
            "kernel": Weight((shape[0], self.units), GLOROT),
            "bias": Weight((self.units,), title=Sentence("Biases")),
        }

    def multiplications(self, shape: Shape) -> int:
        return shape[0] * self.units

    def tensorflow(self, x: Any, weights: Mapping[str, Any], way: TensorPass) -> Any:
        tf, dtype = way.tf, way.tf.float32 if self.keeps_float32 else way.dtype
        x = tf.cast(x, dtype)
        kernel, bias = (tf.cast(weights[name], dtype) for name in ("kernel", "bias"))
        return activated(tf, self.activation, tf.nn.bias_add(tf.matmul(x, kernel), bias))

    def numpy(self, x: np.ndarray, weights: Weights, precision: str) -> np.ndarray:
        kernel, bias = (as_precision(weights[name], precision) for name in ("kernel", "bias"))
        return as_precision(ACTIVATIONS[self.activation].numpy(x @ kernel + bias), precision)

    def without_inputs(self, weights: Weights, silent: np.ndarray) -> Weights:
        kernel = np.array(weights["kernel"])
        kernel[silent] = 0
        return {"kernel": kernel}

    def silent_outputs(self, silent: np.ndarray, shape: Shape) -> np.ndarray:
        return np.zeros(self.units, bool)

    def short(self) -> Sentence:
        return Plural("{count} unit", "{count} units", count=self.units)

    def keras(self, name: str) -> tuple[Call, ...]:
        return (Call("layers.Dense", (str(self.units), *own_activation(self.activation), f'name="{name}"')),)

    def layers_api(self, name: str) -> tuple[Call, ...]:
        activation = f"activation={tensorflow_activation(self.activation)}"
        return (Call("tf.layers.dense", ("inputs=net", f'name="{name}"', f"units={self.units}", activation)),)

    def pretty_tensor(self, name: str, shape: Shape, activation: tuple[str, ...]) -> tuple[Call, ...]:
        return (Call(".fully_connected", (f"size={self.units}", *activation, f'name="layer_{name}"')),)
