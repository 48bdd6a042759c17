"""What the draft comes to, and the one button that trains it, with what that will do."""

from __future__ import annotations

import streamlit as st

from core import spec
from core.design import design_diff, presets
from core.design.draft import Draft
from core.runs.snapshot import Phase, Snapshot
from dashboard import session
from dashboard.i18n import Text, count, fixed
from dashboard.shared.run_words import counted_titles, run_title

ITERATIONS = 1_000
FIRST_GOALS = (100, 1_000)  # the tutorial's steps that a new network may be trained to at first


def totals(draft: Draft) -> None:
    """Of the draft's last valid design: parameters, multiplications, seconds; and what it leaves out of the tutorial's."""
    _ = session.current_text()
    network, _settings = draft.valid
    parts = spec.summary(network)
    learned = _("**{parameters}** parameters, **{multiplications}** multiplications per image").format(
        parameters=count(sum(part.parameters for part in parts)),
        multiplications=count(sum(part.multiplications for part in parts)),
    )
    with st.container(width="stretch", gap="xxsmall"):
        st.markdown(f"{learned} · {_seconds(_)}")
        missing = design_diff.left_out(network)
        if missing:
            named = ", ".join(counted_titles(missing, _))
            st.caption(_("Left out, compared with the tutorial: {layers}.").format(layers=named))


def _seconds(_: Text) -> str:
    pace = session.pace()
    if pace is None:
        return _("{iterations} iterations: not measured yet").format(iterations=count(ITERATIONS))
    seconds = ITERATIONS * pace.seconds
    if pace.measured:
        return _("{iterations} iterations: **{seconds} s**, measured on this machine").format(
            iterations=count(ITERATIONS), seconds=fixed(seconds, 1)
        )
    return _("{iterations} iterations: about **{seconds} s** (estimate)").format(
        iterations=count(ITERATIONS), seconds=fixed(seconds, 0 if seconds >= 10 else 1)
    )


def train_button(draft: Draft, run: Snapshot | None) -> None:
    """What there is to know of the preset, and what the button will do; the button only where the draft is another design than the run's."""
    _ = session.current_text()
    preset = presets.find(*draft.design)
    goal = first_goal(run)
    with st.container(width="stretch", gap="xxsmall"):
        if preset is not None:
            st.caption(_.marked(preset.about))
        if draft.edited:
            st.markdown(_what_will_happen(run, goal, _) if draft.refusal is None else _refused(_))
        else:
            st.caption(_what_happened(run, _))
    if not draft.edited:
        return
    st.button(
        _("Discard changes"), key="discard", help=_("Go back to the design of the current run"),
        on_click=session.press, args=(session.discard_draft,),
    )  # fmt: skip
    st.button(
        _("Train this network"), key="train_draft", type="primary", icon=":material/play_arrow:",
        disabled=draft.refusal is not None, on_click=session.train_to, args=(goal,),
    )  # fmt: skip


def first_goal(run: Snapshot | None) -> int:
    """How far a new network is trained at first: as far as the run beside it, but no further than one can wait for."""
    return max(goal for goal in FIRST_GOALS if goal <= max(run.iteration if run is not None else 0, FIRST_GOALS[0]))


def _refused(_: Text) -> str:
    return _("This network is not possible; the form beside the chart says why. The chart shows the last one that was.")


def _what_will_happen(run: Snapshot | None, goal: int, _: Text) -> str:
    if run is None or not run.begun:
        return _("A new run trains this network to iteration {goal}.").format(goal=count(goal))
    words = (
        _("A new run trains this network to iteration {goal}; {run} is paused and kept.")
        if run.phase is Phase.TRAINING
        else _("A new run trains this network to iteration {goal}; {run} is kept.")
    )
    return words.format(goal=count(goal), run=_.marked(run_title(run, _)))


def _what_happened(run: Snapshot | None, _: Text) -> str:
    before = session.former_run()
    if run is None or before is None:
        return _("Change whatever you like: a changed network is trained as a new run, and this one is kept.")
    words = (
        _("This network is trained as {run}; {before} is paused and kept. You can compare the two on the Runs page.")
        if before.phase is Phase.PAUSED
        else _("This network is trained as {run}; {before} is kept. You can compare the two on the Runs page.")
    )
    return words.format(run=_.marked(run_title(run, _)), before=_.marked(run_title(before, _)))
