"""The curves of the runs that are drawn together: the present one live, the others behind it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.bundle import tables
from core.runs.snapshot import Snapshot
from dashboard import session
from dashboard.components.live_chart.live_chart import ChartRun, live_chart
from dashboard.i18n import Text
from dashboard.shared import colors
from dashboard.shared.run_words import run_title


def axis_choice() -> str:
    """Over "iteration" or "seconds"; the same choice on every page."""
    _ = session.current_text()
    names = {"iteration": _("Over iterations"), "seconds": _("Over time")}
    return st.segmented_control(
        _("Curves"), list(names), default="iteration", format_func=names.__getitem__, label_visibility="collapsed",
        key="curve_axis", persist_state="session", required=True,
    )  # fmt: skip


def run_curves(live: Snapshot | None, others: Sequence[Snapshot], axis: str) -> None:
    """``live`` is followed while it trains; without others it has a colour for each kind of line, else its own."""
    _ = session.current_text()
    own = _drawn(live, _) if live is not None and others else None
    live_chart(
        live.run_id if live is not None else None, _labels(live, others, axis, _), colors.LIVE_COLORS, own,
        [_drawn(run, _) for run in others], axis,
    )  # fmt: skip


def curves_csv(runs: Sequence[Snapshot], _: Text) -> bytes:
    """A table of the rows of all these runs, in the language of the page. Raises `RunError` or `WorkerUnavailable`."""
    client = session.client()
    return tables.histories_csv([(run_title(run, _), client.history(run.run_id)) for run in runs], _.say)


def _drawn(run: Snapshot, _: Text) -> ChartRun:
    return ChartRun(
        run.run_id, run_title(run, _), colors.of_run(run.number), f"{run.history_key} {run.iteration} {run.event}"
    )


def _labels(live: Snapshot | None, others: Sequence[Snapshot], axis: str, _: Text) -> dict[str, str]:
    names = ", ".join(run_title(run, _) for run in others)
    return {
        "key": live.history_key if live is not None else "runs",
        "iteration": _("Iteration"),
        "seconds": _("Training time (s)"),
        "accuracy": _("Batch accuracy"),
        "validation": _("Validation accuracy"),
        "loss": _("Batch loss"),
        "accuracy_axis": _("Accuracy"),
        "loss_axis": _("Loss"),
        "alt": _(
            "Accuracy and loss over the iterations. At iteration {iteration} the batch accuracy is about {accuracy}."
        ),
        "alt_empty": _("Accuracy and loss over the iterations: nothing has been trained yet."),
        "alt_others": _("Accuracy and loss of other runs: {names}.").format(names=names),
        "save": _("Save the chart as a picture (PNG)"),
    }
