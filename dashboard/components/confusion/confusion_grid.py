"""The confusion matrix as a picture whose cells can be clicked; it follows the time slider in the browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from dashboard.components import parts
from dashboard.components.confusion.confusion_difference import TINTED
from dashboard.components.digit_gallery.viewed_checkpoint import WAITING, ViewedCheckpoint

_mount = parts.component(__file__, (WAITING, TINTED))


def confusion_grid(
    checkpoint: ViewedCheckpoint,
    view: dict[str, Any],
    percent: bool,
    chosen: tuple[int | None, int | None],
    labels: dict[str, str],
    key: str,
    on_click: Callable[[], None],
) -> None:
    """Draw {counts: 10 × 10} of ``view``, or {waiting: …}. ``on_click`` runs before the page does; the cell is then in the component's state."""
    data = asdict(checkpoint) | {"view": view, "percent": percent, "chosen": chosen, "labels": labels}
    _mount(data, key, on_cell_change=on_click)
