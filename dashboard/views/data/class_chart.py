"""How the ten classes are distributed over the three sets: as a chart, in words and as a table."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from dashboard.components.figure.figure import Reading, Table, figure
from dashboard.i18n import Text, count, percent
from dashboard.shared.chart_labels import chart_labels
from dashboard.shared.colors import BLUE, GREEN, VERMILLION


def class_chart(counts: Mapping[str, np.ndarray], _: Text) -> None:
    """``counts``: set name → int (10,), how many images of each class."""
    figure(
        class_counts(counts, _("Class")).to_plotly_json(), _("Share of each digit in the three sets."), class_words(counts, _),
        _readings(counts, _), _table(counts, _), chart_labels(_), key="class_counts", file="layer-lab-classes",
    )  # fmt: skip


def class_counts(counts: Mapping[str, np.ndarray], axis: str) -> go.Figure:
    """Share of each class in each set."""
    drawn = go.Figure(layout=dict(template="none", height=250, margin=dict(l=54, r=10, t=34, b=46), barmode="group"))
    for color, (name, values) in zip((BLUE, GREEN, VERMILLION), counts.items(), strict=True):
        drawn.add_bar(
            x=list(range(len(values))), y=(values / values.sum()).tolist(), name=name, marker_color=color,
            hovertext=[_share(values, label) for label in range(len(values))],
            hovertemplate="%{x}: %{hovertext}<extra>" + name + "</extra>",
        )  # fmt: skip
    drawn.update_xaxes(dtick=1, title=axis, fixedrange=True)
    drawn.update_yaxes(tickformat=".0%", fixedrange=True)
    drawn.update_layout(legend=dict(orientation="h", y=1.02, yanchor="bottom", x=0), dragmode=False)
    return drawn


def class_words(counts: Mapping[str, np.ndarray], _: Text) -> str:
    """Which class is the most frequent and which the rarest, in the first set."""
    name, values = next(iter(counts.items()))
    most, least = int(values.argmax()), int(values.argmin())
    return _(
        "{set}: most often {most} ({most_count} images, {most_share}), least often {least} ({least_count} images, {least_share}). Ten equally frequent classes would have 10 % each."
    ).format(
        set=name, most=most, most_count=count(int(values[most])), most_share=percent(values[most] / values.sum()),
        least=least, least_count=count(int(values[least])), least_share=percent(values[least] / values.sum()),
    )  # fmt: skip


def _share(values: np.ndarray, label: int) -> str:
    return f"{count(int(values[label]))} ({percent(values[label] / values.sum())})"


def _readings(counts: Mapping[str, np.ndarray], _: Text) -> list[Reading]:
    classes = range(len(next(iter(counts.values()))))
    return [
        Reading(
            label,
            "\n".join(
                [
                    _("Class {label}").format(label=label),
                    *(f"{name}: {_share(values, label)}" for name, values in counts.items()),
                ]
            ),
        )
        for label in classes
    ]


def _table(counts: Mapping[str, np.ndarray], _: Text) -> Table:
    classes = range(len(next(iter(counts.values()))))
    totals = [str(_("Total")), *(count(int(values.sum())) for values in counts.values())]
    rows = [[str(label), *(_share(values, label) for values in counts.values())] for label in classes]
    values = [[label, *(int(values[label]) for values in counts.values())] for label in classes]
    return Table(
        _("Images of each class in the three sets"), [_("Class"), *counts], [*rows, totals],
        values=[*values, [_("Total"), *(int(values.sum()) for values in counts.values())]],
    )  # fmt: skip
