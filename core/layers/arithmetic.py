"""One output of a layer worked through by hand, as lines of arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core import number_format
from core.messages import Sentence

PATCH, LINES = "patch", "lines"  # ways to work through one output: as a kernel on a patch of the input, or line by line
SHOWN_TERMS = 30  # of a long sum


@dataclass(frozen=True)
class Line:
    """One line of arithmetic: what is computed, and how, in numbers."""

    label: Sentence
    text: str


@dataclass(frozen=True)
class Working:
    """One output in lines, and the ``value`` that they come to.

    ``taken``: (row, column) of the input that a maximum takes; None where none is taken.
    """

    lines: tuple[Line, ...]
    value: float
    taken: tuple[int, int] | None = None


def in_numbers(value: float, digits: int = 4) -> str:
    """0.0123, −1.25, 0, 1.2e−06"""
    if value == 0:
        return "0"
    size = abs(value)
    if size >= 1000 or size < 10**-digits:
        return number_format.exponential(value, 2)
    return number_format.fixed(value, digits)


def bracketed(value: float) -> str:
    """As a factor or an addend: negative numbers in brackets."""
    return f"({in_numbers(value)})" if value < 0 else in_numbers(value)


def listed(values: Sequence[float]) -> str:
    """0.1, −0.2, 0.3"""
    return ", ".join(in_numbers(value) for value in values)


def summed(values: Sequence[float]) -> str:
    """0.1 + (−0.2) + …; zeros are left out where not all terms are shown."""
    if len(values) > SHOWN_TERMS:
        values = [value for value in values if value] or [0.0]
    terms = " + ".join(bracketed(value) for value in values[:SHOWN_TERMS])
    return f"{terms} + …" if len(values) > SHOWN_TERMS else terms
