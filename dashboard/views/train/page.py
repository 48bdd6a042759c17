"""Train: the curves as they grow, the tutorial's progress lines, and the test results."""

from __future__ import annotations

import streamlit as st

from core.data import TEST_IMAGES
from core.runs.snapshot import Snapshot
from dashboard import navigation, session
from dashboard.components.progress_lines.progress_lines import progress_lines
from dashboard.i18n import Text, count
from dashboard.shared.curve_help import curve_help
from dashboard.shared.empty_state import empty_state
from dashboard.shared.network_strip import network_strip
from dashboard.shared.page import open_page
from dashboard.shared.run_curves import axis_choice, run_curves
from dashboard.views.train.results_table import results_table


def show() -> None:
    _ = session.current_text()
    snapshot = open_page(_("Train"), begins=True)
    if snapshot is None or (not snapshot.iteration and not snapshot.goal):
        network, settings = session.design()
        network_strip(network)
        empty_state(
            _(
                "Here you will watch this network learn: its accuracy and loss on every batch (batch size {batch}), drawn while it trains, and how well it does on {test} test images that it never trains on. One iteration is one batch. What do you think: how many of 100 digits will it classify correctly after a single iteration?"
            ).format(batch=settings.batch_size, test=count(TEST_IMAGES)),
            _("Train 1 iteration"),
            1,
        )
        return
    left, right = st.columns([1.75, 1], gap="large")
    with left:
        _curves(snapshot, _)
    with right:
        st.header(_("On the test set"), anchor=False)
        if snapshot.results:
            results_table(snapshot.results)
        else:
            st.markdown(_("The first test is under way."))
        st.header(_("Progress"), anchor=False)
        line = _("Optimization Iteration: {iteration}, Training Accuracy: {accuracy}")
        progress_lines(snapshot.run_id, {"line": line, "title": _("Progress")})
        st.caption(
            _(
                "In the tutorial's words: “Training Accuracy” is the accuracy on a single training batch (batch size {batch})."
            ).format(batch=snapshot.settings.batch_size)
        )


def _curves(snapshot: Snapshot, _: Text) -> None:
    others = [run for run in session.drawn() if run.run_id != snapshot.run_id]
    axis = "iteration"
    if others:
        with st.container(horizontal=True, vertical_alignment="center"):
            axis = axis_choice()
            st.page_link(navigation.RUNS.file, label=_("Choose which runs are drawn"), icon=":material/history:")
    run_curves(snapshot, others, axis)
    curve_help(snapshot)
    words = _("Faint: the batches. Bold: the same, smoothed. Drag to zoom, double-click to see everything.")
    st.caption(words + " " + _("Thin: the other runs, smoothed.") if others else words)


show()
