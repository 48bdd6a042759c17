"""The design that a person is changing: a draft, and the run that comes of it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.design.design import Design
from core.design.draft import Draft
from core.runs.snapshot import Snapshot
from core.training.step_time import Pace
from dashboard.session.run import ANEW, asked_once, begin, client, design, run, runs

FLOW = "network_flow"  # key of the chart whose cards can be clicked


def draft() -> Draft:
    """It begins as the design of the session's run, and follows it while nobody edits it."""
    known, base = st.session_state.get("draft"), design()
    if known is None:
        edit_draft(Draft.of(base))
    elif st.session_state.pop(ANEW, False):
        edit_draft(_begun(base, known))
    else:
        edit_draft(known.following(base))
    return st.session_state.draft


def edit_draft(changed: Draft) -> None:
    st.session_state.draft = changed


# A person goes on while the page is still answering, on a form that the answer will replace. Each change therefore says which
# form it was made on (the draft's version there), and if that form is an earlier one, all widgets begin anew and show it.


def edit_layer(form: int, layer_id: str, name: str, value: Any) -> None:
    """A field of the layer with that id, whichever layer the page shows by now."""
    _edit_from(form, draft().with_field(layer_id, name, value))


def edit_setting(form: int, name: str, value: Any) -> None:
    _edit_from(form, draft().with_setting(name, value))


def select_layer(form: int | None, position: object) -> None:
    """What is no position chooses nothing: Streamlit gives a title of before where a layer's has changed meanwhile.

    ``form`` is None where it was not chosen on the form.
    """
    known = draft()
    if type(position) is int and 0 <= position < len(known.layers):
        _edit_from(form, known.selecting(position))


def select_by_card(tabs: str, tab: str) -> None:
    """A layer's card in the flow chart was clicked: work on that layer, in the ``tab`` of the ``tabs`` that has its form."""
    # To set which one is open does not always reach the browser: they begin anew.
    if st.session_state.get(tabs, tab) != tab:
        st.session_state.tabs_begun = tabs_begun() + 1
    select_layer(None, st.session_state[FLOW].selected)


def tabs_begun() -> int:
    """How often the form's tabs have begun anew, at the first of them."""
    return st.session_state.get("tabs_begun", 0)


def _edit_from(form: int | None, changed: Draft) -> None:
    edit_draft(changed if form == changed.version else changed.anew())


def discard_draft() -> None:
    """Back to the design of the run."""
    known = draft()
    edit_draft(known.replaced(*known.base))


def apply_draft(found: Snapshot | None) -> Snapshot:
    """A new run with the draft's design; ``found``, the run before, is paused and stays. Raises `SpecError` where it cannot be."""
    wanted = draft()
    if wanted.refusal is not None:
        raise wanted.refusal
    begun = begin(found, wanted.design)
    edit_draft(wanted.applied())
    st.session_state.former_run = (begun.run_id, found.run_id if found is not None and found.begun else None)
    return begun


def former_run() -> Snapshot | None:
    """The run that was shown before a draft's run took its place; None once another run is shown, or where it is gone."""
    present, (of, before) = run(), st.session_state.get("former_run", (None, None))
    if before is None or present is None or present.run_id != of:
        return None
    return next((each for each in runs() if each.run_id == before), None)


def _begun(base: Design, known: Draft) -> Draft:
    """That design as a draft that nobody has edited; the layer being worked on stays chosen."""
    begun = Draft.of(base, known.version + 1)
    return begun.selecting(known.selected) if known.selected < len(begun.layers) else begun


def pace() -> Pace | None:
    """How long an iteration of the draft's last valid design takes; None where nothing is known yet."""
    wanted = draft().valid
    return asked_once("pace", wanted, lambda: client().pace(*wanted))
