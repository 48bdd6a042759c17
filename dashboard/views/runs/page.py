"""Runs: the workspace's runs, their curves together, two of them side by side, and what can be downloaded."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.runs.snapshot import Snapshot
from dashboard import navigation, session
from dashboard.components.in_sight.in_sight import in_sight
from dashboard.i18n import Text
from dashboard.shared.choosing_line import choosing_line
from dashboard.shared.download import download
from dashboard.shared.empty_state import empty_state
from dashboard.shared.page import open_page
from dashboard.shared.run_curves import axis_choice, curves_csv, run_curves
from dashboard.shared.run_words import run_title, titles
from dashboard.views.runs.run_comparison import run_comparison
from dashboard.views.runs.run_list import run_list, undo_line
from dashboard.views.runs.take_away import bundle_download, share_link

CURVES, COMPARED = "curves", "compared"


def show() -> None:
    _ = session.current_text()
    present = open_page(_("Runs"), shows_run=False)
    runs = session.runs()
    undo_line()
    if not any(run.begun for run in runs) or present is None:
        empty_state(
            _(
                "Here you will find every network that you train: what sets it apart, how far its training went and how well it does. You can draw several curves in one chart, compare two runs side by side, and download everything about a run."
            ),
            _("Train 100 iterations"),
            100,
        )
    if not any(run.begun for run in runs):
        return
    drawn = session.drawn()
    choosing_line(runs)
    run_list(session.by_validation(), present, {run.run_id for run in drawn})
    with st.container(key="runs_view_shown"):
        chosen = _view_choice(_)
        if chosen == COMPARED:
            _side_by_side(runs, present, _)
        else:
            _curves_and_files(drawn, present, _)
    in_sight("runs_view_shown", chosen)


def _view_choice(_: Text) -> str:
    """What is shown below the list; the comparison only where somebody wants it, for it is much."""
    views = {CURVES: _("Learning curves"), COMPARED: _("Two runs side by side")}
    return st.segmented_control(
        _("View"), list(views), default=CURVES, format_func=views.__getitem__, required=True,
        label_visibility="collapsed", key="runs_view", persist_state="session",
    )  # fmt: skip


def _curves_and_files(drawn: Sequence[Snapshot], present: Snapshot | None, _: Text) -> None:
    left, right = st.columns([1.75, 1], gap="large")
    with left:
        _together(drawn, present, _)
    if present is not None:
        with right:
            st.header(_("Share and download"), anchor=False)
            st.text(run_title(present, _))
            share_link(present)
            if present.begun:
                bundle_download(present)


def _together(drawn: Sequence[Snapshot], present: Snapshot | None, _: Text) -> None:
    """The curves of the runs that are ticked in the list; the present one is followed."""
    live = next((run for run in drawn if present is not None and run.run_id == present.run_id), None)
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch"):
            axis = axis_choice()
        with st.container(width="content"):
            download(
                _("Curves (CSV)"), lambda: curves_csv(drawn, _), "layer-lab-curves.csv", "text/csv", "download_curves"
            )
    if not drawn:
        st.markdown(_("Tick runs in the list above to see their curves here."))
        return
    run_curves(live, [run for run in drawn if run is not live], axis, whole=True)


def _side_by_side(runs: Sequence[Snapshot], present: Snapshot | None, _: Text) -> None:
    """Two runs on the same test images."""
    tested = {run.run_id: run for run in reversed(runs) if run.results}
    if len(tested) < 2:
        st.markdown(
            _("Once two runs have been tested, you can see here which images only one of them classifies correctly.")
        )
        return
    names = titles(list(tested.values()), _)
    ids = list(tested)
    first = ids.index(present.run_id) if present is not None and present.run_id in tested else 0
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = [
            st.selectbox(
                letter, ids, index=place % len(ids), format_func=names.__getitem__, width=300,
                key=f"compared_{letter}_{ids[first]}", persist_state="session",
            )
            for letter, place in (("A", first), ("B", first + 1))
        ]  # fmt: skip
    a, b = (tested[run_id] for run_id in chosen)
    picked = run_comparison(a, b, names[a.run_id], names[b.run_id])
    if picked is not None:
        session.look_at_test(picked)
        st.switch_page(navigation.INSIDE.file)


show()
