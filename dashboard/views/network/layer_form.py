"""One layer's parameters as sliders and choices, as its kind has them."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core.fields import Choice, Field, OneOf, fields_of
from core.spec import Layer
from dashboard import session
from dashboard.shared.field_widget import field_widget

MOST_BESIDE = 2  # a choice of more names takes the whole width


def layer_form(layer: Layer, key: str) -> Layer:
    """The layer as the widgets now say. ``key`` changes when they shall begin anew. What cannot be is not held back."""
    _ = session.current_text()
    fields, values = fields_of(type(layer)), {}
    narrow = [name for name, field in fields.items() if not _is_wide(field)]
    for row in (narrow[place : place + 2] for place in range(0, len(narrow), 2)):
        for column, name in zip(st.columns(2, gap="medium"), row, strict=False):
            with column:
                values[name] = field_widget(fields[name], getattr(layer, name), f"{key}_{name}", _)
    for name in fields.keys() - set(narrow):
        values[name] = field_widget(fields[name], getattr(layer, name), f"{key}_{name}", _)
    return replace(layer, **values)


def _is_wide(field: Field) -> bool:
    return isinstance(field.control, Choice) and isinstance(field.limit, OneOf) and len(field.limit.names) > MOST_BESIDE
