"""Under which names the server answers, and which sites may show it in a frame: environment variables with their defaults."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from core.messages import Sentence, shown
from core.storage.settings import SettingError

HOSTS, FRAMES = "LAYER_LAB_HOSTS", "LAYER_LAB_FRAMES"
ANY = "*"

_NAME = re.compile(r"(\*\.)?[a-z0-9]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9_-]*[a-z0-9])?)*")
_SITE = re.compile(r"https?://(\*\.)?[a-zA-Z0-9._-]+(:(\d{1,5}|\*))?")


def hosts(environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Further names: ``lab.school.kr``, ``*.school.kr``, or `ANY` for all. Raises `SettingError`."""
    names = _listed(environment, HOSTS)
    for name in names:
        if name != ANY and not _NAME.fullmatch(name.lower()):
            raise SettingError(
                Sentence(
                    "{name} names {value}; it must be names of hosts, such as lab.school.kr or *.school.kr, with commas between them.",
                    name=HOSTS,
                    value=shown(name),
                )
            )
    return tuple(name.lower() for name in names)


def frames(environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Sites that may show the app in a frame, beside its own: ``https://lms.school.kr``, or `ANY`. Raises `SettingError`."""
    sites = _listed(environment, FRAMES)
    for site in sites:
        if site != ANY and not _SITE.fullmatch(site):
            raise SettingError(
                Sentence(
                    "{name} names {value}; it must be sites, such as https://lms.school.kr, with commas between them.",
                    name=FRAMES,
                    value=shown(site),
                )
            )
    return sites


def _listed(environment: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"[,\s]+", environment.get(name, "")) if part)
