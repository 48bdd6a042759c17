"""One field of a design as the control that fits it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.fields import Choice, Field, Number, OneOf, Percent, Slider, Steps
from dashboard.i18n import Text

NUMBER_WIDTH, PERCENT_WIDTH = 180, 360  # pixels


def field_widget(field: Field, value: Any, key: str, _: Text, help: str | None = None) -> Any:
    """The value as the widget now says. ``key`` changes when it shall begin anew. What is beyond the limit is not held back."""
    label = _.say(field.label)
    help = help or (None if field.help is None else _.say(field.help))

    def written(each: object) -> str:
        return _.say(field.written(each))

    match field.control:
        case Slider(low, high):
            return st.slider(label, low, max(high, value), value, key=key, help=help)
        case Steps(values):
            # A key of its own where another value has joined the steps: the slider's places have moved.
            steps = sorted({*values, value})
            return st.select_slider(
                label, steps, value, format_func=written, key=key if value in values else f"{key}_beyond", help=help
            )
        case Percent(high, step):
            before = round(100 * value)
            now = st.slider(label, 0, high, before, step, format="%d %%", key=key, width=PERCENT_WIDTH, help=help)
            return value if now == before else now / 100
        case Number():
            # Without limits of its own: the browser would take back what is beyond them without a word.
            return st.number_input(label, value=value, step=1, key=key, width=NUMBER_WIDTH, help=help)
        case Choice():
            names = field.limit.names if isinstance(field.limit, OneOf) else ()
            return st.segmented_control(
                label, names, default=value, format_func=written, key=key, required=True, help=help
            )
