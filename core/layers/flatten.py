"""An image as one row of values: implied where a layer takes no image, not chosen."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.layers.code import Call
from core.layers.layer import Layer, Shape
from core.layers.tensor_pass import TensorPass
from core.layers.weight import Weights
from core.messages import Sentence

FLATTEN = "flatten"  # its name, since there is only one


@dataclass(frozen=True)
class Flatten(Layer):
    """Row after row, in each place channel after channel."""

    type_name = FLATTEN
    prefix = FLATTEN
    kind_name = Sentence("Flatten")
    passes_on = True

    def output_shape(self, shape: Shape) -> Shape:
        return (math.prod(shape),)

    def working_values(self, shape: Shape) -> int:
        return 0  # what comes in is what comes out

    def tensorflow(self, x: Any, weights: object, way: TensorPass) -> Any:
        return way.tf.reshape(x, (-1, math.prod(x.shape[1:])))

    def numpy(self, x: np.ndarray, weights: Weights, precision: str) -> np.ndarray:
        return x.reshape(len(x), -1)

    def silent_outputs(self, silent: np.ndarray, shape: Shape) -> np.ndarray:
        return np.tile(silent, math.prod(shape[:-1]))

    def keras(self, name: str) -> tuple[Call, ...]:
        return (Call("layers.Flatten", (f'name="{name}"',)),)

    def layers_api(self, name: str) -> tuple[Call, ...]:
        return (Call("tf.layers.flatten", ("inputs=net",)),)

    def pretty_tensor(self, name: str, shape: Shape, activation: tuple[str, ...]) -> tuple[Call, ...]:
        return (Call(".flatten"),)
