"""Travelling in time: the slider over the run's checkpoints, and the way on from an earlier one as a new run."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core import number_format
from core.data import TEST_IMAGES
from core.runs.run import Snapshot
from core.spec import TrainingSpec
from dashboard import session
from dashboard.components.time_slider.time_slider import time_slider
from dashboard.http import run_stream
from dashboard.i18n import Text, count
from dashboard.shared.network_words import field_name
from dashboard.views.network.training_form import BATCHES, RATES


def time_travel(snapshot: Snapshot) -> None:
    _ = session.current_text()
    at = session.checkpoint()
    with st.container(horizontal=True, vertical_alignment="top", key="time_travel"):
        checkpoints = run_stream.checkpoints(snapshot)
        time_slider(
            snapshot.run_id,
            at,
            session.heard_choice(),
            checkpoints,
            _labels(_),
            session.TIME,
            session.choose_by_slider,
        )
        if len(checkpoints) > 1:
            _fork(snapshot, at, _)


def _fork(snapshot: Snapshot, at: int | None, _: Text) -> None:
    """Where the slider stands at no earlier checkpoint the button keeps its place."""
    popover = st.popover(
        _("Go on from here"), icon=":material/fork_right:", key=f"fork_{snapshot.run_id}", disabled=at is None,
        help=_("Move the time slider to an earlier checkpoint: from there another training can go on.") if at is None else None,
    )  # fmt: skip
    if at is None:
        return
    key = f"fork_{snapshot.run_id}_{at}"
    with popover, st.form(f"{key}_form", border=False):
        st.markdown(_("**A new run from iteration {iteration} on**").format(iteration=count(at)))
        settings = _settings(snapshot.settings, key, _)
        st.caption(
            _(
                "With nothing changed the same training comes out, bit for bit. This run stays as it is; the new one "
                "begins paused at iteration {iteration}."
            ).format(iteration=count(at))
        )
        if st.form_submit_button(_("Begin the new run"), key="fork", type="primary"):
            session.fork(at, settings)
            st.rerun()


def _settings(settings: TrainingSpec, key: str, _: Text) -> TrainingSpec:
    rate = st.select_slider(
        field_name("learning_rate", _), sorted({*RATES, settings.learning_rate}), settings.learning_rate,
        format_func=number_format.rate, key=f"{key}_learning_rate",
    )  # fmt: skip
    batch = st.select_slider(
        field_name("batch_size", _),
        sorted({*BATCHES, settings.batch_size}),
        settings.batch_size,
        key=f"{key}_batch_size",
    )
    seed = st.number_input(
        field_name("seed", _), value=settings.seed, step=1, key=f"{key}_seed",
        help=_("Another seed: another order of the images and other dropout. The weights are those of this checkpoint."),
    )  # fmt: skip
    return replace(settings, learning_rate=rate, batch_size=batch, seed=seed)


def _labels(_: Text) -> dict[str, object]:
    return {
        "title": _("Checkpoint of the training"),
        "previous": _("Previous checkpoint"), "next": _("Next checkpoint"),
        "play": _("Play the training as a film"), "pause": _("Stop the film"),
        "live": _("Live"), "live_help": _("the network as it is now"),
        "at": _("Iteration {iteration}"), "result": _("test accuracy {percent}"), "untested": _("not tested yet"),
        "empty": _("The checkpoints of the training will stand here; then you can go back to any of them."),
        "test_images": TEST_IMAGES,
    }  # fmt: skip
