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
from dashboard.shared.chart_labels import chart_labels
from dashboard.shared.run_words import run_title


def axis_choice() -> str:
    """Over "iteration" or "seconds"; the same choice on every page."""
    _ = session.current_text()
    names = {"iteration": _("Over iterations"), "seconds": _("Over time")}
    return st.segmented_control(
        _("Curves"), list(names), default="iteration", format_func=names.__getitem__, label_visibility="collapsed",
        key="curve_axis", persist_state="session", required=True,
    )  # fmt: skip


def run_curves(live: Snapshot | None, others: Sequence[Snapshot], axis: str, whole: bool = False) -> None:
    """``live`` is followed while it trains; without others it has a colour for each kind of line, else its own.

    The others are drawn as far as ``live`` has come, or ``whole``, until somebody turns the switch.
    """
    _ = session.current_text()
    own = _drawn(live, _) if live is not None and others else None
    live_chart(
        live.run_id if live is not None else None, _labels(live, _), colors.LIVE_COLORS, own,
        [_drawn(run, _) for run in others], axis, whole,
    )  # fmt: skip


def curves_csv(runs: Sequence[Snapshot], _: Text) -> bytes:
    """A table of the rows of all these runs, in the language of the page. Raises `RunError` or `WorkerUnavailable`."""
    client = session.client()
    return tables.histories_csv([(run_title(run, _), client.history(run.run_id)) for run in runs], _.say)


def _drawn(run: Snapshot, _: Text) -> ChartRun:
    return ChartRun(
        run.run_id, run_title(run, _), colors.of_run(run.number), f"{run.history_key} {run.iteration} {run.event}"
    )


def _labels(live: Snapshot | None, _: Text) -> dict[str, str]:
    return chart_labels(_) | {
        "key": live.history_key if live is not None else "runs",
        "iteration": _("Iteration"), "seconds": _("Training time (s)"),
        "accuracy": _("Batch accuracy"), "validation": _("Validation accuracy"), "loss": _("Batch loss"),
        "accuracy_axis": _("Accuracy"), "loss_axis": _("Loss"),
        "title": _("Accuracy and loss."),
        "nothing": _("Nothing has been trained yet."),
        "says": _("At iteration {iteration}: batch accuracy {accuracy}, batch loss {loss} (both smoothed)."),
        "validated": _("Validation accuracy at iteration {iteration}: {accuracy}."),
        "other": _("{name}: validation accuracy {accuracy} at iteration {iteration}."),
        "read_iteration": _("Iteration {iteration}"), "read_seconds": _("After {seconds} s, at iteration {iteration}"),
        "read_batch": _("Batch accuracy {accuracy}, loss {loss} (smoothed)"),
        "read_validation": _("Validation accuracy {accuracy} (at iteration {iteration})"),
        "read_other": _("{name}: {accuracy}, loss {loss} (smoothed)"),
        "table_title": _("The curves in numbers"),
        "smooth_accuracy": _("Batch accuracy (smoothed)"), "smooth_loss": _("Batch loss (smoothed)"),
        "validation_of": _("Validation accuracy: {name}"),
        "axis_title": _("Range of the accuracy axis"), "axis_range": _("{from}–100 %"),
        "length_title": _("Length of the curves"), "own_length": _("Up to this run's end"), "whole_length": _("Whole length"),
    }  # fmt: skip
