"""How the ten classes are distributed over the three sets, as a chart."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from dashboard.i18n import count, percent
from dashboard.shared.colors import BLUE, GREEN, VERMILLION

_PAPER = dict(paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)")


def class_counts(counts: dict[str, np.ndarray], axis: str) -> go.Figure:
    """Share of each class in each set. ``counts``: set name → int (10,), how many images of each class."""
    figure = go.Figure(layout=dict(_PAPER, height=250, margin=dict(l=50, r=10, t=30, b=40), barmode="group"))
    for color, (name, values) in zip((BLUE, GREEN, VERMILLION), counts.items(), strict=True):
        figure.add_bar(
            x=list(range(10)),
            y=values / values.sum(),
            name=name,
            marker_color=color,
            customdata=[(count(int(value)), percent(float(value / values.sum()))) for value in values],
            hovertemplate="%{x}: %{customdata[0]} (%{customdata[1]})<extra>" + name + "</extra>",
        )
    figure.update_xaxes(dtick=1, title=axis)
    figure.update_yaxes(tickformat=".0%")
    figure.update_layout(legend=dict(orientation="h", y=1.16, x=0))
    return figure
