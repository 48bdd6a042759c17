"""The error for a part that a network does not have."""

from __future__ import annotations

from core.fields import Whole
from core.messages import SentenceError


class AnatomyError(SentenceError, ValueError):
    """``sentence`` names the part."""


def check_number(layer: str, name: str, value: object, length: int) -> None:
    """Raise `AnatomyError` unless ``value`` numbers one of ``length`` things."""
    refusal = Whole(0, length - 1).refusal(layer, name, value)
    if refusal is not None:
        raise AnatomyError(refusal)
