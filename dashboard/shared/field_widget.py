"""One field of a design as the control that fits it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.fields import Choice, Field, Number, OneOf, Percent, Slider, Steps
from dashboard.i18n import Text
from dashboard.shared.when_changed import when_changed

NUMBER_WIDTH, PERCENT_WIDTH = 180, 360  # pixels


def field_widget(
    field: Field, value: Any, key: str, _: Text, help: str | None = None, changed: Callable[[Any], None] | None = None
) -> Any:
    """The value as the widget now says. ``key`` changes when it shall begin anew. What is beyond the limit is not held back.

    ``changed`` is told what a person chooses: before the page runs, and even if the page that was on its way meanwhile no
    longer has such a widget.
    """
    label, key = _.say(field.label), _key(field, value, key)
    help = help or (None if field.help is None else _.say(field.help))
    percent = isinstance(field.control, Percent)
    shown = round(100 * value) if percent else value

    def written(each: object) -> str:
        return _.say(field.written(each))

    def meant(now: Any) -> Any:
        return now if not percent else value if now == shown else now / 100

    # Inside a form, where nothing is told before it is sent, Streamlit allows no callback.
    on_change = None if changed is None else when_changed(key, shown, lambda now: changed(meant(now)))

    match field.control:
        case Slider(low, high):
            now = st.slider(label, low, max(high, value), value, key=key, on_change=on_change, help=help)
        case Steps(values):
            steps = sorted({*values, value})
            now = st.select_slider(label, steps, value, format_func=written, key=key, on_change=on_change, help=help)
        case Percent(high, step):
            now = st.slider(
                label,
                0,
                high,
                shown,
                step,
                format="%d %%",
                key=key,
                width=PERCENT_WIDTH,
                on_change=on_change,
                help=help,
            )
        case Number():
            # Without limits of its own: the browser would take back what is beyond them without a word.
            now = st.number_input(
                label, value=value, step=1, key=key, width=NUMBER_WIDTH, on_change=on_change, help=help
            )
        case Choice():
            names = field.limit.names if isinstance(field.limit, OneOf) else ()
            now = st.segmented_control(
                label, names, default=value, format_func=written, key=key, required=True, on_change=on_change, help=help
            )
    return meant(now)


def _key(field: Field, value: Any, key: str) -> str:
    """Another key where a value has extended the slider: its places have moved."""
    match field.control:
        case Slider(_, high) if value > high:
            return f"{key}_{value}"
        case Steps(values) if value not in values:
            return f"{key}_beyond"
    return key
