"""Adam (Kingma and Ba 2015)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.layers.code import Call
from core.optimizers.optimizer import Optimizer

BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-7  # Keras' constants


def _update(tf: Any, variable: Any, slots: Mapping[str, Any], gradient: Any, rate: Any, step: Any) -> None:
    """Section 2 of the paper, in the reordered form that ends it."""
    tf.raw_ops.ResourceApplyAdam(
        var=variable.handle,
        m=slots["m"].handle,
        v=slots["v"].handle,
        grad=gradient,
        lr=rate,
        beta1_power=tf.pow(BETA1, step),
        beta2_power=tf.pow(BETA2, step),
        beta1=BETA1,
        beta2=BETA2,
        epsilon=EPSILON,
    )


ADAM = Optimizer(
    "adam",
    "Adam",
    ("m", "v"),
    _update,
    Call("keras.optimizers.Adam", ("beta_1=0.9", "beta_2=0.999", "epsilon=1e-7")),
    Call("tf.train.AdamOptimizer", ("beta1=0.9", "beta2=0.999", "epsilon=1e-7")),
    r"w \leftarrow w - \eta\,\frac{\hat m}{\sqrt{\hat v} + \epsilon}",
)
