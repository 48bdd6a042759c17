"""Global pooling (Lin, Chen and Yan 2014): one value for each map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.layers.arithmetic import Line, in_numbers, summed
from core.layers.code import Call
from core.layers.layer import IMAGE, Layer, Shape
from core.layers.pool import AVERAGE, MAX, pooling_field
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
    by_hand = True

    def output_shape(self, shape: Shape) -> Shape:
        return shape[-1:]

    def tensorflow(self, x: Any, weights: object, way: TensorPass) -> Any:
        tf = way.tf
        if self.kind == MAX:
            return tf.reduce_max(x, axis=[1, 2])
        return tf.cast(tf.reduce_mean(tf.cast(x, tf.float32), axis=[1, 2]), x.dtype)

    def numpy(self, x: np.ndarray, weights: Weights, precision: str) -> np.ndarray:
        return x.max(axis=(1, 2)) if self.kind == MAX else as_precision(x.mean(axis=(1, 2)), precision)

    def worked(self, x: np.ndarray, weights: Weights, at: tuple[int, ...]) -> tuple[tuple[Line, ...], float]:
        values = x[..., at[-1]].astype(np.float64)
        if self.kind == MAX:
            row, column = (int(place) for place in np.unravel_index(int(values.argmax()), values.shape))
            where = Sentence("Largest value of the map, at row {row}, column {column}", row=row, column=column)
            return (Line(where, in_numbers(float(values.max()))),), float(values.max())
        total, mean = float(values.sum()), float(values.mean())
        return (
            Line(Sentence("Sum of the map"), f"{summed(values.ravel().tolist())} = {in_numbers(total)}"),
            Line(
                Sentence("Divided by the number of values, {count}", count=values.size),
                f"{in_numbers(total)} / {values.size} = {in_numbers(mean)}",
            ),
        ), mean

    def title(self) -> Sentence:
        return Sentence("Global max-pooling") if self.kind == MAX else Sentence("Global average pooling")

    def keras(self, name: str) -> tuple[Call, ...]:
        return (Call(_KERAS[self.kind], (f'name="{name}"',)),)

    def layers_api(self, name: str) -> tuple[Call, ...]:
        return (Call(_TENSORFLOW1[self.kind], ("net", "axis=[1, 2]")),)

    def pretty_tensor(self, name: str, shape: Shape, activation: tuple[str, ...]) -> tuple[Call, ...]:
        side = shape[0]  # images are square throughout
        return Call(f".{self.kind}_pool", (f"kernel={side}", f"stride={side}", "edges=pt.PAD_VALID")), Call(".flatten")
