"""Network: the design as a flow chart, every part of it to change, and the same as code."""

from __future__ import annotations

import streamlit as st

from dashboard import session
from dashboard.shared.page import open_page
from dashboard.views.network.code_listing import code_listing
from dashboard.views.network.draft_actions import totals, train_button
from dashboard.views.network.flow_chart import flow_chart
from dashboard.views.network.network_form import layers_form, settings_form, whole_network


def show() -> None:
    _ = session.current_text()
    run = open_page(_("Network"), shows_draft=True)
    draft = session.draft()
    with st.container(horizontal=True, vertical_alignment="bottom", key="network_choices"):
        whole_network(draft)
        with st.container(horizontal=True, vertical_alignment="bottom", width="stretch", key="draft_action"):
            train_button(draft, run)
    flow_chart(draft, run)
    with st.container(horizontal=True, vertical_alignment="center", key="network_totals"):
        totals(draft)
    left, right = st.columns([1.15, 1], gap="large")
    with left:
        st.header(_("Layer settings"), anchor=False)
        layers_form(draft)
    with right:
        st.header(_("Training settings"), anchor=False)
        settings_form(draft)
    st.divider()
    code_listing(*draft.valid)


show()
