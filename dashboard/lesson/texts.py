"""The texts of the stations, `assets/lessons/<language>/stations/NN-name.md`, in the language of the session."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from core.lesson import station_text
from core.lesson.station_text import Section, StationText
from dashboard.i18n import Text

# After a mark, as in "**95.2 %**입니다", Markdown sees an end of bold type only with a letter before it; nobody sees a word joiner.
_BOLD_END, _JOINER = re.compile(r"(?<=[^\w\s*])\*\*(?=\w)"), "\u2060"
LESSONS = Path(__file__).resolve().parent.parent.parent / "assets" / "lessons"


@cache
def station_texts(language: str) -> Mapping[str, StationText]:
    """By the names of the stations, in their order; read once a process. Raises `StationTextError`."""
    paths = sorted((LESSONS / language / "stations").glob("*.md"))
    return {path.stem.partition("-")[2]: station_text.read(path.read_text(encoding="utf-8")) for path in paths}


def filled(section: Section, values: Mapping[str, str], _: Text) -> Section:
    """With all fields filled, and the words around them as they have to be then."""
    text, *choices = (
        _BOLD_END.sub(f"{_JOINER}**", _.settled(station_text.filled(part, values))) for part in section.parts
    )
    return Section(text, tuple(choices))
