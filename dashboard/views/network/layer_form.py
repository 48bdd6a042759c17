"""One layer's parameters as sliders and choices, as its kind has them."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core.design.draft import Draft
from core.fields import Choice, Field, OneOf, fields_of
from dashboard import session
from dashboard.shared.field_widget import field_widget

MOST_BESIDE = 2  # a choice of more names takes the whole width


def layer_form(draft: Draft) -> None:
    """The chosen layer's. What cannot be is not held back."""
    _ = session.current_text()
    layer, fields = draft.layers[draft.selected], fields_of(type(draft.layers[draft.selected]))
    key, layer_id = f"layer_{draft.version}_{draft.selected}", draft.ids[draft.selected]
    narrow = [name for name, field in fields.items() if not _is_wide(field)]

    def show(name: str) -> None:
        changed = partial(session.edit_layer, layer_id, name)
        field_widget(fields[name], getattr(layer, name), f"{key}_{name}", _, changed=changed)

    for row in (narrow[place : place + 2] for place in range(0, len(narrow), 2)):
        for column, name in zip(st.columns(2, gap="medium"), row, strict=False):
            with column:
                show(name)
    for name in (name for name, field in fields.items() if _is_wide(field)):
        show(name)


def _is_wide(field: Field) -> bool:
    return isinstance(field.control, Choice) and isinstance(field.limit, OneOf) and len(field.limit.names) > MOST_BESIDE
