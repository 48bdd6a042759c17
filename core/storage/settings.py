"""Where runs are kept, for how long, and how much: environment variables with their defaults."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from core.fields.limits import shown
from core.messages import Sentence, SentenceError

FOLDER, DAYS, GIGABYTES = "LAYER_LAB_DATA", "LAYER_LAB_KEEP_DAYS", "LAYER_LAB_KEEP_GB"


class SettingError(SentenceError, ValueError):
    """An environment variable that says what cannot be; ``sentence`` names it."""


@dataclass(frozen=True)
class Limits:
    """A workspace untouched for ``days`` is removed, and the oldest while all take more than ``bytes``."""

    days: float = 30.0
    bytes: float = 2e9


def folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The data folder: the one named, else the platform's for a user's data."""
    named = environment.get(FOLDER)
    if not named:
        return platformdirs.user_data_path("layer-lab", appauthor=False)
    with contextlib.suppress(RuntimeError):  # `~somebody` whom the system does not know: a folder of that name
        return Path(named).expanduser().absolute()
    return Path(named).absolute()


def limits(environment: Mapping[str, str] = os.environ) -> Limits:
    """Raises `SettingError` for what is no number above zero."""
    usual = Limits()
    days = _number(environment, DAYS, usual.days)
    return Limits(days, 1e9 * _number(environment, GIGABYTES, usual.bytes / 1e9))


def _number(environment: Mapping[str, str], name: str, usual: float) -> float:
    text = environment.get(name)
    if not text:
        return usual
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise SettingError(Sentence("{name} is {value}; it must be a number above 0.", name=name, value=shown(text)))
    return number
