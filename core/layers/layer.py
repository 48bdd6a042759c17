"""What every kind of layer has: the questions that the rest of the program asks of one."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

import numpy as np

from core.fields import fields_of
from core.layers.activations import ACTIVATIONS
from core.layers.arithmetic import Working
from core.layers.code import Call
from core.layers.tensor_pass import TensorPass
from core.layers.weight import Weight, Weights
from core.messages import Sentence

Shape = tuple[int, ...]  # without the batch: (rows, columns, channels) of an image, (units,) of a row of values
IMAGE, ROW = 3, 1  # lengths of a shape
ROUNDED = 3  # copies of what comes out while it is rounded to a precision
ACTIVATED = 5  # copies of what comes out while an activation function and a rounding are applied to it


@dataclass(frozen=True)
class Layer:
    """A kind of layer is a frozen dataclass over this one, in a file of its own, named in `core.layers.KINDS`.

    Its fields are made by `core.fields.chosen`. What is not said here is as most kinds have it.
    """

    type_name: ClassVar[str]  # in links and files
    prefix: ClassVar[str]  # of its names: conv1, conv2
    kind_name: ClassVar[Sentence]
    takes: ClassVar[int | None] = None  # `IMAGE`, `ROW`, or either
    passes_on: ClassVar[bool] = False  # whether it puts out the values that come in, save while it trains
    has_kernels: ClassVar[bool] = False  # whether its weights are pictures: kernels (rows, columns, channels, filters)
    told_apart_by: ClassVar[tuple[str, ...]] = ()  # fields that a short mention names beside the title
    in_title: ClassVar[tuple[str, ...]] = ()  # fields that the title says
    renames: ClassVar[tuple[str, ...]] = ()  # those of them that change what the layer is called, not only its size

    # Shapes and costs.

    def output_shape(self, shape: Shape) -> Shape:
        """Raises `Misfit`."""
        return shape

    def weights(self, shape: Shape) -> Mapping[str, Weight]:
        """What it keeps where that shape comes in, in order."""
        return {}

    def multiplications(self, shape: Shape) -> int:
        """For one image, of weights with values."""
        return 0

    def operations(self, shape: Shape) -> int:
        """For one image: multiplications, or what it does instead with each value that it reads."""
        return self.multiplications(shape) + math.prod(self.output_shape(shape))

    def working_values(self, shape: Shape) -> int:
        """How many numbers `numpy` holds at most for one image beside what comes in, those that come out among them."""
        return ACTIVATED * math.prod(self.output_shape(shape))

    # Computing. ``x``: a batch of what comes in.

    def tensorflow(self, x: Any, weights: Mapping[str, Any], way: TensorPass) -> Any:
        raise NotImplementedError

    def numpy(self, x: np.ndarray, weights: Weights, precision: str) -> np.ndarray:
        """As `tensorflow` without training; ``x`` is in that precision, and so is what comes out; ``weights`` are float32."""
        raise NotImplementedError

    # Channels switched off: they put out zero. ``silent``: bool, one for each channel that comes in.

    def without_inputs(self, weights: Weights, silent: np.ndarray) -> Weights:
        """Those of its weights that change, so that it computes as if the silent channels were zero, whatever they are."""
        return {}

    def silent_outputs(self, silent: np.ndarray, shape: Shape) -> np.ndarray:
        """Which channels are zero because of that, of the ``shape`` that comes in."""
        return silent

    # One output by hand.

    by_hand: ClassVar[str | None] = None  # `PATCH`, or `LINES`: then `worked` gives them; None: there is nothing to see

    def worked(self, x: np.ndarray, weights: Weights, at: tuple[int, ...]) -> Working:
        """The arithmetic of the output at ``at`` (row, column, channel) or (unit,), for one image."""
        raise NotImplementedError

    # In words.

    def title(self) -> Sentence:
        """What it is, with the fields of `in_title`."""
        return self.kind_name

    def short(self) -> Sentence:
        """What it is in a row of layers, in two or three words."""
        return self.title()

    def details(self, *names: str) -> list[Sentence | str]:
        """The values of these fields, by default of all that the title leaves out, each so that it can stand alone."""
        fields = fields_of(type(self))
        wanted = names or tuple(name for name in fields if name not in self.in_title)
        return [fields[name].written_alone(getattr(self, name)) for name in wanted if not self._says_nothing(name)]

    def _says_nothing(self, name: str) -> bool:
        return name == "activation" and getattr(self, name) == "none"

    # As code.

    keeps_float32: ClassVar[bool] = False  # whether it is computed in float32 though the rest is in bfloat16
    layers_api_float32: ClassVar[bool] = False  # whether the Layers API needs it to be called in float32
    float32_note: ClassVar[Sentence | None] = None  # why, as a comment
    named_output: ClassVar[bool] = False  # whether the tutorial keeps what it puts out under a name, to plot it
    takes_chain_activation: ClassVar[bool] = False  # whether PrettyTensor applies the activation of the chain to it
    trains_otherwise: ClassVar[bool] = False  # whether it computes otherwise while it trains: it must be told

    def keras(self, name: str) -> tuple[Call, ...]:
        """In Keras 3, one call or more, without a precision; they need `from keras import layers`."""
        raise NotImplementedError

    def layers_api(self, name: str) -> tuple[Call, ...]:
        """In TensorFlow's Layers API: from ``net`` to the next ``net``."""
        raise NotImplementedError

    def pretty_tensor(self, name: str, shape: Shape, activation: tuple[str, ...]) -> tuple[Call, ...]:
        """As steps of a PrettyTensor chain. ``activation``: the argument for its own, () where the default of the chain has it."""
        raise NotImplementedError

    def pretty_notes(self) -> tuple[Sentence, ...]:
        """What PrettyTensor does otherwise."""
        return ()

    # Activation functions, where a kind has one.

    @property
    def activation_name(self) -> str | None:
        return getattr(self, "activation", None)

    def with_activation(self, name: str) -> Self:
        """The same where it has none."""
        return self if self.activation_name is None else replace(self, activation=name)


def activated(tf: Any, name: str, x: Any) -> Any:
    return ACTIVATIONS[name].tensorflow(tf, x)


def own_activation(name: str) -> tuple[str, ...]:
    """Keras' argument."""
    code = ACTIVATIONS[name].code
    return () if code is None else (f'activation="{code}"',)


def tensorflow_activation(name: str) -> str:
    """The function's name in TensorFlow."""
    code = ACTIVATIONS[name].code
    return "None" if code is None else f"tf.nn.{code}"
