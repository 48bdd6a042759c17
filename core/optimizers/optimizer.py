"""What every optimizer has: the questions that the rest of the program asks of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from core.layers.code import Call
from core.messages import Sentence

UNUSED = "unused"  # a slot that TensorFlow asks for, though nothing is kept in it


class Update(Protocol):
    """One step on one variable, as TensorFlow compiles it. ``step``: 1, 2, … as float32."""

    def __call__(
        self, tf: Any, variable: Any, slots: Mapping[str, Any], gradient: Any, rate: Any, step: Any
    ) -> None: ...


@dataclass(frozen=True)
class Optimizer:
    """``slots``: what it keeps beside each weight, arrays of the same shape that begin at zero.

    ``keras``, ``tensorflow1``: the optimizer in Keras and in `tf.train`, without its learning rate, which comes first.
    ``formula``: one step in TeX, for a weight w with the gradient g and the learning rate η. ``note``: a comment on what TensorFlow 1
    does otherwise.
    """

    name: str
    word: str
    slots: tuple[str, ...]
    update: Update
    keras: Call
    tensorflow1: Call
    formula: str
    note: Sentence | None = None

    @property
    def moments(self) -> tuple[str, ...]:
        """The slots that something is kept in; Keras has these alone."""
        return tuple(slot for slot in self.slots if slot != UNUSED)
