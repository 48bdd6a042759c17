"""What is made once, however often it is asked for because the answer was lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

Made = TypeVar("Made")


def made_once(kind: str, key: object, new_id: Callable[[], str], make: Callable[[str], Made]) -> Made:
    """What ``make`` gives for a name of the session's, which is kept until the answer is there.

    ``kind``: of what is made, such as "run". ``key``: what is wanted; whoever wants something else gives up what was asked for before.
    """
    place = f"{kind}_asked_for"
    asked = st.session_state.get(place)
    name = asked[1] if asked is not None and asked[0] == key else new_id()
    st.session_state[place] = (key, name)
    made = make(name)
    del st.session_state[place]
    return made
