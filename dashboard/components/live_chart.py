"""Accuracy and loss of a run over its iterations, drawn in place while it trains."""

from __future__ import annotations

import plotly

from dashboard.components import parts

_CSS = ".ll-chart { min-height: 430px; width: 100%; }"
_mount = parts.component("chart", "live_chart.js", _CSS, isolate_styles=False)  # Plotly's own styles need the page


def plotly_address(base: str) -> str:
    """Where the app serves Plotly's script; ``base`` is the path that the app is served under."""
    return f"{base}/plotly-{plotly.__version__}.min.js"


def live_chart(
    url: str, base: str, labels: dict[str, str], colors: dict[str, dict[str, str]], key: str = "live_chart"
) -> None:
    """Follow the run at ``url``; ``base`` is the path that the app is served under.

    ``colors``: for a "light" and a "dark" page, those of "batch", "validation" and "loss".
    """
    _mount({"url": url, "plotly": plotly_address(base), "labels": labels, "colors": colors}, key)
