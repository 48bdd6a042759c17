"""What every page begins with: its name, the run, the training bar and the time slider, the lesson, what is to be said."""

from __future__ import annotations

import streamlit as st

from core.processes.training_client import Condition, Health
from core.runs.snapshot import Snapshot
from dashboard import session
from dashboard.lesson.panel import follow_lesson, lesson_panel
from dashboard.shared.head_tools import head_tools
from dashboard.shared.training_bar import training_bar


def open_page(
    title: str, shows_run: bool = True, shows_draft: bool = False, begins: bool = False, leads: bool = False
) -> Snapshot | None:
    """Draw the top of a page; gives the session's run, None before its first training.

    A page that shows no run has only a chip that tells of a training that goes on. ``shows_draft``: once the draft is another design
    than the run's, the head is that of the draft, which nobody has trained, and the run has the chip. ``begins``: until something was
    trained, the page itself has the button that begins. ``leads``: it has the main button all the time.
    """
    _ = session.current_text()
    follow_lesson()
    session.enter_page(title, shows_draft)
    snapshot = session.run()
    condition = session.client().condition
    with st.container(key="page_name"):  # the navigation shows it; this is for who does not see that
        st.title(title, anchor=False)
    ahead = session.draft_is_ahead()
    head_tools(snapshot, chip=ahead or not shows_run)
    if shows_run:
        training_bar(None if ahead else snapshot, condition, begins, leads)
    lesson_panel()
    _notices()
    _worker_condition(condition)
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
