"""The validation accuracy of a run as one figure with its iteration, and the curve that leads there, live."""

from __future__ import annotations

from dashboard.components import parts

_mount = parts.component(__file__)


def validation_curve(
    run: str | None, at: int | None, goal: int, labels: dict[str, object], key: str = "validation_curve"
) -> None:
    """Of ``run`` at the checkpoint ``at`` (None: live), or where that is None an empty curve up to ``goal`` iterations."""
    _mount({"run": run, "at": at, "goal": goal, "labels": labels}, key)
