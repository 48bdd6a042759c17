"""Dropout: while the network trains, values are left out at random."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.fields import Percent, Real, chosen
from core.layers.code import Call, number
from core.layers.layer import Layer, Shape
from core.layers.tensor_pass import TensorPass
from core.layers.weight import Weights
from core.messages import Sentence


@dataclass(frozen=True)
class Dropout(Layer):
    """While training, each value is set to zero with probability ``rate``, the others divided by ``1 - rate``."""

    rate: float = chosen(
        0.5,
        Real(0.0, 0.95),
        Percent(95, 5),
        Sentence("Rate"),
        alone=Sentence("rate {value}"),
        suggestions=(0.1, 0.2, 0.3, 0.5, 0.7),
    )

    type_name = "dropout"
    prefix = "dropout"
    kind_name = Sentence("Dropout")
    in_title = ("rate",)
    passes_on = True
    keeps_float32 = True
    layers_api_float32 = True
    float32_note = Sentence("Dropout is computed in float32: bfloat16 has too few random numbers for it.")
    trains_otherwise = True

    def working_values(self, shape: Shape) -> int:
        return 0  # what comes in is what comes out

    def tensorflow(self, x: Any, weights: object, way: TensorPass) -> Any:
        if not way.training:
            return x
        tf = way.tf
        seed = way.seed + tf.constant([0, way.position], tf.int64)
        # In float32: of bfloat16's 128 random numbers a rate of 0.95 keeps 6 % too few.
        return tf.cast(tf.nn.experimental.stateless_dropout(tf.cast(x, tf.float32), self.rate, seed), x.dtype)

    def numpy(self, x: np.ndarray, weights: Weights, precision: str) -> np.ndarray:
        return x

    def title(self) -> Sentence:
        return Sentence("Dropout {rate}", rate=self.rate)

    def keras(self, name: str) -> tuple[Call, ...]:
        return (Call("layers.Dropout", (number(self.rate), f'name="{name}"')),)

    def layers_api(self, name: str) -> tuple[Call, ...]:
        return (Call("tf.layers.dropout", ("inputs=net", f"rate={number(self.rate)}", "training=training")),)

    def pretty_tensor(self, name: str, shape: Shape, activation: tuple[str, ...]) -> tuple[Call, ...]:
        return (Call(".dropout", (f"keep_prob={1 - self.rate:.12g}",)),)
