"""Pooling: one value for each small square of a map."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.fields import Choice, OneOf, Slider, Whole, chosen
from core.layers.arithmetic import LINES, SHOWN_TERMS, Line, Working, in_numbers, listed, summed
from core.layers.code import Call, optional
from core.layers.errors import Misfit
from core.layers.layer import IMAGE, ROUNDED, Layer, Shape
from core.layers.precision import as_precision
from core.layers.tensor_pass import TensorPass
from core.layers.weight import Weights
from core.layers.windows import fits, places, reach
from core.messages import Sentence

MAX, AVERAGE = "max", "average"
_KERAS = {MAX: "layers.MaxPooling2D", AVERAGE: "layers.AveragePooling2D"}
_LAYERS_API = {MAX: "tf.layers.max_pooling2d", AVERAGE: "tf.layers.average_pooling2d"}


def pooling_field(default: str) -> str:
    """Whether the largest value is taken, or the mean."""
    return chosen(
        default,
        OneOf((MAX, AVERAGE)),
        Choice(),
        Sentence("Kind"),
        words={MAX: Sentence("largest value"), AVERAGE: Sentence("mean")},
        alone=Sentence("takes the {value}"),
        suggestions=(MAX, AVERAGE),
    )


def worked_pooling(kind: str, values: np.ndarray, top: int = 0, left: int = 0) -> Working:
    """The maximum or the mean of ``values`` (rows, columns), which begin at ``top``, ``left`` of their map."""
    values = values.astype(np.float64)
    numbers: list[float] = values.ravel().tolist()
    if kind == MAX:
        row, column = (int(place) for place in np.unravel_index(int(values.argmax()), values.shape))
        taken, value = (top + row, left + column), float(values.max())
        where = Sentence("Largest value, at row {row}, column {column}", row=taken[0], column=taken[1])
        shown = in_numbers(value)
        text = f"max({listed(numbers)}) = {shown}" if len(numbers) <= SHOWN_TERMS else shown
        return Working((Line(where, text),), value, taken)
    zeros = len(numbers) > SHOWN_TERMS and 0 in numbers
    label = Sentence("Sum of the values (zeros left out)") if zeros else Sentence("Sum of the values")
    total, mean = float(values.sum()), float(values.mean())
    return Working(
        (
            Line(label, f"{summed(numbers)} = {in_numbers(total)}"),
            Line(
                Sentence("Divided by the number of values, {count}", count=len(numbers)),
                f"{in_numbers(total)} / {len(numbers)} = {in_numbers(mean)}",
            ),
        ),
        mean,
    )


@dataclass(frozen=True)
class Pool(Layer):
    """Pooling over square windows that lie inside their input (``valid`` padding)."""

    kind: str = pooling_field(MAX)
    size: int = chosen(
        2,
        Whole(1, 28),
        Slider(1, 11),
        Sentence("Window"),
        alone=Sentence("window {value} × {value}"),
        suggestions=(2, 3, 4),
    )
    stride: int = chosen(
        2,
        Whole(1, 28),
        Slider(1, 3),
        Sentence("Stride"),
        alone=Sentence("stride {value}"),
        suggestions=(1, 2, 3),
    )

    type_name = "pool"
    prefix = "pool"
    kind_name = Sentence("Pooling")
    takes = IMAGE
    in_title = ("kind", "size")
    renames = ("kind",)
    by_hand = LINES

    def output_shape(self, shape: Shape) -> Shape:
        if not fits(self.size, shape):
            raise Misfit(
                Sentence(
                    "{layer}: a window of {size} does not fit its {rows} × {columns} input; the largest that fits is {largest}.",
                    size=self.size,
                    rows=shape[0],
                    columns=shape[1],
                    largest=min(shape[:2]),
                )
            )
        return reach(shape[0], self.size, self.stride), reach(shape[1], self.size, self.stride), shape[2]

    def operations(self, shape: Shape) -> int:
        return self.size**2 * math.prod(self.output_shape(shape))

    def working_values(self, shape: Shape) -> int:
        return ROUNDED * math.prod(self.output_shape(shape))

    def tensorflow(self, x: Any, weights: object, way: TensorPass) -> Any:
        pool = way.tf.nn.max_pool2d if self.kind == MAX else way.tf.nn.avg_pool2d
        return pool(x, self.size, self.stride, "VALID")

    def numpy(self, x: np.ndarray, weights: Weights, precision: str) -> np.ndarray:
        rows, columns, _ = self.output_shape(x.shape[1:])
        join = np.maximum if self.kind == MAX else np.add
        parts = (values for _, _, values in places(x, self.size, self.stride, rows, columns))
        joined = next(parts).copy()
        for values in parts:  # one after the other: all side by side would take the square of the window in memory
            join(joined, values, out=joined)
        if self.kind == AVERAGE:
            joined /= np.float32(self.size**2)
        return as_precision(joined, precision)

    def worked(self, x: np.ndarray, weights: Weights, at: tuple[int, ...]) -> Working:
        top, left = (place * self.stride for place in at[:2])
        return worked_pooling(self.kind, x[top : top + self.size, left : left + self.size, at[2]], top, left)

    def title(self) -> Sentence:
        if self.kind == MAX:
            return Sentence("Max-pooling {size} × {size}", size=self.size)
        return Sentence("Average pooling {size} × {size}", size=self.size)

    def short(self) -> Sentence:
        return Sentence("pooling {size} × {size}", size=self.size)

    def keras(self, name: str) -> tuple[Call, ...]:
        return (Call(_KERAS[self.kind], (str(self.size), f"strides={self.stride}", f'name="{name}"')),)

    def layers_api(self, name: str) -> tuple[Call, ...]:
        return (Call(_LAYERS_API[self.kind], ("inputs=net", f"pool_size={self.size}", f"strides={self.stride}")),)

    def pretty_tensor(self, name: str, shape: Shape, activation: tuple[str, ...]) -> tuple[Call, ...]:
        edges = optional("edges=pt.PAD_VALID", where=not self._windows_fill(shape))
        return (Call(f".{self.kind}_pool", (f"kernel={self.size}", f"stride={self.stride}", *edges)),)

    def _windows_fill(self, shape: Shape) -> bool:
        """Whether no window would go over the edge: then PrettyTensor's own edges, PAD_SAME, give what PAD_VALID gives."""
        return all((-(-length // self.stride) - 1) * self.stride + self.size <= length for length in shape[:2])
