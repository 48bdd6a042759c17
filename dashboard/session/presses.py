"""Buttons whose press counts after all that was changed before it.

A press that only the page's own code sees is lost where the run of the page is broken off before it comes to the button, because
something else was changed meanwhile. A callback is never left out; but callbacks come in no order that a person knows.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.session.uninterrupted import uninterrupted


def press(act: Callable[[], object]) -> None:
    """For a button's ``on_click``: have it done once all callbacks have run, also where this run of the page is broken off."""
    st.session_state.pressed = [*st.session_state.get("pressed", []), act]


def do_pressed() -> None:
    """What was pressed, each once, in order, and to its end. Before anything of the page is drawn."""
    if st.session_state.get("pressed"):
        uninterrupted(_do_all)


def _do_all() -> None:
    while waiting := st.session_state.get("pressed"):
        st.session_state.pressed = waiting[1:]
        waiting[0]()
