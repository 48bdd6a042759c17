"""What every page begins with: its title, the run, the language, what is to be said, and the training bar."""

from __future__ import annotations

import streamlit as st

from core.processes.training_client import Condition, Health
from core.runs.snapshot import Snapshot
from dashboard import session
from dashboard.i18n import LANGUAGES
from dashboard.shared.run_picker import run_picker
from dashboard.shared.training_bar import training_bar


def open_page(title: str, shows_draft: bool = False) -> Snapshot | None:
    """Draw the top of a page; gives the session's run, None before its first training.

    ``shows_draft``: what trains on this page trains the draft, once that is another design than the run's.
    """
    _ = session.current_text()
    session.enter_page(title, shows_draft)
    snapshot = session.run()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(title, anchor=False, width="stretch")
        run_picker(snapshot)
        _language_switch()
    _notices()
    condition = session.client().condition
    _worker_condition(condition)
    training_bar(snapshot, condition)
    return snapshot


def _notices() -> None:
    """One below the other, each with a button that dismisses it."""
    _ = session.current_text()
    for notice in session.notices():
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"notice_{notice.number}"):
            st.warning(_.marked(notice.sentence), icon=":material/info:")
            st.button(
                _("Dismiss"), key=f"dismiss_{notice.number}", type="tertiary", icon=":material/close:",
                on_click=session.dismiss, args=(notice.number,),
            )  # fmt: skip


def _language_switch() -> None:
    _ = session.current_text()
    languages = list(LANGUAGES)
    chosen = st.segmented_control(
        _("Language"),
        languages,
        default=session.language(),
        format_func=LANGUAGES.__getitem__,
        label_visibility="collapsed",
        key=f"language_switch_{session.language()}",
        required=True,
    )
    if chosen and chosen != session.language():
        session.choose_language(chosen)
        st.rerun()


def _worker_condition(condition: Condition) -> None:
    _ = session.current_text()
    if condition.warning is not None:
        st.warning(_.marked(condition.warning), icon=":material/save:")
    if condition.sentence is None:
        return
    if condition.health is Health.DOWN:
        st.error(_.marked(condition.sentence), icon=":material/error:")
        st.button(_("Restart the training process"), on_click=session.client().retry, key="retry")
    else:
        st.warning(_.marked(condition.sentence), icon=":material/sync:")
