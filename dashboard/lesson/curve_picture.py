"""A small picture of a sketched curve, and of the real one beside it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.i18n import Text, count, percent

MINE, REAL = "#D55E00", "#2f8fcb"
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 276, 12, 112  # where 0 and 100 % lie, in a picture of 300 × 140
_GREY = "#7f8b96"


def curve_picture(
    iterations: Sequence[int], mine: Sequence[float | None], real: Sequence[float] | None, _: Text
) -> None:
    """Accuracies in per cent; a point of ``mine`` that is None is still to be chosen."""
    across = [_LEFT + 24 + place * (_RIGHT - _LEFT - 48) / (len(iterations) - 1) for place in range(len(iterations))]
    lines = "".join(
        f'<line x1="{_LEFT}" x2="{_RIGHT}" y1="{_height(each)}" y2="{_height(each)}" stroke="{_GREY}" stroke-opacity=".4"/>'
        f'<text x="{_LEFT - 6}" y="{_height(each) + 4}" text-anchor="end">{each} %</text>'
        for each in (0, 50, 100)
    )
    names = "".join(
        f'<text x="{round(x)}" y="{_BOTTOM + 20}" text-anchor="middle">{count(iteration)}</text>'
        for x, iteration in zip(across, iterations, strict=True)
    )
    drawn = _curve(across, mine, MINE, "") + ("" if real is None else _curve(across, real, REAL, "5 4"))
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 140" width="300" height="140" font-size="12" fill="{_GREY}" '
        f'font-family="sans-serif">{lines}{names}{drawn}</svg>'
    )
    st.image(picture, alt=_words(iterations, mine, real, _))
    if real is not None:
        st.caption(_("Solid line: your prediction. Dashed line: your network."))


def _height(accuracy: float) -> float:
    return _BOTTOM - accuracy / 100 * (_BOTTOM - _TOP)


def _curve(across: Sequence[float], values: Sequence[float | None], color: str, dashes: str) -> str:
    points = [(x, _height(value)) for x, value in zip(across, values, strict=True) if value is not None]
    way = " ".join(f"{round(x)},{round(y)}" for x, y in points)
    dots = "".join(f'<circle cx="{round(x)}" cy="{round(y)}" r="4" fill="{color}"/>' for x, y in points)
    return f'<polyline points="{way}" fill="none" stroke="{color}" stroke-width="2" stroke-dasharray="{dashes}"/>{dots}'


def _words(iterations: Sequence[int], mine: Sequence[float | None], real: Sequence[float] | None, _: Text) -> str:
    parts = [_("Accuracy by iteration.")]
    for name, values in ((_("Your prediction"), mine), (_("Your network"), real)):
        known = [
            f"{count(iteration)}: {percent(value / 100)}"
            for iteration, value in zip(iterations, values or (), strict=False)
            if value is not None
        ]
        if known:
            parts.append(f"{name}: {', '.join(known)}.")
    return " ".join(parts)
