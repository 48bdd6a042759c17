"""The parts of the Test page that follow the time slider in the browser: lines of text, the gallery."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from dashboard.components import parts
from dashboard.components.digit_gallery.digit_grid import CSS as DIGITS_CSS

WAITING_CSS = ".ll-waiting { opacity: .35; }"
_TEXT_CSS = """
.ll-view-text { margin: 0; color: var(--st-text-color); font-family: var(--st-font); font-size: 1rem; line-height: 1.6; min-height: 1.6em; font-variant-numeric: tabular-nums; }
.ll-view-text b { font-weight: 600; }
"""
_text = parts.component("tested_text", ("checkpoints.js", "tested.js", "tested_text.js"), _TEXT_CSS + WAITING_CSS)
_gallery = parts.component(
    "tested_gallery", ("checkpoints.js", "tested.js", "digits.js", "tested_gallery.js"), DIGITS_CSS + WAITING_CSS
)


@dataclass(frozen=True)
class ViewedCheckpoint:
    """What the page's run has drawn: a run at the checkpoint ``at``, None for live."""

    run: str
    at: int | None


def view_text(checkpoint: ViewedCheckpoint, part: str, view: dict[str, Any], key: str, waits: bool = False) -> None:
    """A line: ``part`` of a view, bold between two pairs of stars. ``view``: {part: text} or {waiting: text}.

    ``waits``: it says what is being waited for; else what is drawn stays meanwhile.
    """
    _text(asdict(checkpoint) | {"part": part, "view": view, "waits": waits}, key)


def view_gallery(
    checkpoint: ViewedCheckpoint,
    view: dict[str, Any],
    choice: dict[str, Any],
    address: str,
    url: str,
    labels: dict[str, str],
    language: str,
    size: int,
    key: str,
) -> int | None:
    """Draw {pictures} of ``view``; gives the number of the test image that was just clicked.

    ``choice``: what the gallery shall show, as `dashboard.http.test_results` reads it at ``address``, where other checkpoints are asked
    for. ``url``: the run's live stream. ``labels``: pick (what a click does) and offline. ``size``: the side of one, in pixels.
    """
    data = asdict(checkpoint) | {
        "view": view, "choice": choice, "address": address, "url": url, "labels": labels, "pick": labels["pick"],
        "language": language, "size": size,
    }  # fmt: skip
    picked = _gallery(data, key, on_picked_change=lambda: None).picked
    return picked if type(picked) is int else None
