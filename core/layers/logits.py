"""The ten logits that end every network: implied, not chosen."""

from __future__ import annotations

from dataclasses import dataclass

from core.layers.code import Call
from core.layers.dense import Dense
from core.layers.layer import Shape
from core.messages import Sentence

CLASSES = 10
OUTPUT = "fc_out"  # its name


@dataclass(frozen=True)
class Logits(Dense):
    """One number for each class, in float32 always; softmax makes probabilities of them."""

    units: int = CLASSES
    activation: str = "none"

    kind_name = Sentence("Ten classes")
    keeps_float32 = True
    takes_chain_activation = False

    def layers_api(self, name: str) -> tuple[Call, ...]:
        arguments = ("inputs=net", f'name="{name}"', "units=num_classes", "activation=None")
        return (Call("tf.layers.dense", arguments),)

    def pretty_tensor(self, name: str, shape: Shape, activation: tuple[str, ...]) -> tuple[Call, ...]:
        return (Call(".softmax_classifier", ("num_classes=num_classes", "labels=y_true")),)
