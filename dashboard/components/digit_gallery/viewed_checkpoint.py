"""What the parts of the Test page that follow the time slider in the browser have in common."""

from __future__ import annotations

from dataclasses import dataclass

WAITING = "digit_gallery/waiting.css"  # how a part looks whose view is still to come


@dataclass(frozen=True)
class ViewedCheckpoint:
    """What the page's run has drawn: a run at the checkpoint ``at``, None for live."""

    run: str
    at: int | None
