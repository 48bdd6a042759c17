"""What a page shows before there is anything to show: what will be here, and the step that brings it."""

from __future__ import annotations

import streamlit as st

from dashboard import session
from dashboard.shared.run_words import differences


def empty_state(sentence: str, button: str, goal: int) -> None:
    """One sentence and one button that trains to ``goal``; before them, where a link brought the design, what that is."""
    with st.container(key="empty_state", width=640):
        linked_design()
        st.markdown(sentence)
        st.button(button, key="begin", type="primary", on_click=session.train_to, args=(goal,))


def linked_design() -> None:
    """One sentence about the design that a link brought, until a run of it begins."""
    _ = session.current_text()
    design = session.linked()
    if design is None:
        return
    found = differences(*design, _)
    words = (
        _(
            "This network came from a link, with its settings and seed {seed}. It differs from the tutorial's: {differences}."
        )
        if found
        else _("This network came from a link, with its settings and seed {seed}. It is the tutorial's.")
    )
    st.info(words.format(seed=design[1].seed, differences="; ".join(found)), icon=":material/link:")
