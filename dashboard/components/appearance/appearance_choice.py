"""The choice of how the pages look in this browser. It is kept there, and the server learns nothing of it."""

from __future__ import annotations

from typing import Any

from dashboard.components import parts

_mount = parts.component(__file__)


def appearance_choice(labels: dict[str, Any], key: str = "appearance_choice") -> None:
    _mount({"labels": labels}, key)
