"""RMSProp (Hinton, lecture 6e)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.layers.code import Call
from core.messages import Sentence
from core.optimizers.optimizer import UNUSED, Optimizer

DECAY, EPSILON = 0.9, 1e-7  # Keras' constants


def _update(tf: Any, variable: Any, slots: Mapping[str, Any], gradient: Any, rate: Any, step: Any) -> None:
    """The kernel's own momentum stays off; its slot is there all the same."""
    tf.raw_ops.ResourceApplyRMSProp(
        var=variable.handle,
        ms=slots["mean_square"].handle,
        mom=slots[UNUSED].handle,
        lr=rate,
        rho=DECAY,
        momentum=0.0,
        epsilon=EPSILON,
        grad=gradient,
    )


RMSPROP = Optimizer(
    "rmsprop",
    "RMSProp",
    ("mean_square", UNUSED),
    _update,
    Call("keras.optimizers.RMSprop", ("rho=0.9", "epsilon=1e-7")),
    Call("tf.train.RMSPropOptimizer", ("decay=0.9", "epsilon=1e-7")),
    r"w \leftarrow w - \eta\,\frac{g}{\sqrt{v + \epsilon}}",
    Sentence("TensorFlow 1 starts the mean square at one, the app at zero."),
)
