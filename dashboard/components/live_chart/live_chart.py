"""Accuracy and loss of a run, and of others behind it, drawn in place while it trains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import plotly

from dashboard.components import parts

_CSS = """
.ll-chart-frame { position: relative; }
.ll-chart { min-height: 430px; width: 100%; }
.ll-chart-save {
  all: unset; position: absolute; bottom: 0; right: .4rem; padding: .05rem .45rem; cursor: pointer; font-size: .8rem;
  border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius); color: var(--st-text-color); opacity: .75;
}
.ll-chart-save[hidden] { display: none; }
.ll-chart-save:hover { opacity: 1; border-color: var(--st-primary-color); color: var(--st-primary-color); }
.ll-chart-save:focus-visible { opacity: 1; outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
"""
_SCRIPTS = ("checkpoints.js", "theme.js", "chart_runs.js", "live_chart.js")
_mount = parts.component("chart", _SCRIPTS, _CSS, isolate_styles=False)  # Plotly's own styles need the page


@dataclass(frozen=True)
class ChartRun:
    """How a run is drawn: ``name`` stands in the legend, ``color`` is `colors.of_run`.

    The browser fetches its curve from ``url``, and again whenever ``stamp`` is another one.
    """

    run: str
    name: str
    color: dict[str, str]
    url: str
    stamp: str


def plotly_address(base: str) -> str:
    """Where the app serves Plotly's script; ``base`` is the path that the app is served under."""
    return f"{base}/plotly-{plotly.__version__}.min.js"


def live_chart(
    url: str | None,
    base: str,
    labels: dict[str, str],
    colors: dict[str, dict[str, str]],
    own: ChartRun | None = None,
    others: Sequence[ChartRun] = (),
    axis: str = "iteration",
    file: str = "layer-lab-curves",
    key: str = "live_chart",
) -> None:
    """Follow the run at ``url``, None for no run; ``base`` is the path that the app is served under.

    ``colors``: for a "light" and a "dark" page, those of "batch", "validation" and "loss"; with ``own`` the run is drawn in its own.
    ``others`` are drawn thin behind it. ``axis``: "iteration" or "seconds". ``file``: of the picture that may be saved, without its ending.
    """
    data = {
        "url": url, "plotly": plotly_address(base), "labels": labels, "colors": colors, "own": own and asdict(own),
        "others": [asdict(other) for other in others], "axis": axis, "file": file,
    }  # fmt: skip
    _mount(data, key)
