"""A two-dimensional convolution."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.fields import Choice, OneOf, Slider, Whole, chosen
from core.layers.activations import ACTIVATIONS, activation_field
from core.layers.arithmetic import PATCH
from core.layers.code import Call, optional
from core.layers.errors import Misfit
from core.layers.layer import ACTIVATED, IMAGE, Layer, Shape, activated, own_activation, tensorflow_activation
from core.layers.precision import as_precision
from core.layers.tensor_pass import TensorPass
from core.layers.weight import GLOROT, Weight, Weights
from core.layers.windows import fits, places, reach
from core.messages import Plural, Sentence


@dataclass(frozen=True)
class Conv(Layer):
    """A two-dimensional convolution with a square kernel, its biases and its activation."""

    filters: int = chosen(
        16,
        Whole(1, 512),
        Slider(1, 64),
        Sentence("Filters"),
        alone=Plural("{count} filter", "{count} filters"),
        suggestions=(4, 8, 16, 32, 64),
    )
    kernel: int = chosen(
        5,
        Whole(1, 28),
        Slider(1, 11),
        Sentence("Kernel"),
        alone=Sentence("kernel {value} × {value}"),
        suggestions=(1, 3, 5, 7, 9),
    )
    stride: int = chosen(
        1,
        Whole(1, 28),
        Slider(1, 3),
        Sentence("Stride"),
        alone=Sentence("stride {value}"),
        suggestions=(1, 2, 3),
    )
    padding: str = chosen(
        "same",
        OneOf(("same", "valid")),
        Choice(),
        Sentence("Padding"),
        alone=Sentence("padding {value}"),
        suggestions=("same", "valid"),
    )
    activation: str = activation_field("relu")

    type_name = "conv"
    prefix = "conv"
    kind_name = Sentence("Convolution")
    takes = IMAGE
    in_title = ("kernel",)
    told_apart_by = ("filters",)
    named_output = True
    has_kernels = True
    by_hand = PATCH
    takes_chain_activation = True

    def output_shape(self, shape: Shape) -> Shape:
        if not fits(self.kernel, shape):
            raise Misfit(
                Sentence(
                    "{layer}: a kernel of {size} does not fit its {rows} × {columns} input; the largest that fits is {largest}.",
                    size=self.kernel,
                    rows=shape[0],
                    columns=shape[1],
                    largest=min(shape[:2]),
                )
            )
        rows, columns = (self._outputs(length) for length in shape[:2])
        return rows, columns, self.filters

    def weights(self, shape: Shape) -> Mapping[str, Weight]:
        return {
            "kernel": Weight((self.kernel, self.kernel, shape[2], self.filters), GLOROT),
            "bias": Weight((self.filters,), title=Sentence("Biases")),
        }

    def multiplications(self, shape: Shape) -> int:
        rows, columns, filters = self.output_shape(shape)
        return rows * columns * filters * self.kernel**2 * shape[2]

    def working_values(self, shape: Shape) -> int:
        rows, columns, filters = self.output_shape(shape)
        padded = math.prod(length + self._padding(length) for length in shape[:2])
        one_place = (rows * columns + 2 * filters) * shape[2]  # of the window: what it reads, and the kernel there
        return padded * shape[2] + one_place + ACTIVATED * rows * columns * filters

    def tensorflow(self, x: Any, weights: Mapping[str, Any], way: TensorPass) -> Any:
        tf = way.tf
        x = tf.cast(x, way.dtype)
        kernel, bias = (tf.cast(weights[name], way.dtype) for name in ("kernel", "bias"))
        x = tf.nn.conv2d(x, kernel, self.stride, self.padding.upper())
        return activated(tf, self.activation, tf.nn.bias_add(x, bias))

    def numpy(self, x: np.ndarray, weights: Weights, precision: str) -> np.ndarray:
        bias = as_precision(weights["bias"], precision)
        rows, columns, filters = self.output_shape(x.shape[1:])
        before = self.padding_before(x.shape[1])
        after = [max(0, self._padding(length) - before) for length in x.shape[1:3]]
        padded = np.pad(x, ((0, 0), (before, after[0]), (before, after[1]), (0, 0)))
        summed = np.zeros((len(x), rows, columns, filters), np.float32)
        for row, column, values in places(padded, self.kernel, self.stride, rows, columns):
            summed += values @ as_precision(weights["kernel"][row, column], precision)
        return as_precision(ACTIVATIONS[self.activation].numpy(summed + bias), precision)

    def padding_before(self, length: int) -> int:
        """Rows of zeros above an input of that many rows; as many columns stand left of it. "same" in TensorFlow: an odd one goes to the end."""
        return self._padding(length) // 2

    def without_inputs(self, weights: Weights, silent: np.ndarray) -> Weights:
        kernel = np.array(weights["kernel"])
        kernel[..., silent, :] = 0
        return {"kernel": kernel}

    def silent_outputs(self, silent: np.ndarray, shape: Shape) -> np.ndarray:
        return np.zeros(self.filters, bool)

    def title(self) -> Sentence:
        return Sentence("Convolution {kernel} × {kernel}", kernel=self.kernel)

    def short(self) -> Sentence:
        return Plural(
            "{count} filter {kernel} × {kernel}",
            "{count} filters {kernel} × {kernel}",
            count=self.filters,
            kernel=self.kernel,
        )

    def keras(self, name: str) -> tuple[Call, ...]:
        strides = optional(f"strides={self.stride}", where=self.stride != 1)
        sizes = (str(self.filters), str(self.kernel), *strides, f'padding="{self.padding}"')
        return (Call("layers.Conv2D", (*sizes, *own_activation(self.activation), f'name="{name}"')),)

    def layers_api(self, name: str) -> tuple[Call, ...]:
        strides = optional(f"strides={self.stride}", where=self.stride != 1)
        sizes = (f"filters={self.filters}", f"kernel_size={self.kernel}", *strides, f'padding="{self.padding}"')
        activation = f"activation={tensorflow_activation(self.activation)}"
        return (Call("tf.layers.conv2d", ("inputs=net", f'name="{name}"', *sizes, activation)),)

    def pretty_tensor(self, name: str, shape: Shape, activation: tuple[str, ...]) -> tuple[Call, ...]:
        strides = optional(f"stride={self.stride}", where=self.stride != 1)
        edges = optional("edges=pt.PAD_VALID", where=self.padding == "valid")
        sizes = (f"kernel={self.kernel}", f"depth={self.filters}", *strides, *edges)
        return (Call(".conv2d", (*sizes, *activation, f'name="layer_{name}"')),)

    def pretty_notes(self) -> tuple[Sentence, ...]:
        he = Sentence("PrettyTensor initializes convolutions with ReLU by He's rule, the app by Glorot's.")
        return (he,) if self.activation == "relu" else ()

    def _outputs(self, length: int) -> int:
        return math.ceil(length / self.stride) if self.padding == "same" else reach(length, self.kernel, self.stride)

    def _padding(self, length: int) -> int:
        """Zeros on both sides together, where there are any."""
        if self.padding == "valid":
            return 0
        return max(0, (self._outputs(length) - 1) * self.stride + self.kernel - length)
