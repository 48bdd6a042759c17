"""The confusion matrix as a picture whose cells can be clicked; it follows the time slider in the browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from dashboard.components import parts
from dashboard.components.digit_gallery.tested_view import WAITING_CSS, ViewedCheckpoint

_CSS = """
.ll-confusion {
  display: grid; grid-template-columns: 1.4rem minmax(0, 1fr); max-width: 36rem;
  color: var(--st-text-color); font-family: var(--st-font); font-variant-numeric: tabular-nums;
}
.ll-confusion .ll-columns { grid-column: 2; text-align: center; font-size: .84rem; opacity: .8; padding-left: 1.6rem; }
.ll-confusion .ll-rows { writing-mode: vertical-rl; text-orientation: sideways; transform: rotate(180deg); text-align: center; font-size: .84rem; opacity: .8; }
.ll-confusion table { border-collapse: collapse; width: 100%; table-layout: fixed; }
.ll-confusion th { font-size: .9rem; font-weight: 600; padding: .2rem; text-align: center; }
.ll-confusion tbody th, .ll-confusion thead td { width: 1.6rem; }
.ll-confusion tbody td { padding: 0; border: 1px solid var(--st-border-color); }
.ll-confusion button {
  all: unset; box-sizing: border-box; display: block; width: 100%; height: 2.15rem; line-height: 2.15rem;
  text-align: center; font-size: .84rem; cursor: pointer;
}
.ll-confusion button.ll-right { font-weight: 600; }
.ll-confusion button:hover { outline: 2px solid var(--st-text-color); outline-offset: -2px; }
.ll-confusion button:focus-visible, .ll-confusion button[aria-pressed="true"] {
  outline: 3px solid var(--st-text-color); outline-offset: -3px;
}
"""
_mount = parts.component("confusion", ("checkpoints.js", "tested.js", "confusion_grid.js"), _CSS + WAITING_CSS)


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
