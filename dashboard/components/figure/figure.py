"""A chart that Python has made, drawn in place when it changes, with what every chart has.

Under it stands what it says in words. By keys a line is moved over it, which reads it place by place; behind a button there is a
table of its numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import plotly

from dashboard.components import parts

_mount = parts.component(
    __file__, ("browser/data_table.css", "browser/chart_frame.css"), isolate_styles=False
)  # Plotly's own styles need the page


@dataclass(frozen=True)
class Reading:
    """What is read at the place ``x`` of the horizontal axis; ``y``: of the point that is marked; ``key``: what Enter gives."""

    x: float
    text: str
    y: float | None = None
    key: str | None = None


@dataclass(frozen=True)
class Table:
    """``words``: the columns that are no numbers. ``values``: for each row what a file of comma-separated values has in its place."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    words: Sequence[int] = ()
    values: Sequence[Sequence[object]] | None = None


def figure(
    drawn: dict[str, Any],
    title: str,
    words: str,
    readings: Sequence[Reading],
    table: Table | None,
    labels: dict[str, str],
    key: str,
    file: str,
    says: bool = True,
) -> str | None:
    """Draw ``drawn``, {data, layout} as Plotly takes them; gives the ``customdata`` of a point that was just clicked.

    ``title``: what kind of picture it is. ``words``: what it says; on the screen, too, if it ``says`` them. ``readings``: from left to
    right. ``labels``: `dashboard.shared.chart_labels`. ``file``: name of what may be saved, without an ending.
    """
    rows = None
    if table is not None:
        values = table.rows if table.values is None else table.values
        pairs = [zip(texts, row, strict=True) for texts, row in zip(table.rows, values, strict=True)]
        cells = [[{"text": text, "value": value} for text, value in row] for row in pairs]
        named = file if table.values is not None else None
        rows = {
            "caption": table.caption,
            "head": list(table.head),
            "rows": cells,
            "words": list(table.words),
            "file": named,
        }
    data = {
        "drawn": drawn, "title": title, "words": words, "says": says, "readings": [asdict(each) for each in readings], "table": rows,
        "labels": labels, "file": file, "plotly": plotly.__version__,
    }  # fmt: skip
    clicked = _mount(data, key, on_clicked_change=lambda: None).clicked
    return clicked if isinstance(clicked, str) else None
