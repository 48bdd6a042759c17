"""What a page shows before there is anything to show: what will be here, and the step that brings it."""

from __future__ import annotations

import streamlit as st

from dashboard import state


def empty_state(sentence: str, button: str, goal: int) -> None:
    """One sentence and one button that trains to ``goal``."""
    with st.container(key="empty_state", width=640):
        st.markdown(sentence)
        st.button(button, key="begin", type="primary", on_click=state.train_to, args=(goal,))
