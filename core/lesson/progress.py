"""What a learner has done so far: at each station the prediction, the answer to the question after it, and the reason."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

VERSION = 1
MAX_STATIONS, MAX_WHY, MAX_BYTES = 64, 500, 200_000
_NAME = re.compile(r"[a-z][a-z_]{0,39}")
_MOST_NUMBERS, _LARGEST = 8, 1e9


class Unreadable(ValueError):
    """No progress that was written here."""


class Newer(ValueError):
    """Written by a later version of the program."""


@dataclass(frozen=True)
class Entry:
    """One station. ``prediction``: a number or a list of numbers, None before it; ``at``: the iteration that the page showed then.

    ``seen``: whether its page was looked at. ``choice``: which answer was chosen to the question after; ``why``: one sentence.
    """

    prediction: Any = None
    at: int | None = None
    seen: bool = False
    choice: int | None = None
    why: str = ""

    @property
    def done(self) -> bool:
        return self.choice is not None


@dataclass(frozen=True)
class Progress:
    """By station. ``last``: the station that was open last."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    last: str | None = None

    def entry(self, station: str) -> Entry:
        return self.entries.get(station, Entry())

    def with_entry(self, station: str, **changes: Any) -> Progress:
        """Raises `Unreadable` for what cannot be kept."""
        return replace(self, entries={**self.entries, station: _checked(replace(self.entry(station), **changes))})

    def opened(self, station: str) -> Progress:
        """It was open last. Raises `Unreadable` for what is no name."""
        if not is_name(station):
            raise Unreadable(f"the name {station[:40]!r}")
        return replace(self, last=station)

    def without(self, station: str) -> Progress:
        """As if that station had never been begun."""
        return replace(self, entries={name: entry for name, entry in self.entries.items() if name != station})

    def to_json(self) -> str:
        entries = {name: asdict(entry) for name, entry in self.entries.items()}
        return json.dumps({"version": VERSION, "last": self.last, "entries": entries}, ensure_ascii=False)

    @staticmethod
    def from_json(text: str) -> Progress:
        """What `to_json` gave. Raises `Newer`, or `Unreadable` for anything odd."""
        try:
            given = json.loads(text, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise Unreadable("no JSON") from error
        if not isinstance(given, dict):
            raise Unreadable("no object")
        version = given.get("version")
        if type(version) is int and version > VERSION:
            raise Newer(f"version {version}")
        if set(given) != {"version", "last", "entries"} or version != VERSION:
            raise Unreadable("other parts")
        last, entries = given["last"], given["entries"]
        if not (last is None or is_name(last)) or not isinstance(entries, dict) or len(entries) > MAX_STATIONS:
            raise Unreadable("odd parts")
        return Progress({name: _entry(name, entry) for name, entry in entries.items()}, last)


def is_name(text: object) -> bool:
    """Whether a station can be called so."""
    return isinstance(text, str) and bool(_NAME.fullmatch(text))


_FIELDS = {each.name for each in fields(Entry)}


def _entry(name: str, given: object) -> Entry:
    if not is_name(name) or not isinstance(given, dict) or set(given) != _FIELDS:
        raise Unreadable(f"the station {name[:40]}")
    return _checked(Entry(**given))


def _checked(entry: Entry) -> Entry:
    right = (
        _is_prediction(entry.prediction)
        and _is_whole(entry.at)
        and type(entry.seen) is bool
        and _is_whole(entry.choice)
        and isinstance(entry.why, str)
        and len(entry.why) <= MAX_WHY
        and entry.why.isprintable()
    )
    if not right:
        raise Unreadable(f"an entry: {entry!r}"[:200])
    return entry


def _is_prediction(value: object) -> bool:
    if isinstance(value, list):
        return len(value) <= _MOST_NUMBERS and all(_is_number(each) for each in value)
    return value is None or _is_number(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and type(value) is not bool and abs(value) <= _LARGEST


def _is_whole(value: object) -> bool:
    return value is None or (type(value) is int and 0 <= value <= _LARGEST)


def _no_constant(name: str) -> None:
    raise ValueError(name)
