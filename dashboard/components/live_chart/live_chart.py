"""Accuracy and loss of a run, and of others behind it, drawn in place while it trains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import plotly

from dashboard.components import parts

_mount = parts.component(
    __file__, ("browser/data_table.css", "browser/chart_frame.css"), isolate_styles=False
)  # Plotly's own styles need the page


@dataclass(frozen=True)
class ChartRun:
    """How a run is drawn: ``name`` stands in the legend, ``color`` is `colors.of_run`.

    The browser fetches its curve, and again whenever ``stamp`` is another one.
    """

    run: str
    name: str
    color: dict[str, str]
    stamp: str


def live_chart(
    run: str | None,
    labels: dict[str, str],
    colors: dict[str, dict[str, str]],
    own: ChartRun | None = None,
    others: Sequence[ChartRun] = (),
    axis: str = "iteration",
    whole: bool = False,
    file: str = "layer-lab-curves",
    key: str = "live_chart",
) -> None:
    """Follow ``run``, None for no run.

    ``colors``: for a "light" and a "dark" page, those of "batch", "validation" and "loss"; with ``own`` the run is drawn in its own.
    ``others`` are drawn thin behind it, at first as far as ``run`` has come, or ``whole``; a switch tells. ``axis``: "iteration" or
    "seconds". ``file``: of what may be saved, without its ending.
    """
    data = {
        "run": run, "plotly": plotly.__version__, "labels": labels, "colors": colors, "own": own and asdict(own),
        "others": [asdict(other) for other in others], "axis": axis, "whole": whole, "file": file,
    }  # fmt: skip
    _mount(data, key)
