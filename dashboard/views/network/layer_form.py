"""One layer's parameters as sliders and choices."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core import spec
from core.design.design_diff import LayerDifference
from core.spec import Conv, Dense, Dropout, Layer, Pool
from dashboard import session
from dashboard.i18n import Text
from dashboard.shared.network_words import field_name, value_name

# name → (lowest, highest) of the sliders; a value beyond, of a link or a preset, extends its slider
REACH = {"filters": (1, 64), "kernel": (1, 11), "size": (1, 11), "stride": (1, 3)}


def layer_form(layer: Layer, key: str) -> Layer:
    """The layer as the widgets now say. ``key`` changes when they shall begin anew. What cannot be is not held back."""
    _ = session.current_text()
    if isinstance(layer, Conv):
        left, right = st.columns(2, gap="medium")
        with left:
            changed = replace(layer, filters=_slider(layer, "filters", key, _), kernel=_slider(layer, "kernel", key, _))
        with right:
            changed = replace(
                changed, stride=_slider(layer, "stride", key, _), padding=_choice(layer, "padding", key, _)
            )
        return replace(changed, activation=_choice(layer, "activation", key, _))
    if isinstance(layer, Pool):
        kind = _choice(layer, "kind", key, _)
        left, right = st.columns(2, gap="medium")
        with left:
            size = _slider(layer, "size", key, _)
        with right:
            return Pool(kind, size, _slider(layer, "stride", key, _))
    if isinstance(layer, Dense):
        # Without limits of its own: the browser would take back what is beyond them without a word.
        units = st.number_input(field_name("units", _), value=layer.units, step=1, key=f"{key}_units", width=180)
        return Dense(units, _choice(layer, "activation", key, _))
    percent = st.slider(
        field_name("rate", _), 0, 95, round(100 * layer.rate), 5, format="%d %%", key=f"{key}_rate", width=360
    )
    return layer if percent == round(100 * layer.rate) else Dropout(percent / 100)


def difference(about: LayerDifference, _: Text) -> str:
    """How the layer differs from the tutorial's, in a few words; "" where it does not."""
    if about.was is None:
        return _("not in the tutorial")
    return ", ".join(_was(name, value, _) for name, value in about.changed.items())


def _was(name: str, value: object, _: Text) -> str:
    """The tutorial's value, short."""
    if name == "filters":
        return _("{value} filters").format(value=value)
    if name in ("kernel", "size"):
        return f"{value} × {value}"
    if name == "units":
        return _("{value} units").format(value=value)
    if name == "stride":
        return _("stride {value}").format(value=value)
    return value_name(name, value, _)


def _slider(layer: Layer, name: str, key: str, _: Text) -> int:
    value, (low, high) = getattr(layer, name), REACH[name]
    return st.slider(field_name(name, _), low, max(high, value), value, key=f"{key}_{name}")


def _choice(layer: Layer, name: str, key: str, _: Text) -> str:
    return st.segmented_control(
        field_name(name, _), spec.RULES[type(layer)][name].names, default=getattr(layer, name),
        format_func=lambda value: value_name(name, value, _), key=f"{key}_{name}", required=True,
    )  # fmt: skip
