"""How generated Python is written down: calls broken as a formatter breaks them, numbers, rows of code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 100  # characters a line


@dataclass(frozen=True)
class Call:
    """``function(arguments)``, as source code."""

    function: str
    arguments: tuple[str, ...] = ()


def written(call: Call, indent: int = 0, after: str = "", before: int = 0) -> str:
    """The call and what stands ``after`` it: on one line, on three, or one for each argument.

    Every line but the first starts with ``indent`` spaces more; the first is left to the caller, who has ``before``
    characters on it already.
    """
    function, arguments = call.function, call.arguments
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


def optional(*arguments: str, where: bool) -> Sequence[str]:
    """Arguments that are left out unless ``where``."""
    return arguments if where else ()
