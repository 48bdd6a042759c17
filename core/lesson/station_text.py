"""What a station says in one language, read from a Markdown file.

    # Title
    Two to five sentences.
    ## Predict      what is asked; where it is a choice, one line "- …" for each
    ## Do           what to do on the page
    ## Result       what came of it
    ## Most people  what most people expect
    ## Question     asked afterwards, with one line "- …" for each answer
    ## Because      the explanation

A formula that stands by itself has $$ on lines of its own. A field is a word that begins with three letters or more, in braces, such as {found}; in a formula a word of TeX gets a space: \\text{ true}.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

SECTIONS = ("Predict", "Do", "Result", "Most people", "Question", "Because")
_FIELD = re.compile(r"\{([a-z]{3,}[a-z0-9_]*)\}")
_HEADING = re.compile(r"^## +(.+?) *$", re.MULTILINE)
_TITLE = re.compile(r"\A# +(.+?) *\n")
_FORMULA = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$", re.DOTALL)


class StationTextError(ValueError):
    """The file is not as a station's is; says what is missing."""


@dataclass(frozen=True)
class Section:
    """Markdown with fields, and the choices below it."""

    text: str
    choices: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        return (self.text, *self.choices)


@dataclass(frozen=True)
class StationText:
    """All sections by their names; "Text" is the first one, below the title."""

    title: str
    sections: Mapping[str, Section]

    def __getitem__(self, name: str) -> Section:
        return self.sections[name]


def read(markdown: str) -> StationText:
    """Raises `StationTextError` where a part is missing, or there is one too many."""
    title = _TITLE.match(markdown)
    if title is None:
        raise StationTextError("it must begin with # and the title")
    first, *rest = _HEADING.split(markdown[title.end() :])
    names = tuple(rest[::2])
    if names != SECTIONS:
        raise StationTextError(f"its sections are {', '.join(names)}; they must be {', '.join(SECTIONS)}")
    sections = {"Text": _section(first)} | {name: _section(text) for name, text in zip(names, rest[1::2], strict=True)}
    for name, section in sections.items():
        if not section.text:
            raise StationTextError(f"{name} is empty")
        if section.choices and name not in ("Predict", "Question"):
            raise StationTextError(f"{name} has choices")
    if len(sections["Question"].choices) < 2:
        raise StationTextError("Question needs two choices or more")
    return StationText(title[1], sections)


def fields(text: str) -> tuple[str, ...]:
    """The names of the fields in it, in order."""
    return tuple(_FIELD.findall(text))


def formulas(text: str) -> tuple[str, ...]:
    """The formulas in it, in order."""
    return tuple(_FORMULA.findall(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """With a value in the place of each field. Raises KeyError where one is missing."""
    return _FIELD.sub(lambda found: values[found[1]], text)


def _section(markdown: str) -> Section:
    lines = markdown.strip().splitlines()
    start = next((place for place, line in enumerate(lines) if line.startswith("- ")), len(lines))
    choices = tuple(line[2:].strip() for line in lines[start:] if line.strip())
    if any(not line.startswith("- ") for line in lines[start:] if line.strip()):
        raise StationTextError("something follows the choices")
    return Section("\n".join(lines[:start]).strip(), choices)
