"""How generated Python is written down: calls broken as a formatter breaks them, numbers, a network in one line."""

from __future__ import annotations

from collections.abc import Sequence

from core import spec
from core.messages import Sentence, Translate

WIDTH = 100  # characters a line
_KINDS = ("conv", "pool", "dense", "dropout")


def header(network: spec.NetworkSpec, say: Translate = str) -> str:
    """The comment that opens every listing: what the network is made of, and how large it is."""
    parts = spec.summary(network)
    counts = {kind: sum(part.kind == kind and part.layer is not None for part in parts) for kind in _KINDS}
    counts = {kind: count for kind, count in counts.items() if count} | {"logits": spec.CLASSES}
    layers = ", ".join(say(Sentence("{count} {kind}", count=count, kind=kind)) for kind, count in counts.items())
    parameters = sum(part.parameters for part in parts)
    about = Sentence(
        "A network from Layer Lab: {layers}; {parameters:,} parameters", layers=layers, parameters=parameters
    )
    return lines(comment(about, say))


def comment(sentence: Sentence, say: Translate) -> str:
    return f"# {say(sentence)}"


def call(function: str, arguments: Sequence[str], indent: int = 0, after: str = "", before: int = 0) -> str:
    """``function(arguments)`` and what stands ``after`` it: on one line, on three, or one for each argument.

    Every line but the first starts with ``indent`` spaces more; the first is left to the caller, who has ``before``
    characters on it already.
    """
    together, margin = ", ".join(arguments), " " * indent
    if indent + before + len(f"{function}({together}){after}") <= WIDTH:
        return f"{function}({together}){after}"
    if indent + 4 + len(together) <= WIDTH:
        return f"{function}(\n{margin}    {together}\n{margin}){after}"
    one_by_one = lines(*(f"{argument}," for argument in arguments), indent=indent + 4)
    return f"{function}(\n{one_by_one}{margin}){after}"


def number(value: float) -> str:
    """A number as Python reads it back, without zeros at the head of its exponent: 0.0001, 1e-7."""
    mantissa, e, exponent = repr(float(value)).partition("e")
    return f"{mantissa}e{int(exponent)}" if e else mantissa


def lines(*rows: str, indent: int = 0) -> str:
    """Rows, each on a line of its own."""
    return "".join(f"{' ' * indent}{row}\n" for row in rows)
