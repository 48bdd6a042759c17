"""Batch normalization (Ioffe and Szegedy 2015)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.fields import Real, Steps, chosen
from core.layers.activations import ACTIVATIONS, activation_field
from core.layers.arithmetic import LINES, Line, Working, bracketed, in_numbers
from core.layers.code import Call, number
from core.layers.layer import Layer, Shape, activated, tensorflow_activation
from core.layers.precision import as_precision
from core.layers.tensor_pass import TensorPass
from core.layers.weight import ONES, Weight, Weights
from core.messages import Sentence


@dataclass(frozen=True)
class BatchNorm(Layer):
    """Each channel to mean 0 and variance 1, then times ``gamma`` plus ``beta``, which are learned, then the activation.

    While training, mean and (biased) variance are those of the batch; else moving ones, which each batch moves by
    ``1 - momentum`` of the way to its own, as in Keras.
    """

    activation: str = activation_field("none")
    momentum: float = chosen(
        0.99,
        Real(0.0, 0.9999),
        Steps((0.0, 0.5, 0.9, 0.95, 0.99, 0.999)),
        Sentence("Momentum"),
        help=Sentence("How much of the moving mean and variance is kept at each batch; the rest comes from the batch."),
        alone=Sentence("momentum {value}"),
        write=number,
        suggestions=(0.9, 0.95, 0.99, 0.999),
    )
    epsilon: float = chosen(
        0.001,
        Real(1e-8, 1.0),
        Steps((1e-7, 1e-6, 1e-5, 1e-4, 0.001, 0.01, 0.1)),
        Sentence("Epsilon"),
        help=Sentence("Added to the variance, so that a channel that hardly varies is not divided by almost zero."),
        alone=Sentence("epsilon {value}"),
        write=number,
        suggestions=(1e-5, 1e-4, 0.001, 0.01),
    )

    type_name = "norm"
    prefix = "norm"
    kind_name = Sentence("Batch normalization")
    trains_otherwise = True
    layers_api_float32 = True
    float32_note = Sentence("Batch normalization is computed in float32: 8 bits are too few for a variance.")
    by_hand = LINES

    def weights(self, shape: Shape) -> Mapping[str, Weight]:
        each = shape[-1:]
        return {
            "gamma": Weight(each, ONES, title=Sentence("Gamma: scale (learned)")),
            "beta": Weight(each, title=Sentence("Beta: shift (learned)")),
            "moving_mean": Weight(each, learned=False, title=Sentence("Moving mean of the training batches")),
            "moving_variance": Weight(
                each, ONES, learned=False, title=Sentence("Moving variance of the training batches")
            ),
        }

    def multiplications(self, shape: Shape) -> int:
        return int(np.prod(shape))

    def tensorflow(self, x: Any, weights: Mapping[str, Any], way: TensorPass) -> Any:
        """In float32: the variance of values of 8 bits would be mostly their rounding."""
        tf = way.tf
        values = tf.cast(x, tf.float32)
        mean, variance = weights["moving_mean"], weights["moving_variance"]
        if way.training:
            now = tf.nn.moments(values, axes=list(range(len(values.shape) - 1)))
            for name, batch in zip(("moving_mean", "moving_variance"), now, strict=True):
                way.moved[name] = weights[name] * self.momentum + batch * (1 - self.momentum)
            mean, variance = now
        normed = tf.nn.batch_normalization(values, mean, variance, weights["beta"], weights["gamma"], self.epsilon)
        return activated(tf, self.activation, tf.cast(normed, x.dtype))

    def numpy(self, x: np.ndarray, weights: Weights, precision: str) -> np.ndarray:
        scale, offset = self._affine(weights)
        normed = as_precision(x * scale + offset, precision)
        return as_precision(ACTIVATIONS[self.activation].numpy(normed), precision)

    def without_inputs(self, weights: Weights, silent: np.ndarray) -> Weights:
        """A channel that is zero comes out as the same number everywhere: its ``beta`` alone, if its ``gamma`` is 0."""
        _, offset = self._affine(weights)
        return {
            "gamma": np.where(silent, np.float32(0), weights["gamma"]),
            "beta": np.where(silent, offset, weights["beta"]),
        }

    def silent_outputs(self, silent: np.ndarray, shape: Shape) -> np.ndarray:
        return np.zeros(shape[-1], bool)

    def worked(self, x: np.ndarray, weights: Weights, at: tuple[int, ...]) -> Working:
        gamma, beta, mean, variance = (
            float(weights[name][at[-1]]) for name in ("gamma", "beta", "moving_mean", "moving_variance")
        )
        value = float(x[at])
        centred = value - mean
        normed = centred / (variance + self.epsilon) ** 0.5
        scaled = normed * gamma + beta
        result = float(ACTIVATIONS[self.activation].numpy(np.array([scaled]))[0])
        shown = {"x": in_numbers(value), "centred": in_numbers(centred), "normed": in_numbers(normed)}
        lines = [
            Line(Sentence("Input value, x"), shown["x"]),
            Line(Sentence("Minus the moving mean"), f"{shown['x']} − {bracketed(mean)} = {shown['centred']}"),
            Line(
                Sentence("Divided by √(moving variance + epsilon)"),
                f"{shown['centred']} / √({in_numbers(variance)} + {number(self.epsilon)}) = {shown['normed']}",
            ),
            Line(
                Sentence("Times gamma, plus beta"),
                f"{shown['normed']} · {bracketed(gamma)} + {bracketed(beta)} = {in_numbers(scaled)}",
            ),
        ]
        if self.activation != "none":
            word = ACTIVATIONS[self.activation].word
            lines.append(Line(Sentence("Activation"), f"{word}({in_numbers(scaled)}) = {in_numbers(result)}"))
        return Working(tuple(lines), result)

    def keras(self, name: str) -> tuple[Call, ...]:
        constants = (f"momentum={number(self.momentum)}", f"epsilon={number(self.epsilon)}")
        norm = Call("layers.BatchNormalization", (*constants, f'name="{name}"'))
        if self.activation == "none":
            return (norm,)
        return norm, Call("layers.Activation", (f'"{self.activation}"', f'name="{name}_{self.activation}"'))

    def layers_api(self, name: str) -> tuple[Call, ...]:
        constants = (f"momentum={number(self.momentum)}", f"epsilon={number(self.epsilon)}", "training=training")
        norm = Call("tf.layers.batch_normalization", ("inputs=net", f'name="{name}"', *constants))
        return (norm, *(Call(function, ("net",)) for function in self._function()))

    def pretty_tensor(self, name: str, shape: Shape, activation: tuple[str, ...]) -> tuple[Call, ...]:
        rate = f"learned_moments_update_rate={number(round(1 - self.momentum, 12))}"
        constants = (rate, f"variance_epsilon={number(self.epsilon)}", "scale_after_normalization=True")
        norm = Call(".batch_normalize", (*constants, f'name="layer_{name}"'))
        return (norm, *(Call(".apply", (function,)) for function in self._function()))

    def _function(self) -> tuple[str, ...]:
        return () if self.activation == "none" else (tensorflow_activation(self.activation),)

    def _affine(self, weights: Weights) -> tuple[np.ndarray, np.ndarray]:
        """(scale, offset) of each channel, float32: what it does to it without training."""
        scale = weights["gamma"] / np.sqrt(weights["moving_variance"] + np.float32(self.epsilon))
        return scale, weights["beta"] - weights["moving_mean"] * scale
