"""The tutorial's lines: "Optimization Iteration: 101, Training Accuracy: 81.2 %"."""

from __future__ import annotations

from dashboard.components import parts

_CSS = """
.ll-lines {
  height: 11.5rem; overflow-y: auto; padding: .5rem .75rem; border-radius: var(--st-base-radius);
  background: var(--st-secondary-background-color); color: var(--st-text-color);
  font-family: var(--st-font); font-size: .87rem; line-height: 1.6; font-variant-numeric: tabular-nums;
}
"""
_mount = parts.component("lines", "progress_lines.js", _CSS)


def progress_lines(url: str, labels: dict[str, str], key: str = "progress_lines") -> None:
    """Follow the run at ``url``. ``labels``: ``line`` with {iteration} and {accuracy}, and ``title``."""
    _mount({"url": url, "labels": labels}, key)
