"""How the network is trained: optimizer, learning rate, batch size, seed, precision."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core.design import design_diff
from core.design.words import field_name, value_name
from core.fields import fields_of
from core.spec import TrainingSpec
from dashboard import session
from dashboard.i18n import Text
from dashboard.shared.field_widget import field_widget

ROWS = (("optimizer", "precision"), ("learning_rate", "batch_size"), ("seed",))


def training_form(settings: TrainingSpec, key: str) -> TrainingSpec:
    """The settings as the widgets now say. ``key`` changes when they shall begin anew."""
    _ = session.current_text()
    fields, values = fields_of(TrainingSpec), {}
    with st.container(horizontal=True):
        for name in ROWS[0]:
            values[name] = field_widget(fields[name], getattr(settings, name), f"{key}_{name}", _)
    for row in ROWS[1:]:
        for column, name in zip(st.columns(2, gap="medium"), row, strict=False):
            with column:
                values[name] = field_widget(fields[name], getattr(settings, name), f"{key}_{name}", _)
    return replace(settings, **values)


def settings_difference(settings: TrainingSpec, _: Text) -> str:
    """The tutorial's values of what differs; "" where nothing does."""
    differs = design_diff.settings(settings).items()
    return ", ".join(
        f"{field_name(TrainingSpec, name, _.say)} {value_name(TrainingSpec, name, value, _.say)}"
        for name, value in differs
    )
