"""How the network is trained: optimizer, learning rate, batch size, seed, precision."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core import number_format, spec
from core.design import design_diff
from core.spec import TrainingSpec
from dashboard import session
from dashboard.i18n import Text
from dashboard.shared.network_words import field_name, value_name

RATES = (*(float(f"{digit}e{power}") for power in range(-6, 0) for digit in (1, 2, 5)), 1.0)
BATCHES = tuple(2**power for power in range(11))


def training_form(settings: TrainingSpec, key: str) -> TrainingSpec:
    """The settings as the widgets now say. ``key`` changes when they shall begin anew."""
    _ = session.current_text()
    with st.container(horizontal=True):
        optimizer = _choice(settings, "optimizer", key, _)
        precision = _choice(settings, "precision", key, _)
    left, right = st.columns(2, gap="medium")
    with left:
        rate = st.select_slider(
            field_name("learning_rate", _), _with(RATES, settings.learning_rate), settings.learning_rate,
            format_func=number_format.rate, key=f"{key}_learning_rate_{settings.learning_rate in RATES}",
            help=_("How far a step goes. On this scale each step to the right is about twice as much."),
        )  # fmt: skip
    with right:
        batch = st.select_slider(
            field_name("batch_size", _), _with(BATCHES, settings.batch_size), settings.batch_size,
            key=f"{key}_batch_size_{settings.batch_size in BATCHES}", help=_("Images in one iteration."),
        )  # fmt: skip
    seed = st.number_input(
        field_name("seed", _), value=settings.seed, step=1, key=f"{key}_seed", width=180,
        help=_("First weights, the order of the images and dropout follow from it: the same seed, the same training."),
    )  # fmt: skip
    return replace(settings, optimizer=optimizer, learning_rate=rate, batch_size=batch, seed=seed, precision=precision)


def settings_difference(settings: TrainingSpec, _: Text) -> str:
    """The tutorial's values of what differs; "" where nothing does."""
    differs = design_diff.settings(settings).items()
    return ", ".join(f"{field_name(name, _)} {value_name(name, value, _)}" for name, value in differs)


def _with(values: tuple, present: object) -> list:
    return sorted({*values, present})


def _choice(settings: TrainingSpec, name: str, key: str, _: Text) -> str:
    return st.segmented_control(
        field_name(name, _), spec.RULES[TrainingSpec][name].names, default=getattr(settings, name),
        format_func=lambda value: value_name(name, value, _), key=f"{key}_{name}", required=True,
    )  # fmt: skip
