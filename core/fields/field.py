"""One field of a frozen dataclass that a person can set: its limit, its words, the control that a form offers for it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from core.fields.limits import Limit
from core.messages import Plural, Sentence

Value = TypeVar("Value")
_FIELD = "layer-lab"  # key of the metadata


@dataclass(frozen=True)
class Slider:
    """From ``low`` to ``high`` by ones. A value beyond them, from a link or a preset, extends the slider."""

    low: int
    high: int


@dataclass(frozen=True)
class Steps:
    """A slider over these values, unevenly apart. Another value, from a link or a preset, joins them."""

    values: tuple[float, ...]


@dataclass(frozen=True)
class Percent:
    """A slider from 0 % to ``high`` % for a share."""

    high: int
    step: int


@dataclass(frozen=True)
class Number:
    """A box to type a whole number into."""


@dataclass(frozen=True)
class Choice:
    """All names side by side."""


Control = Slider | Steps | Percent | Number | Choice


@dataclass(frozen=True)
class Field:
    """``label``: its name. ``alone``: its value where nothing else says what it is, with the field ``{value}``, or of a
    `Plural` ``{count}``.

    ``words``: how names are written, where not as they are; ``words_alone``: where nothing else says what they are. ``write``: how numbers are. ``suggestions``: values worth
    comparing in an experiment; of a name, all there are.
    """

    limit: Limit
    control: Control
    label: Sentence
    help: Sentence | None = None
    alone: Sentence | None = None
    words: Mapping[Any, Sentence | str] = dataclasses.field(default_factory=dict)
    words_alone: Mapping[Any, Sentence] = dataclasses.field(default_factory=dict)
    write: Callable[[Any], str] = str
    suggestions: tuple[Any, ...] = ()

    def written(self, value: object) -> Sentence | str:
        """16, ReLU, "largest value"."""
        return self.words[value] if value in self.words else self.write(value)

    def written_alone(self, value: object) -> Sentence | str:
        """ "16 filters", "stride 2", ReLU, "no activation"."""
        if value in self.words_alone:
            return self.words_alone[value]
        if isinstance(self.alone, Plural):
            return self.alone.filled(count=value)
        written = self.written(value)
        return written if self.alone is None else self.alone.filled(value=written)


def chosen(default: Value, limit: Limit, control: Control, label: Sentence, **about: Any) -> Value:
    """A field of a dataclass that a person can set; ``about``: the rest of its `Field`."""
    return dataclasses.field(default=default, metadata={_FIELD: Field(limit, control, label, **about)})


@cache
def fields_of(kind: type) -> Mapping[str, Field]:
    """Name → `Field` of everything that can be set in that dataclass, in order."""
    return {each.name: each.metadata[_FIELD] for each in dataclasses.fields(kind) if _FIELD in each.metadata}


def first_refusal(value: object, where: str) -> Sentence | None:
    """Why the first field that is beyond its limit cannot be; None where all are within."""
    for name, field in fields_of(type(value)).items():
        refusal = field.limit.refusal(where, name, getattr(value, name))
        if refusal is not None:
            return refusal
    return None
