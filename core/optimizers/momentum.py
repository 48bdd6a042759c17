"""Gradient descent with momentum (Polyak 1964), as Keras writes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.layers.code import Call
from core.optimizers.optimizer import Optimizer

FACTOR = 0.9


def _update(tf: Any, variable: Any, slots: Mapping[str, Any], gradient: Any, rate: Any, step: Any) -> None:
    tf.raw_ops.ResourceApplyKerasMomentum(
        var=variable.handle, accum=slots["velocity"].handle, lr=rate, grad=gradient, momentum=FACTOR
    )


MOMENTUM = Optimizer(
    "momentum",
    "Momentum",
    ("velocity",),
    _update,
    Call("keras.optimizers.SGD", ("momentum=0.9",)),
    Call("tf.train.MomentumOptimizer", ("momentum=0.9",)),
    r"v \leftarrow 0.9\,v - \eta\,g, \quad w \leftarrow w + v",
)
