"""What a widget tells when a person changes it, even on a page that is being replaced."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st


def when_changed(key: str, shown: Any, changed: Callable[[Any], None]) -> Callable[[], None]:
    """An ``on_change`` for the widget with that key, which was drawn with the value ``shown``; ``changed`` gets the new value.

    A browser sends the values of all its widgets. Those that the server's latest page no longer has look changed to Streamlit,
    every one of them, so a value that is known already is not handed on.
    """
    known = shown

    def told() -> None:
        nonlocal known
        now = st.session_state[key]
        if now != known:
            known = now
            changed(now)

    return told
