"""How generated Python is written down: calls broken as the formatter breaks them, numbers, a network in one line."""

from __future__ import annotations

from collections.abc import Iterable

from core import spec

WIDTH = 100  # characters a line
_SHORT = {"conv": "conv", "pool": "pool", "dropout": "dropout", "dense": "dense"}


def header(network: spec.NetworkSpec) -> str:
    """The comment that opens every listing: what the network is made of, and how large it is."""
    parts = spec.summary(network)
    counts = [f"{sum(part.kind == kind and part.layer is not None for part in parts)} {kind}" for kind in _SHORT]
    chosen = [count for count in counts if not count.startswith("0 ")]
    total = sum(part.parameters for part in parts)
    return f"# The network of Layer Lab: {', '.join([*chosen, '10 logits'])}; {total:,} parameters\n"


def call(function: str, arguments: Iterable[str], indent: int = 0, after: str = "") -> str:
    """``function(arguments)`` and what stands ``after`` it, on one line, three, or one for each argument.

    Every line but the first starts with ``indent`` spaces; the first is left to who puts it down there.
    """
    arguments = list(arguments)
    together = ", ".join(arguments)
    if indent + len(f"{function}({together}){after}") <= WIDTH:
        return f"{function}({together}){after}"
    margin = " " * indent
    inner = f"\n{margin}    "
    if len(inner) - 1 + len(together) <= WIDTH:
        return f"{function}({inner}{together}\n{margin}){after}"
    return f"{function}({inner}{f',{inner}'.join(arguments)},\n{margin}){after}"


def number(value: float) -> str:
    """A number as Python reads it back, without leading zeros in its exponent: 0.0001, 1e-7."""
    mantissa, e, exponent = repr(float(value)).partition("e")
    return f"{mantissa}e{int(exponent)}" if e else mantissa
