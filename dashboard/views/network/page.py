"""Network: the design as a flow chart, every part of it to change beside it, and the same as code."""

from __future__ import annotations

import streamlit as st

from dashboard import session
from dashboard.components.in_sight.in_sight import in_sight
from dashboard.shared.page import open_page
from dashboard.views.network.code_listing import code_listing
from dashboard.views.network.design_panel import design_panel, layer_tab
from dashboard.views.network.draft_actions import totals, train_button
from dashboard.views.network.flow_chart import flow_chart
from dashboard.views.network.network_form import whole_network


def show() -> None:
    _ = session.current_text()
    run = open_page(_("Network"), shows_draft=True)
    draft = session.draft()
    with st.container(horizontal=True, vertical_alignment="bottom", key="network_choices"):
        whole_network(draft)
        with st.container(horizontal=True, vertical_alignment="bottom", width="stretch", key="draft_action"):
            train_button(draft, run)
    chart, panel = st.columns([2.35, 1], gap="medium")
    with chart:
        flow_chart(draft, run, layer_tab(_))
        with st.container(horizontal=True, vertical_alignment="center", key="network_totals"):
            totals(draft)
    with panel, st.container(key="design_panel", gap="small"):
        design_panel(draft)
    with st.container(key="network_code"):
        shown = code_listing(*draft.valid)
    in_sight("network_code", "shown" if shown else None)


show()
