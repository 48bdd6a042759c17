"""The words for layers, their fields and the settings, as a report says them; and how it writes numbers and names."""

from __future__ import annotations

from core import number_format, spec
from core.design import words as design_words
from core.design.design_diff import LayerDifference
from core.messages import Sentence, Translate

_CLOSE = "\N{NO-BREAK SPACE}"


def difference_words(about: LayerDifference | None, say: Translate) -> str:
    """The tutorial's values of what differs in a layer; "" where nothing does."""
    if about is None or about.same:
        return ""
    values = design_words.difference(about, say)
    return values if about.was is None else say(Sentence("tutorial: {values}", values=values))


def setting(settings: spec.TrainingSpec, name: str, say: Translate) -> str:
    """The value of a setting of the training: Adam, 0.0001, 64."""
    return design_words.value_name(spec.TrainingSpec, name, getattr(settings, name), say)


def shape(lengths: tuple[int, ...]) -> str:
    """(28, 28, 16) → 28 × 28 × 16"""
    return f"{_CLOSE}×{_CLOSE}".join(f"{length:,}" for length in lengths)


def percent(share: float) -> str:
    """0.9521 → 95.2 %, kept together on one line."""
    return number_format.percent(share).replace(" ", _CLOSE)


def softmax(value: float) -> str:
    """0.998, > 0.999, kept together on one line."""
    return number_format.softmax(value).replace(" ", _CLOSE)


def plain(name: str) -> str:
    """What a person typed, on one line and without what no screen can show."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())
