"""Experiments: is the difference between designs real? What everything that was run says; the simplest network that is good enough."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.design.design import Design
from core.experiments import ready_questions
from core.experiments.view import DesignComparison, NetworkSearch
from dashboard import navigation, session
from dashboard.components.in_sight.in_sight import in_sight
from dashboard.shared.page import open_page
from dashboard.views.experiments.experiment_answer import experiment_answer
from dashboard.views.experiments.experiment_form import experiment_form
from dashboard.views.experiments.experiment_head import experiment_head
from dashboard.views.experiments.experiment_list import await_others, experiment_list, experiment_picker
from dashboard.views.experiments.frontier import frontier
from dashboard.views.experiments.network_search import search_form
from dashboard.views.experiments.own_points import own_points
from dashboard.views.experiments.own_question import own_question
from dashboard.views.experiments.process_line import await_process, process_line
from dashboard.views.experiments.ready_questions import OWN, question_choice
from dashboard.views.experiments.search_result import search_result

Shown = TypeVar("Shown", DesignComparison, NetworkSearch)


def show() -> None:
    _ = session.current_text()
    session.open_experiment()
    open_page(_("Experiments"), shows_run=False)
    process_line()
    views = {
        session.COMPARE: _("Compare designs"), session.FRONTIER: _("All results"), session.SEARCH: _("Simplest network"),
    }  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch"):
            chosen = st.segmented_control(
                _("View"), list(views), format_func=views.__getitem__, required=True,
                label_visibility="collapsed", key=session.VIEW, persist_state="session",
            )  # fmt: skip
        beside = st.container(horizontal=True, vertical_alignment="center", width="content")
    if chosen == session.COMPARE:
        _compare(beside)
    elif chosen == session.FRONTIER:
        _open(frontier(session.points(), own_points(session.runs())))
    else:
        _search(beside)
    await_process()


def _compare(beside: DeltaGenerator) -> None:
    """``beside``: the place beside the switch of the views."""
    known = [each for each in session.experiments() if isinstance(each, DesignComparison)]
    shown = _shown(known, beside)
    in_sight("experiment_answer", shown and f"{shown.experiment_id} {len(shown.runs)}")
    if shown is not None:
        with st.container(key="experiment_answer"):
            experiment_answer(shown)
    else:
        _new_question(first=not known)
        experiment_list(known)
    await_others(known, streamed=shown)


def _new_question(first: bool) -> None:
    _ = session.current_text()
    if first:
        st.markdown(
            _(
                "Is one design really better than another, or was it luck? Here each design is trained several times, each time with different initial weights and a different order of the images, and you will see a dot for each run. Choose a question, say what you expect, and run the experiment."
            )
        )
    key = question_choice()
    if key != OWN:
        experiment_form(ready_questions.find(key).variants, key)
        return
    variants, possible = own_question(*session.design())
    if len(variants) > 1:
        experiment_form(variants, "", possible)


def _search(beside: DeltaGenerator) -> None:
    known = [each for each in session.experiments() if isinstance(each, NetworkSearch)]
    shown = _shown(known, beside)
    in_sight("search_answer", shown and shown.experiment_id)
    if shown is not None:
        with st.container(key="search_answer"):
            experiment_head(shown)
            found = search_result(shown)
        _open(found)
    else:
        _network, settings = session.design()
        wish = search_form(settings, session.cost)
        if wish is not None:
            session.search(wish)
            st.rerun()
        experiment_list(known)
    await_others(known, streamed=None)


def _shown(known: list[Shown], beside: DeltaGenerator) -> Shown | None:
    """The experiment that is shown, if it is of this view; then the way to the others stands beside the switch."""
    named = session.experiment()
    shown = next((each for each in known if each is named), None)
    if shown is not None:
        with beside:
            experiment_picker(known, shown)
    return shown


def _open(design: Design | None) -> None:
    """A design that was chosen: on the Network page it can be looked at, changed and trained; the seed stays."""
    if design is not None:
        network, settings = design
        draft = session.draft()
        session.edit_draft(draft.replaced(network, replace(settings, seed=draft.settings.seed)))
        st.switch_page(navigation.NETWORK.file)


show()
