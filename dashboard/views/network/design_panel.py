"""The form of the design, which stays beside the flow chart: the chosen layer, or the settings of the training."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from core.design.draft import Draft
from dashboard import session
from dashboard.i18n import Text
from dashboard.views.network.network_form import layers_form, refusal, settings_form


class Tab(NamedTuple):
    """One of several: the key of all of them, and its name."""

    key: str
    name: str


def layer_tab(_: Text) -> Tab:
    """Where the chosen layer's form stands."""
    return Tab(f"design_tabs_{session.language()}_{session.tabs_begun()}", _("Layer settings"))


def design_panel(draft: Draft) -> None:
    _ = session.current_text()
    with st.container():  # which is there without a refusal, too: the form below keeps its place, and its sliders stay
        refusal(draft)
    tab = layer_tab(_)
    of_layer, of_training = st.tabs([tab.name, _("Training settings")], key=tab.key, on_change="rerun")
    with of_layer:
        layers_form(draft)
    with of_training:
        settings_form(draft)
