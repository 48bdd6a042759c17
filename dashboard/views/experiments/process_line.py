"""One line about the experiments' process, shown only when there is something to say about it."""

from __future__ import annotations

import streamlit as st

from core.processes.supervisor import Condition, Health
from dashboard import session

LOOK_SECONDS = 0.5


def process_line() -> None:
    """A sentence, and the way out where it stays down."""
    _ = session.current_text()
    condition = session.experiment_client().condition
    if condition.warning is not None:
        st.warning(_.marked(condition.warning), icon=":material/save:")
    if condition.health is Health.DOWN:
        if condition.sentence is not None:
            st.error(_.marked(condition.sentence), icon=":material/error:")
        st.button(
            _("Restart the experiment process"),
            on_click=session.experiment_client().retry,
            key="retry_experiments",
        )
    elif condition.sentence is not None:
        st.warning(_.marked(condition.sentence), icon=":material/sync:")


def await_process() -> None:
    """Call it last: the page runs again when the process is another way than it is now."""
    condition = session.experiment_client().condition
    if condition.health is not Health.READY or any(not each.ended for each in session.experiments()):
        with st.container():
            _await(condition)


@st.fragment(run_every=LOOK_SECONDS)
def _await(seen: Condition) -> None:
    if session.experiment_client().condition != seen:
        st.rerun()
