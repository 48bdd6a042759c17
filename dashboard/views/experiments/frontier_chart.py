"""Accuracy against what it costs, as charts: of everything that was run, and of one search."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from core.experiments.view import Point
from dashboard.i18n import count
from dashboard.shared.colors import BLUE, VERMILLION

# All of these can be seen on light and on dark pages.
_PALE, _GREY, _GRID = "rgba(86, 140, 180, .55)", "rgba(128, 144, 160, .9)", "rgba(128, 144, 160, .25)"
_LOOKS: dict[str, dict[str, Any]] = {
    "best": dict(mode="lines+markers", line=dict(shape="hv", width=2, color=BLUE), marker=dict(size=12, color=BLUE)),
    "others": dict(mode="markers", marker=dict(size=9, color=_PALE)),
    "own": dict(mode="markers", marker=dict(size=10, color=VERMILLION, symbol="diamond-open", line_width=2)),
    "found": dict(mode="markers", marker=dict(size=13, color=BLUE)),
    "passed": dict(mode="markers", marker=dict(size=9, color=_PALE)),
    "failed": dict(mode="markers", marker=dict(size=9, color=_GREY, symbol="circle-open", line_width=2)),
}
_COARSE = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999)
_FINE = (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.975, 0.98, 0.985, 0.99, 0.9925, 0.995, 0.9975, 0.999)  # fmt: skip
_USUAL = (0.8, 0.99)  # accuracies that a search usually meets
_LEAST_ERROR = 5e-5  # half a test image: a logarithm has no place for none


def frontier_figure(
    points: Sequence[Point], best: Sequence[int], own: Sequence[Point], by: str, hovers: Sequence[str],
    keys: Sequence[str], labels: Mapping[str, str],
) -> go.Figure:  # fmt: skip
    """Accuracy against parameters or seconds; those of ``best`` joined by steps.

    ``own``: the learner's own runs. ``hovers``, ``keys``: for each of ``points``, then of ``own``, what it says (HTML) and what
    a click gives as ``customdata``. ``labels``: the names best, others, own, parameters, seconds, accuracy.
    """
    figure, every = _empty(400), [*points, *own]
    others = [place for place in range(len(points)) if place not in set(best)]
    mine = range(len(points), len(every))
    for name, places in (("others", others), ("own", mine), ("best", best)):  # what is drawn last lies on top
        shown = [every[place] for place in places]
        if shown:
            figure.add_scatter(
                x=[getattr(point, by) for point in shown], y=[error_of(point.accuracy) for point in shown],
                error_y=_whiskers(shown, _LOOKS[name]["marker"]["color"]), customdata=[keys[place] for place in places], name=labels[name],
                text=[hovers[place] for place in places], hovertemplate="%{text}<extra></extra>", **_LOOKS[name],
                selected=dict(marker_opacity=1), unselected=dict(marker_opacity=1),
            )  # fmt: skip
    if every:
        accuracies = [share for point in every for share in (point.low, point.high)]
        _axes(figure, [getattr(point, by) for point in every], accuracies, labels[by], labels["accuracy"])
    return figure


def search_figure(
    tried: Sequence[tuple[int, float]], target: float, found: int | None, sizes: tuple[int, int],
    hovers: Sequence[str], labels: Mapping[str, str],
) -> go.Figure:  # fmt: skip
    """Validation accuracy against parameters of what a search ``tried``: (parameters, share) each; the ``target`` as a line.

    ``found``: the place of the simplest that passed. ``sizes``: the fewest and the most parameters that can be tried: the
    axes stay as they are while points come. ``labels``: the names passed, failed, found, parameters, accuracy, target.
    """
    figure = _empty(320)
    kinds = [
        "found" if place == found else "passed" if share >= target else "failed"
        for place, (_, share) in enumerate(tried)
    ]
    for name in ("failed", "passed", "found"):
        places = [place for place, kind in enumerate(kinds) if kind == name]
        if places:
            figure.add_scatter(
                x=[tried[place][0] for place in places], y=[error_of(tried[place][1]) for place in places],
                name=labels[name], text=[hovers[place] for place in places], hovertemplate="%{text}<extra></extra>",
                **_LOOKS[name],
            )  # fmt: skip
    figure.add_hline(y=error_of(target), line=dict(color=VERMILLION, width=1.5, dash="dash"))
    figure.add_annotation(
        text=labels["target"], font_color=VERMILLION, showarrow=False, x=1, xref="paper", xanchor="right",
        y=math.log10(error_of(target)), yanchor="bottom",
    )  # fmt: skip
    shares = [target, *(share for _, share in tried)]
    _axes(figure, sizes, [*shares, *_USUAL], labels["parameters"], labels["accuracy"])
    return figure


def _empty(height: int) -> go.Figure:
    return go.Figure(
        layout=dict(
            template="none", height=height, margin=dict(l=64, r=16, t=36, b=48),
            dragmode=False, hovermode="closest", hoverlabel_align="left", showlegend=True,
            legend=dict(
                orientation="h", y=1.02, yanchor="bottom", x=0, traceorder="reversed", itemclick=False,
                itemdoubleclick=False,
            ),
        )
    )  # fmt: skip


def _whiskers(points: Sequence[Point], color: str) -> dict:
    """From the worst seed to the best; on the axis of the errors a worse one has the larger value."""
    errors = [error_of(point.accuracy) for point in points]
    worse = [error_of(point.low) - error for point, error in zip(points, errors, strict=True)]
    better = [error - error_of(point.high) for point, error in zip(points, errors, strict=True)]
    return dict(type="data", symmetric=False, array=worse, arrayminus=better, thickness=1.2, width=0, color=color)


def _axes(figure: go.Figure, costs: Sequence[float], accuracies: Sequence[float], cost: str, accuracy: str) -> None:
    """Both logarithmic; the accuracy by its errors, so that 98 and 99 % do not lie on each other."""
    low, high = _span(costs, 1.5, 12)
    digits = (1, 3) if high / low > 100 else (1, 2, 5)
    ticks = [digit * 10.0**power for power in range(-3, 8) for digit in digits]
    figure.update_xaxes(
        range=[math.log10(low), math.log10(high)],
        tickvals=ticks,
        ticktext=[_written(tick) for tick in ticks],
        title=cost,
    )
    errors = [error_of(share) for share in accuracies]
    few, many = _span(errors, 1.25, 3)
    shown = _COARSE if many / few > 12 else _FINE
    figure.update_yaxes(
        range=[math.log10(many), math.log10(few)], tickvals=[error_of(share) for share in shown],
        ticktext=[f"{100 * share:g} %" for share in shown], title=accuracy,
    )  # fmt: skip
    for axes in (figure.update_xaxes, figure.update_yaxes):
        axes(type="log", gridcolor=_GRID, zeroline=False, fixedrange=True)


def _span(values: Sequence[float], margin: float, least: float) -> tuple[float, float]:
    """The lowest and the highest of an axis: ``margin`` times more than the values, and apart by a factor of ``least``."""
    low, high = min(values) / margin, max(values) * margin
    more = math.sqrt(max(1.0, least * low / high))
    return low / more, high * more


def error_of(accuracy: float) -> float:
    return max(1 - accuracy, _LEAST_ERROR)


def _written(number: float) -> str:
    return count(round(number)) if number >= 1 else f"{number:g}"
