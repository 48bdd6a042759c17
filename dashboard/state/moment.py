"""The moment of the run that the pages show: live, or one that was kept."""

from __future__ import annotations

import streamlit as st

from core.snapshot import Phase, Snapshot
from dashboard.state.run import client, command, run

TIME = "time_slider"  # key of the slider


def moment() -> int | None:
    """The iteration of the kept moment that the time slider stands at; None: live."""
    at, found = st.session_state.get("at"), run()
    if at is None or found is None or all(each.iteration != at for each in found.moments):
        return None
    return at


def live() -> bool:
    return moment() is None


def choose_moment(iteration: int | None) -> None:
    st.session_state.at = iteration


def choose_by_slider() -> None:
    """The time slider was let go; it says -1 for live."""
    at = st.session_state[TIME].at
    if type(at) is int:
        choose_moment(at if at >= 0 else None)


def test_moments(iteration: int | None) -> None:
    """Have one moment tested, unless it is; with None, of a run at rest, all of them: whoever drags through time finds them done."""

    def verb(found: Snapshot | None) -> None:
        if found is None:
            return
        untested = {each.iteration for each in found.moments} - {each.iteration for each in found.results}
        if iteration in untested or (iteration is None and untested and found.phase is not Phase.TRAINING):
            client().test(found.run_id, iteration)

    command(verb)
