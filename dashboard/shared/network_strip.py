"""The network at a glance: its layers in a row, with what each puts out and how much it has to learn."""

from __future__ import annotations

from html import escape

import streamlit as st

from core import spec
from core.design.words import layer_title
from core.layers.flatten import FLATTEN
from dashboard import session
from dashboard.i18n import Text, count

ARROW = '<i aria-hidden="true">→</i>'


def network_strip(network: spec.NetworkSpec) -> None:
    _ = session.current_text()
    boxes = [_box(_("Image"), "28 × 28", "", False)]
    boxes += [_layer_box(part, _) for part in spec.summary(network) if part.name != FLATTEN]
    st.html(f'<div class="ll-strip" role="list">{ARROW.join(boxes)}</div>')
    total = spec.parameters(network)
    st.caption(_("{count} parameters to learn in total.").format(count=count(total)))


def _layer_box(part: spec.LayerSummary, _: Text) -> str:
    shape = " × ".join(map(str, part.output_shape))
    learns = _("{count} to learn").format(count=count(part.parameters)) if part.parameters else ""
    return _box(layer_title(part.layer, _.say), shape, learns, bool(part.parameters))


def _box(title: str, shape: str, learns: str, marked: bool) -> str:
    mark = ' class="ll-learns"' if marked else ""
    return f'<div role="listitem"{mark}><b>{escape(title)}</b><span>{escape(shape)}</span><span>{escape(learns)}</span></div>'
