"""Travelling in time: the slider over the run's checkpoints, and the way on from an earlier one as a new run."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from core.data import TEST_IMAGES
from core.fields import fields_of
from core.runs.milestones import MAX_ITERATIONS, MILESTONES
from core.runs.snapshot import Phase, Snapshot
from core.spec import TrainingSpec
from dashboard import session
from dashboard.components.time_slider.time_slider import time_slider
from dashboard.http import run_stream
from dashboard.i18n import Text, count
from dashboard.shared.field_widget import field_widget
from dashboard.shared.run_picker import run_picker

CHANGED = ("learning_rate", "batch_size", "seed")  # what the new run may have otherwise


def time_travel(snapshot: Snapshot | None) -> None:
    """Its place is kept before the first training, too."""
    _ = session.current_text()
    at = session.checkpoint()
    with st.container(horizontal=True, vertical_alignment="center", key="time_travel"):
        if snapshot is None:
            with st.container(key="no_checkpoints"):
                st.caption(_labels(_)["empty"])
            return
        checkpoints = run_stream.checkpoints(snapshot)
        time_slider(
            snapshot.run_id,
            at,
            session.heard_choice(),
            snapshot.iteration,
            checkpoints,
            _labels(_),
            session.TIME,
            session.choose_by_slider,
        )
        if len(checkpoints) > 1:
            _fork(snapshot, at, _)
        run_picker(snapshot)


def _fork(snapshot: Snapshot, at: int | None, _: Text) -> None:
    """Where the slider is at no earlier checkpoint the button is disabled, but keeps its place."""
    popover = st.popover(
        _("Continue from here"), icon=":material/fork_right:", key=f"fork_{snapshot.run_id}", disabled=at is None,
        help=_("Move the time slider to an earlier checkpoint; a new run can continue from there.") if at is None else None,
    )  # fmt: skip
    if at is None:
        return
    key = f"fork_{snapshot.run_id}_{at}"
    with popover, st.form(f"{key}_form", border=False):
        st.markdown(_("**A new run from iteration {iteration}**").format(iteration=count(at)))
        settings = _settings(snapshot.settings, key, _)
        goal = fork_goal(snapshot, at)
        st.caption(
            _(
                "If you change nothing, exactly the same training will come out, bit for bit. This run stays as it is; the new one trains on to iteration {goal}."
            ).format(goal=count(goal))
        )
        if st.form_submit_button(_("Start the new run"), key="fork", type="primary"):
            session.fork(at, settings, goal)
            st.rerun()


def fork_goal(snapshot: Snapshot, at: int) -> int:
    """As far as the run that it comes from, so that the two can be compared; from its end to the tutorial's next step."""
    end = snapshot.goal if snapshot.phase is Phase.TRAINING else snapshot.iteration
    if end > at:
        return end
    return min((goal for goal in MILESTONES if goal > at), default=min(at + MILESTONES[-1], MAX_ITERATIONS))


def _settings(settings: TrainingSpec, key: str, _: Text) -> TrainingSpec:
    fields = fields_of(TrainingSpec)
    other = _(
        "A different seed means a different order of the images and different dropout. The weights are those of this checkpoint."
    )
    values = {
        name: field_widget(
            fields[name], getattr(settings, name), f"{key}_{name}", _, help=other if name == "seed" else None
        )
        for name in CHANGED
    }
    return replace(settings, **values)


def _labels(_: Text) -> dict[str, Any]:
    return {
        "title": _("Training checkpoint"),
        "previous": _("Previous checkpoint"), "next": _("Next checkpoint"),
        "play": _("Play back the training"), "pause": _("Stop playback"),
        "live": _("Live"), "live_at": _("iteration {iteration}"),
        "at": _("Iteration {iteration}"), "result": _("test accuracy {percent}"), "untested": _("not tested yet"),
        "empty": _("Checkpoints will appear here during training; you can then go back to any of them."),
        "test_images": TEST_IMAGES,
    }  # fmt: skip
