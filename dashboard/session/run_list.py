"""The list of the workspace's runs: which of them are drawn together, and what a person does to them there."""

from __future__ import annotations

import streamlit as st

from core.runs.snapshot import Phase, Snapshot
from dashboard.session.notices import dismiss_passing
from dashboard.session.run import choose_run, delete_run, forget_deleted, rename_run, run, runs
from dashboard.session.training import DRAFT_SHOWN

RUNS = "run_list"  # key of the list
MOST_DRAWN = 6
_LATEST_DRAWN = 2  # beside the present run, until somebody chooses


def drawn() -> list[Snapshot]:
    """The runs that are drawn together, the oldest first: those that were chosen, else the present one and the latest others."""
    present, known, chosen = run(), runs(), st.session_state.get("drawn", {})
    present_id = present.run_id if present else None
    latest = [each.run_id for each in known if each.run_id != present_id][-_LATEST_DRAWN:]
    wanted = [each for each in known if chosen.get(each.run_id, each.run_id in (present_id, *latest))]
    wanted.sort(key=lambda each: (each.run_id == present_id, each.run_id in chosen, each.number))
    return sorted(wanted[-MOST_DRAWN:], key=lambda each: each.number)


def by_validation() -> list[Snapshot]:
    """The runs by their last validation accuracy, the best first, of equals the newest; those without one stand before them.

    While one of them trains the order stays as it was, and a new one comes first: what is about to be clicked stays where it is.
    """
    known = {each.run_id: each for each in reversed(runs())}
    order = [run_id for run_id in st.session_state.get("runs_order", ()) if run_id in known]
    if not order or not any(each.phase is Phase.TRAINING for each in known.values()):
        order = sorted(known, key=lambda run_id: _validation(known[run_id]), reverse=True)
    order = [*(run_id for run_id in known if run_id not in order), *order]
    st.session_state.runs_order = tuple(order)
    return [known[run_id] for run_id in order]


def _validation(run: Snapshot) -> tuple[bool, float, int]:
    """Larger: further up."""
    last = run.validation
    return last is None, last.correct / last.total if last else 0.0, run.number


def enter_page(title: str, shows_draft: bool = False) -> None:
    """A page begins. Whoever went to another one no longer wants the deleted run back."""
    st.session_state[DRAFT_SHOWN] = shows_draft
    before = st.session_state.get("page_title")
    if before != title:
        st.session_state.page_title, st.session_state.page_before = title, before
        st.session_state.pop("runs_order", None)
        forget_deleted()
        dismiss_passing()


def page_before() -> str | None:
    """The title of the page that was left for the present one; None where this is the session's first."""
    return st.session_state.get("page_before")


def picker_key() -> str:
    """Key of the select box that stands at the present run: after every choice another one, for the choice may not have been possible."""
    present = run()
    return f"run_{present.run_id if present else ''}_{st.session_state.get('picked', 0)}"


def choose_by_picker(key: str) -> None:
    """Another run was picked."""
    st.session_state.picked = st.session_state.get("picked", 0) + 1
    choose_run(st.session_state[key])


# What the browser tells of the list; it may be anything.


def draw_by_list() -> None:
    """{run id: whether it shall be drawn} for every one that was ticked or unticked."""
    asked = st.session_state[RUNS].drawn
    known = {each.run_id for each in runs()}
    if isinstance(asked, dict):
        chosen = {key: value for key, value in asked.items() if key in known and type(value) is bool}
        st.session_state.drawn = st.session_state.get("drawn", {}) | chosen


def rename_by_list() -> None:
    """{run, name}; an empty name takes the given one away."""
    asked = st.session_state[RUNS].renamed
    if isinstance(asked, dict) and isinstance(asked.get("run"), str) and isinstance(asked.get("name"), str):
        rename_run(asked["run"], asked["name"])


def open_by_list() -> None:
    asked = st.session_state[RUNS].opened
    if isinstance(asked, str):
        choose_run(asked)


def delete_by_list() -> None:
    asked = st.session_state[RUNS].deleted
    if isinstance(asked, str):
        delete_run(asked)
