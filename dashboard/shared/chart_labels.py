"""The words of what every chart has: the line that reads it by keys, its table, the file of its picture."""

from __future__ import annotations

from dashboard.i18n import Text


def chart_labels(_: Text) -> dict[str, str]:
    return {
        "reading": _("Read the chart with the arrow keys"),
        "table": _("Table"),
        "csv": _("Download as CSV"),
        "save": _("Save the chart as a picture (PNG)"),
    }
