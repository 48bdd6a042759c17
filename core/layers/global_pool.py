"""Global pooling (Lin, Chen and Yan 2014): one value for each map."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.layers.arithmetic import LINES, Working
from core.layers.code import Call
from core.layers.layer import IMAGE, Layer, Shape
from core.layers.pool import AVERAGE, MAX, pooling_field, worked_pooling
from core.layers.precision import as_precision
from core.layers.tensor_pass import TensorPass
from core.layers.weight import Weights
from core.messages import Sentence

_KERAS = {MAX: "layers.GlobalMaxPooling2D", AVERAGE: "layers.GlobalAveragePooling2D"}
_TENSORFLOW1 = {MAX: "tf.reduce_max", AVERAGE: "tf.reduce_mean"}


@dataclass(frozen=True)
class GlobalPool(Layer):
    """The mean of each map, or its largest value: so that no large fully connected layer is needed."""

    kind: str = pooling_field(AVERAGE)

    type_name = "global_pool"
    prefix = "gpool"
    kind_name = Sentence("Global pooling")
    takes = IMAGE
    in_title = ("kind",)
    renames = ("kind",)
    by_hand = LINES

    def output_shape(self, shape: Shape) -> Shape:
        return shape[-1:]

    def operations(self, shape: Shape) -> int:
        return math.prod(shape)

    def tensorflow(self, x: Any, weights: object, way: TensorPass) -> Any:
        tf = way.tf
        if self.kind == MAX:
            return tf.reduce_max(x, axis=[1, 2])
        return tf.cast(tf.reduce_mean(tf.cast(x, tf.float32), axis=[1, 2]), x.dtype)

    def numpy(self, x: np.ndarray, weights: Weights, precision: str) -> np.ndarray:
        return x.max(axis=(1, 2)) if self.kind == MAX else as_precision(x.mean(axis=(1, 2)), precision)

    def worked(self, x: np.ndarray, weights: Weights, at: tuple[int, ...]) -> Working:
        return worked_pooling(self.kind, x[..., at[-1]])

    def title(self) -> Sentence:
        return Sentence("Global max-pooling") if self.kind == MAX else Sentence("Global average pooling")

    def keras(self, name: str) -> tuple[Call, ...]:
        return (Call(_KERAS[self.kind], (f'name="{name}"',)),)

    def layers_api(self, name: str) -> tuple[Call, ...]:
        return (Call(_TENSORFLOW1[self.kind], ("net", "axis=[1, 2]")),)

    def pretty_tensor(self, name: str, shape: Shape, activation: tuple[str, ...]) -> tuple[Call, ...]:
        side = shape[0]  # images are square throughout
        return Call(f".{self.kind}_pool", (f"kernel={side}", f"stride={side}", "edges=pt.PAD_VALID")), Call(".flatten")
