"""The activation functions: a row each, with all that the program knows of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.fields import Choice, OneOf, chosen
from core.messages import Sentence

LEAK = 0.2  # the slope of Keras' and TensorFlow's leaky ReLU below zero


@dataclass(frozen=True)
class Activation:
    """``tensorflow``: of the module and a tensor. ``numpy``: in the precision of its input. ``code``: its name in Keras and in `tf.nn`."""

    word: Sentence | str
    tensorflow: Callable[[Any, Any], Any]
    numpy: Callable[[np.ndarray], np.ndarray]
    code: str | None


ACTIVATIONS = {
    "relu": Activation("ReLU", lambda tf, x: tf.nn.relu(x), lambda x: np.maximum(x, 0), "relu"),
    # 1 / (1 + exp(-x)), without overflow
    "sigmoid": Activation("sigmoid", lambda tf, x: tf.nn.sigmoid(x), lambda x: 0.5 * (1 + np.tanh(0.5 * x)), "sigmoid"),
    "tanh": Activation("tanh", lambda tf, x: tf.nn.tanh(x), np.tanh, "tanh"),
    "elu": Activation(
        "ELU", lambda tf, x: tf.nn.elu(x), lambda x: np.where(x > 0, x, np.expm1(np.minimum(x, 0))), "elu"
    ),
    "leaky_relu": Activation(
        "leaky ReLU",
        lambda tf, x: tf.nn.leaky_relu(x, alpha=LEAK),
        lambda x: np.where(x > 0, x, LEAK * x),
        "leaky_relu",
    ),
    "none": Activation(Sentence("none"), lambda tf, x: x, lambda x: x, None),
}


def activation_field(default: str) -> str:
    """The field of a layer that applies an activation function to what it puts out."""
    return chosen(
        default,
        OneOf(tuple(ACTIVATIONS)),
        Choice(),
        Sentence("Activation"),
        words={name: row.word for name, row in ACTIVATIONS.items()},
        words_alone={"none": Sentence("no activation")},
        suggestions=tuple(ACTIVATIONS),
    )
