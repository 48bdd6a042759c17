"""The reliability diagram with its sentence and its table; it follows the time slider in the browser."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from dashboard.components import parts
from dashboard.components.digit_gallery.viewed_checkpoint import WAITING, ViewedCheckpoint

_mount = parts.component(__file__, (WAITING,))


def reliability_diagram(checkpoint: ViewedCheckpoint, view: dict[str, Any], labels: dict[str, str], key: str) -> None:
    """Draw {reliability: {sentence, bins, all}} of ``view``, or {waiting: …}; a bin is {low, high, mean, correct, total, interval}."""
    _mount(asdict(checkpoint) | {"view": view, "labels": labels}, key)
