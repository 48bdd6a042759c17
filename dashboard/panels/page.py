"""What every page begins with: its title, the run, the language, what is to be said, and the training bar."""

from __future__ import annotations

import streamlit as st

from core.client import Condition, Health
from core.run import Snapshot
from dashboard import state
from dashboard.panels.run_picker import run_picker
from dashboard.panels.training_bar import training_bar
from dashboard.text import LANGUAGES


def open_page(title: str) -> Snapshot | None:
    """Draw the top of a page; gives the session's run, None before its first training."""
    _ = state.current_text()
    state.enter_page(title)
    snapshot = state.run()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(title, anchor=False, width="stretch")
        run_picker(snapshot)
        _language_switch()
    for sentence in state.take_told():
        st.warning(_.say(sentence), icon=":material/info:")
    condition = state.client().condition
    _worker_condition(condition)
    training_bar(snapshot, condition)
    return snapshot


def _language_switch() -> None:
    _ = state.current_text()
    languages = list(LANGUAGES)
    chosen = st.segmented_control(
        _("Language"),
        languages,
        default=state.language(),
        format_func=LANGUAGES.get,
        label_visibility="collapsed",
        key=f"language_switch_{state.language()}",
        required=True,
    )
    if chosen and chosen != state.language():
        state.choose_language(chosen)
        st.rerun()


def _worker_condition(condition: Condition) -> None:
    _ = state.current_text()
    if condition.warning is not None:
        st.warning(_.say(condition.warning), icon=":material/save:")
    if condition.sentence is None:
        return
    if condition.health is Health.DOWN:
        st.error(_.say(condition.sentence), icon=":material/error:")
        st.button(_("Start the training process again"), on_click=state.client().retry, key="retry")
    else:
        st.warning(_.say(condition.sentence), icon=":material/sync:")
