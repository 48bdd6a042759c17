"""What the engine has to say to a person: an English sentence with its values still apart, so that a screen can translate it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


class Sentence:
    """One sentence: ``template`` with ``{name}`` fields, and the values that fill them. ``str()`` gives it in English."""

    __slots__ = ("template", "values")

    def __init__(self, template: str, /, **values: object) -> None:
        self.template = template
        self.values = values

    def filled(self, **values: object) -> Sentence:
        """The same with values for fields that were left open."""
        return _rebuild(self.forms, self.values | values)

    @property
    def forms(self) -> tuple[str, ...]:
        """The template, or one for each grammatical number."""
        return (self.template,)

    def __str__(self) -> str:
        return self.template.format(**self.values)

    def __repr__(self) -> str:
        return f"Sentence({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sentence) and (self.forms, self.values) == (other.forms, other.values)

    def __hash__(self) -> int:
        return hash(str(self))

    def __reduce__(self):
        return _rebuild, (self.forms, self.values)

    def as_json(self) -> list[Any]:
        """For a file; the values must be such as JSON has."""
        return [*self.forms, self.values]

    @staticmethod
    def from_json(parts: list[Any]) -> Sentence:
        """What `as_json` gave. Raises ValueError or TypeError for anything else."""
        *forms, values = parts
        return _rebuild(tuple(forms), values)


class Plural(Sentence):
    """A sentence whose words follow from a number, that of its field ``{count}``:
    ``Plural("{count} seed", "{count} seeds", count=5)``.
    """

    __slots__ = ("plural",)

    def __init__(self, singular: str, plural: str, /, **values: object) -> None:
        super().__init__(singular, **values)
        self.plural = plural

    @property
    def forms(self) -> tuple[str, ...]:
        return self.template, self.plural

    @property
    def count(self) -> int:
        count = self.values["count"]
        if type(count) is not int:
            raise TypeError(f"the count of {self.plural!r} is {count!r}; it must be a whole number")
        return count

    def __str__(self) -> str:
        return (self.template if self.count == 1 else self.plural).format(**self.values)


# Says a sentence in one language; `str` says it in English. A plain text is the same in every language.
Translate = Callable[[Sentence | str], str]


class SentenceError(Exception):
    """Something that cannot be; ``sentence`` says to a person what and why."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence

    def __reduce__(self) -> tuple[type[SentenceError], tuple[object, ...]]:
        return type(self), (self.sentence,)


def reason(error: BaseException) -> str:
    """Why something could not be, as it stands within a sentence: the system's own words where there are some."""
    return (getattr(error, "strerror", None) or str(error)).strip().rstrip(".")


def short(error: BaseException) -> str:
    """The first line of what an error says."""
    first = (str(error).strip().splitlines() or [type(error).__name__])[0]
    return first if len(first) <= 160 else first[:159] + "…"


def _rebuild(forms: tuple[str, ...], values: Mapping[str, object]) -> Sentence:
    if len(forms) == 2:
        return Plural(*forms, **values)
    (template,) = forms
    return Sentence(template, **values)


def shown(value: object) -> str:
    """A value as it stands in a sentence: short, whatever a person typed, and to be seen where it is empty."""
    try:
        text = value if isinstance(value, str) else repr(value)
    except ValueError:  # Python writes out no whole number of more than 4,300 digits
        text = "a number of thousands of digits"
    text = text.encode("utf-8", "backslashreplace").decode()  # a lone surrogate can be sent to no screen
    if not text.strip():
        return f'"{text[:38]}"'
    return text if len(text) <= 40 else text[:39] + "…"
