"""Stochastic gradient descent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.layers.code import Call
from core.optimizers.optimizer import Optimizer


def _update(tf: Any, variable: Any, slots: Mapping[str, Any], gradient: Any, rate: Any, step: Any) -> None:
    tf.raw_ops.ResourceApplyGradientDescent(var=variable.handle, alpha=rate, delta=gradient)


SGD = Optimizer(
    "sgd",
    "SGD",
    (),
    _update,
    Call("keras.optimizers.SGD"),
    Call("tf.train.GradientDescentOptimizer"),
    r"w \leftarrow w - \eta\,g",
)
