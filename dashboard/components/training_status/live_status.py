"""Phase, iterations, accuracies and speed of a run, followed live; as figures, or as a chip while it trains."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import plotly

from dashboard.components import parts
from dashboard.components.scripts import scripts

_mount = parts.component(__file__)


def live_status(
    frame: Mapping[str, object],
    run: str | None,
    labels: dict[str, Any],
    chart_ahead: bool,
    chip: bool = False,
    key: str = "live_status",
) -> bool:
    """Draw ``frame`` (`dashboard.http.run_stream.status` with the worker's ``health``), then what the stream of ``run`` tells.

    Gives whether the chip was clicked. The page runs again whenever an event comes that ``frame`` does not know yet.
    Scripts of other pages are read while nobody waits for them; with ``chart_ahead`` the chart's library too, which is large.
    """
    ahead = {"scripts": scripts().entries, "plotly": plotly.__version__ if chart_ahead else None}
    data = {"frame": dict(frame), "run": run, "labels": labels, "ahead": ahead, "chip": chip}
    state = _mount(data, key, on_happened_change=lambda: None, on_opened_change=lambda: None)
    return state.opened is not None
