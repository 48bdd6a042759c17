"""A line of text on the Test page that follows the time slider in the browser."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from dashboard.components import parts
from dashboard.components.digit_gallery.viewed_checkpoint import WAITING, ViewedCheckpoint

_mount = parts.component(__file__, (WAITING,))


def result_text(checkpoint: ViewedCheckpoint, part: str, view: dict[str, Any], key: str, waits: bool = False) -> None:
    """A line: ``part`` of a view, bold between two pairs of stars. ``view``: {part: text} or {waiting: text}.

    ``waits``: it says what is being waited for; else what is drawn stays meanwhile.
    """
    _mount(asdict(checkpoint) | {"part": part, "view": view, "waits": waits}, key)
