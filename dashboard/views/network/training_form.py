"""How the network is trained: optimizer, learning rate, batch size, seed, precision."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core.design import design_diff
from core.design.draft import Draft
from core.design.words import field_name, value_name
from core.fields import fields_of
from core.spec import TrainingSpec
from dashboard import session
from dashboard.i18n import Text
from dashboard.shared.field_widget import field_widget

ROWS = (("optimizer", "precision"), ("learning_rate", "batch_size"), ("seed",))


def training_form(draft: Draft) -> None:
    """The draft's settings. What cannot be is not held back."""
    _ = session.current_text()
    fields = fields_of(TrainingSpec)

    def show(name: str) -> None:
        changed = partial(session.edit_setting, draft.version, name)
        key = f"training_{draft.version}_{name}"
        field_widget(fields[name], getattr(draft.settings, name), key, _, changed=changed)

    with st.container(horizontal=True, gap="small"):
        for name in ROWS[0]:
            show(name)
    for row in ROWS[1:]:
        for column, name in zip(st.columns(2, gap="small"), row, strict=False):
            with column:
                show(name)


def settings_difference(settings: TrainingSpec, _: Text) -> str:
    """The tutorial's values of what differs; "" where nothing does."""
    differs = design_diff.settings(settings).items()
    return ", ".join(
        f"{field_name(TrainingSpec, name, _.say)} {value_name(TrainingSpec, name, value, _.say)}"
        for name, value in differs
    )
