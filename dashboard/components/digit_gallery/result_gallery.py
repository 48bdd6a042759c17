"""The gallery of the Test page, which follows the time slider in the browser."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from dashboard.components import parts
from dashboard.components.digit_gallery.digit_grid import FIGURES
from dashboard.components.digit_gallery.viewed_checkpoint import WAITING, ViewedCheckpoint

_mount = parts.component(__file__, (FIGURES, WAITING))


def result_gallery(
    checkpoint: ViewedCheckpoint,
    view: dict[str, Any],
    choice: dict[str, Any],
    labels: dict[str, str],
    language: str,
    size: int,
    key: str,
) -> int | None:
    """Draw {pictures} of ``view``; gives the number of the test image that was just clicked.

    ``choice``: what the gallery shall show, as `dashboard.http.test_results` reads it, where the browser asks for other
    checkpoints. ``labels``: pick (what a click does) and offline. ``size``: the side of one, in pixels, at the least.
    """
    data = asdict(checkpoint) | {"view": view, "choice": choice, "labels": labels, "language": language, "size": size}
    picked = _mount(data, key, on_picked_change=lambda: None).picked
    return picked if type(picked) is int else None
