"""The errors for a design that is not possible."""

from __future__ import annotations

from core.messages import Sentence, SentenceError


class SpecError(SentenceError, ValueError):
    """``layer`` is where (None: the training settings, or the design as a whole), ``sentence`` names the value and the rule."""

    def __init__(self, layer: str | None, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.layer = layer

    def __reduce__(self) -> tuple[type[SpecError], tuple[object, ...]]:
        return type(self), (self.layer, self.sentence)


class Unreadable(SpecError):
    """What is written is no design at all, whatever its layers."""


class Misfit(Exception):
    """A layer cannot take what comes to it; ``sentence`` says why, with the field ``{layer}`` left open."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.template)
        self.sentence = sentence
