"""The training bar: where the run is, and every way to move it on. It stands on each page that shows a run."""

from __future__ import annotations

import streamlit as st

from core.processes.training_client import Condition
from core.runs.milestones import MAX_ITERATIONS, MILESTONES
from core.runs.snapshot import Phase, Snapshot
from dashboard import session
from dashboard.i18n import Text, count
from dashboard.shared.time_travel import time_travel
from dashboard.shared.training_status import training_figures

GOALS = MILESTONES[1:]
STEPS_AHEAD = 20  # so many single steps may be asked for before the first is done


def training_bar(snapshot: Snapshot | None, condition: Condition, begins: bool, leads: bool) -> None:
    """``snapshot``: None where no run is shown, but a draft that nobody has trained. ``begins``: until something was trained, the
    page has the main button; ``leads``: it has that all the time."""
    _ = session.current_text()
    with st.container(key="head"):
        with st.container(key="training_bar", horizontal=True, vertical_alignment="bottom"):
            training_figures(snapshot, condition)
            _buttons(snapshot, leads or (begins and not (snapshot is not None and snapshot.begun)), _)
        time_travel(snapshot)
    if snapshot is not None and snapshot.notice is not None:
        st.caption(f":material/info: {_.marked(snapshot.notice)}")
    if snapshot is not None and snapshot.unsaved is not None:
        st.warning(_.marked(snapshot.unsaved), icon=":material/save:")


def next_goal(snapshot: Snapshot | None) -> int:
    """Where "go on" leads: to the goal set before, else to the tutorial's next step, else 10,000 further."""
    at = snapshot.iteration if snapshot else 0
    if snapshot and snapshot.goal > at:
        return snapshot.goal
    return min([goal for goal in GOALS if goal > at], default=min(at + GOALS[-1], MAX_ITERATIONS))


def _buttons(snapshot: Snapshot | None, of_page: bool, _: Text) -> None:
    """Where there is little room only icons stand in them; their names are said all the same.

    They act on what the page shows: where that is a draft, the page has the main button. ``of_page``: it has that anyhow.
    """
    of_draft, refusal = session.draft_is_ahead(), session.draft_refusal()
    at = snapshot.iteration if snapshot else 0
    training = snapshot is not None and snapshot.phase is Phase.TRAINING
    stuck = refusal is not None or (snapshot is not None and snapshot.phase is Phase.DIVERGED) or at >= MAX_ITERATIONS
    following = min([goal for goal in GOALS if goal > at], default=None)
    with st.container(horizontal=True, vertical_alignment="center", key="train_to", width="content"):
        st.markdown(_("Train to"), width="content")
        for goal in GOALS:
            main = goal == following and not training and not stuck and not of_draft and not of_page
            st.button(
                count(goal), key=f"to_{goal}", type="primary" if main else "secondary",
                on_click=session.train_to, args=(goal,), disabled=stuck or goal <= at,
                help=_("Train to iteration {count}").format(count=count(goal)) if refusal is None else _.marked(refusal),
            )  # fmt: skip
        with st.popover(_("Another number"), icon=":material/more_horiz:", disabled=stuck, key="another_number"):
            _other_number(at, _)
        far = training and snapshot is not None and snapshot.goal - at > STEPS_AHEAD
        st.button("+1", key="step", on_click=session.step, disabled=stuck or far, help=_("One more iteration"))
        if training:
            st.button(_("Pause"), key="play", icon=":material/pause:", type="primary", on_click=session.pause)
        else:
            goal = next_goal(snapshot)
            st.button(
                _("Continue"), key="play", icon=":material/play_arrow:", on_click=session.train_to, args=(goal,),
                disabled=snapshot is None or stuck, help=_("Continue to iteration {count}").format(count=count(goal)),
            )  # fmt: skip
        st.button(
            _("Reset"), key="reset", icon=":material/restart_alt:", on_click=session.reset, disabled=snapshot is None,
            help=_("Reset: starts a new run at iteration 0 with the same initial weights: exactly the same training will come out. The current run is kept."),
        )  # fmt: skip
        seed = session.draft().settings.seed if of_draft else snapshot.settings.seed if snapshot else 0
        st.button(
            _("New seed"), key="new_seed", icon=":material/casino:", on_click=session.new_seed, disabled=snapshot is None and not of_draft,
            help=(_("New seed: gives this network different initial weights and a different order of the images (the seed is now {seed}).") if of_draft else _("New seed: starts a new run at iteration 0 with different initial weights and a different order of the images (the seed is now {seed}). The current run is kept.")).format(seed=seed),
        )  # fmt: skip


def _other_number(at: int, _: Text) -> None:
    """Any number of iterations, by a slider for what is near or a field for what is far.

    Their limits and first values never change: a field that follows the training would lose what is being typed.
    """
    with st.form("other_number_slider", border=False):
        st.slider(_("Additional iterations"), 1, 2_000, 50, key=session.MORE)
        st.form_submit_button(_("Train"), key="train_more", on_click=session.train_more)
    with st.form("other_number_field", border=False):
        st.number_input(_("Up to iteration"), 1, MAX_ITERATIONS, 5_000, key=session.UP_TO)
        st.form_submit_button(_("Train"), key="train_up_to", on_click=session.train_up_to)
