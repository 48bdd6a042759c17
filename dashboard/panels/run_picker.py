"""The way back to an earlier run of the workspace."""

from __future__ import annotations

import streamlit as st

from core.run import Snapshot
from dashboard import state
from dashboard.panels.network_words import run_name


def run_picker(present: Snapshot | None) -> None:
    """One choice, where there are two runs or more that something was done with."""
    _ = state.current_text()
    if present is None:
        return
    found = {run.run_id: run for run in state.runs() if run.iteration or run.goal} | {present.run_id: present}
    if len(found) < 2:
        return
    chosen = st.selectbox(
        _("Run"), list(found), index=list(found).index(present.run_id), format_func=lambda key: run_name(found[key], _),
        key=f"run_{present.run_id}_{len(found)}", width=400,
    )  # fmt: skip
    if chosen != present.run_id:
        state.choose_run(chosen)
        st.rerun()
