"""Accuracy and loss of a run over its iterations, drawn in place while it trains."""

from __future__ import annotations

import plotly
import streamlit as st

from dashboard.components import files

_mount = st.components.v2.component(
    "layer_lab_chart",
    css=".ll-chart { min-height: 430px; width: 100%; }",
    js=files.read("stream.js", "live_chart.js"),
    isolate_styles=False,  # Plotly's own styles need the page
)


def live_chart(
    url: str, base: str, labels: dict[str, str], colors: dict[str, dict[str, str]], key: str = "live_chart"
) -> None:
    """Follow the run at ``url``; ``base`` is the path that the app is served under.

    ``colors``: for a "light" and a "dark" page, those of "batch", "validation" and "loss".
    """
    script = f"{base}/plotly-{plotly.__version__}.min.js"
    _mount(data={"url": url, "plotly": script, "labels": labels, "colors": colors}, key=key)
