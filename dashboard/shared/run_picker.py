"""The way to another run of the workspace, from any page."""

from __future__ import annotations

import streamlit as st

from core.runs.snapshot import Snapshot
from dashboard import session
from dashboard.shared.run_words import titles


def run_picker(present: Snapshot | None) -> None:
    """One choice, the latest run first, where there are two or more that something was asked of."""
    _ = session.current_text()
    if present is None:
        return
    found = list(reversed(session.runs()))
    if present.run_id not in (run.run_id for run in found):
        found.insert(0, present)
    if len(found) < 2:
        return
    names, key = titles(found, _), session.picker_key()
    st.selectbox(
        _("Run"), list(names), index=list(names).index(present.run_id), format_func=names.__getitem__,
        key=key, label_visibility="collapsed", width=300, on_change=session.choose_by_picker, args=(key,),
    )  # fmt: skip
