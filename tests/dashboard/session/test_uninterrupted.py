"""A command is done to its end where Streamlit would break the page's run off for the next change."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.session.uninterrupted import uninterrupted


def test_what_it_gives_and_raises():
    assert uninterrupted(lambda: 5) == 5
    with pytest.raises(KeyError):
        uninterrupted(lambda: {}[1])


def page() -> None:
    """Asks for another run of itself, as a browser does, in the midst of what must be done to its end."""
    import streamlit as st
    from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx

    from dashboard.session.uninterrupted import uninterrupted

    def act() -> None:
        st.session_state.begun = st.session_state.get("begun", 0) + 1
        assert get_script_run_ctx().script_requests.request_rerun(RerunData())
        st.session_state.done = st.session_state.get("done", 0) + 1

    if "begun" not in st.session_state:
        uninterrupted(act)
    st.text(f"{st.session_state.begun} begun, {st.session_state.get('done', 0)} done")


def test_it_is_done_to_its_end_and_what_waits_comes_after():
    app = AppTest.from_function(page).run()
    assert [each.value for each in app.text] == ["1 begun, 1 done"]


def test_without_it_half_is_done():
    """Else the test above would say nothing."""
    app = AppTest.from_string(
        __import__("inspect").getsource(page).replace("uninterrupted(act)", "act()") + "\npage()\n"
    ).run()
    assert [each.value for each in app.text] == ["1 begun, 0 done"]
