"""What the pages have to say to a person: it stays until it is dismissed, or with a refused command until the next one."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from core.messages import Sentence

MOST_KEPT = 20  # the oldest go


@dataclass(frozen=True)
class Notice:
    """``number``: counted in the session. ``passing``: it goes by itself with the next command, or on another page."""

    number: int
    sentence: Sentence
    passing: bool


def tell(sentence: Sentence, passing: bool = False) -> None:
    """Have it said on this page and on those that follow. What is being said is not said twice."""
    known = notices()
    if any(each.sentence == sentence for each in known):
        return
    number = st.session_state["notices_told"] = st.session_state.get("notices_told", 0) + 1
    st.session_state.notices = [*known, Notice(number, sentence, passing)][-MOST_KEPT:]


def notices() -> list[Notice]:
    """The oldest first."""
    return st.session_state.get("notices", [])


def dismiss(number: int) -> None:
    st.session_state.notices = [each for each in notices() if each.number != number]


def dismiss_passing() -> None:
    """What was said of the last command no longer holds."""
    st.session_state.notices = [each for each in notices() if not each.passing]
