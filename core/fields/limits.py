"""The limits of a field: a whole number, a number or a name, each with the sentence that refuses anything else."""

from __future__ import annotations

from dataclasses import dataclass

from core.messages import Sentence, shown


@dataclass(frozen=True)
class Whole:
    """A whole number from ``low`` to ``high``, both included."""

    low: int
    high: int

    def refusal(self, where: str, name: str, value: object) -> Sentence | None:
        if type(value) is int and self.low <= value <= self.high:
            return None
        return Sentence(
            "{layer}: {name} is {value}; it must be a whole number from {low} to {high}.",
            layer=where,
            name=name,
            value=shown(value),
            low=self.low,
            high=self.high,
        )


@dataclass(frozen=True)
class Real:
    """A number from ``low`` to ``high``, both included."""

    low: float
    high: float

    def refusal(self, where: str, name: str, value: object) -> Sentence | None:
        if (type(value) is int or type(value) is float) and self.low <= value <= self.high:
            return None
        return Sentence(
            "{layer}: {name} is {value}; it must be a number from {low} to {high}.",
            layer=where,
            name=name,
            value=shown(value),
            low=format(self.low, "g"),
            high=format(self.high, "g"),
        )


@dataclass(frozen=True)
class OneOf:
    """One of a few names."""

    names: tuple[str, ...]

    def refusal(self, where: str, name: str, value: object) -> Sentence | None:
        if type(value) is str and value in self.names:
            return None
        return Sentence(
            "{layer}: {name} is {value}; it must be one of {names}.",
            layer=where,
            name=name,
            value=shown(value),
            names=", ".join(self.names),
        )


Limit = Whole | Real | OneOf
