"""The tutorial's lines: "Optimization Iteration: 101, Training Accuracy: 81.2 %"."""

from __future__ import annotations

from dashboard.components import parts

_mount = parts.component(__file__)


def progress_lines(run: str, labels: dict[str, str], key: str = "progress_lines") -> None:
    """Follow ``run``. ``labels``: ``line`` with {iteration} and {accuracy}, and ``title``."""
    _mount({"run": run, "labels": labels}, key)
