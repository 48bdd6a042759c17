"""Phase, iterations, test accuracy and speed of a run, followed live."""

from __future__ import annotations

from typing import Any

from dashboard.components import parts

_mount = parts.component("status", ("telling.js", "live_status.js"), parts.css("live_status.css"))


def live_status(
    frame: dict[str, Any], labels: dict[str, Any], url: str, plotly: str | None, key: str = "live_status"
) -> None:
    """Draw ``frame`` (`dashboard.http.run_stream.status` with the worker's ``health``), then what comes from ``url``.

    The page runs again whenever an event comes that ``frame`` does not know yet. ``plotly``: the address of the
    chart's library, where it should be read ahead.
    """
    _mount({"frame": frame, "labels": labels, "url": url, "plotly": plotly}, key, on_happened_change=lambda: None)
