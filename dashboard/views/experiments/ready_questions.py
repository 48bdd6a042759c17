"""Which question it is: one of those that are ready, or one's own."""

from __future__ import annotations

import streamlit as st

from core.experiments import ready_questions
from dashboard import session

OWN = "own"


def question_choice() -> str:
    """The key of the ready question that is chosen, or `OWN`; below the choice what it is about."""
    _ = session.current_text()
    titles = {ready.key: _.say(ready.title) for ready in ready_questions.READY} | {OWN: _("Your own question")}
    chosen = st.pills(
        _("Question"), list(titles), default=ready_questions.READY[0].key, format_func=titles.__getitem__, required=True,
        label_visibility="collapsed", key="question_choice", persist_state="session",
    )  # fmt: skip
    if chosen == OWN:
        about = _("Change one thing about the current network and see whether it matters.")
    else:
        about = _.say(ready_questions.find(chosen).about)
    st.markdown(about)
    return chosen
