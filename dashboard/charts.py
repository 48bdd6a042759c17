"""Arrays → Plotly figures."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from dashboard.colors import BLUE, GREEN, VERMILLION

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
            customdata=values,
            hovertemplate="%{x}: %{customdata:,} (%{y:.1%})<extra>" + name + "</extra>",
        )
    figure.update_xaxes(dtick=1, title=axis)
    figure.update_yaxes(tickformat=".0%")
    figure.update_layout(legend=dict(orientation="h", y=1.16, x=0))
    return figure


def pixel_numbers(image: np.ndarray) -> go.Figure:
    """One image as its 28 × 28 numbers, each on its own shade. ``image``: uint8 (28, 28, 1)."""
    values = image[..., 0]
    figure = go.Figure(
        go.Heatmap(
            z=values,
            text=values,
            texttemplate="%{text}",
            textfont=dict(size=9),
            colorscale=[[0, "#FFFFFF"], [1, "#1B2733"]],
            zmin=0,
            zmax=255,
            showscale=False,
            xgap=1,
            ygap=1,
            hovertemplate="%{y}, %{x}: %{z}<extra></extra>",
        )
    )
    figure.update_layout(**_PAPER, height=620, margin=dict(l=24, r=6, t=24, b=6))
    figure.update_yaxes(autorange="reversed", dtick=3, showgrid=False, zeroline=False, constrain="domain")
    figure.update_xaxes(dtick=3, side="top", showgrid=False, zeroline=False, constrain="domain")
    return figure
