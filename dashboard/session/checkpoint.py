"""The checkpoint of the run that the pages show: live, or one that was kept."""

from __future__ import annotations

import streamlit as st

from core.runs.snapshot import Phase, Snapshot
from dashboard.session.run import client, command, run
from dashboard.session.session import put_parameter

TIME = "time_slider"  # key of the slider


def checkpoint() -> int | None:
    """The iteration of the checkpoint that the time slider stands at; None: live, also where that checkpoint is gone."""
    at, found = st.session_state.get("at"), run()
    if at is None or found is None:
        return None
    if all(each.iteration != at for each in found.checkpoints):
        choose_checkpoint(None)
        put_parameter("at", None)
        return None
    return at


def live() -> bool:
    return checkpoint() is None


def choose_checkpoint(iteration: int | None) -> None:
    st.session_state.at = iteration


def choose_by_slider() -> None:
    """The time slider was let go. What it says came from the browser, so it may be anything."""
    said = st.session_state[TIME].at
    if isinstance(said, list) and len(said) == 2 and all(type(value) is int for value in said):
        at, st.session_state.time_heard = said
        choose_checkpoint(at if at >= 0 else None)


def heard_choice() -> int:
    """The number of the slider's choice that was heard last."""
    return st.session_state.get("time_heard", 0)


def test_checkpoints(iteration: int | None) -> None:
    """Have one checkpoint tested, unless it is; with None, of a run at rest, all of them: whoever drags through time finds them done."""

    def verb(found: Snapshot | None) -> None:
        if found is None:
            return
        untested = {each.iteration for each in found.checkpoints} - {each.iteration for each in found.results}
        if iteration in untested or (iteration is None and untested and found.phase is not Phase.TRAINING):
            client().test(found.run_id, iteration)

    command(verb)
