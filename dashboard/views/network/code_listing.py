"""The network as code, in three libraries side by side, and to carry away."""

from __future__ import annotations

import streamlit as st

from core import spec
from core.listing import listings
from dashboard import session

LISTINGS = {
    "Keras": listings.keras,
    "Layers API (tf.layers)": listings.layers_api,
    "PrettyTensor": listings.pretty_tensor,
}


def code_listing(network: spec.NetworkSpec, settings: spec.TrainingSpec) -> bool:
    """Nothing is written while it is hidden. Gives whether it is shown."""
    _ = session.current_text()
    with st.container(horizontal=True, vertical_alignment="center"):
        shown = st.toggle(_("The same network as code"), key=session.CODE, persist_state="session", width="stretch")
        st.download_button(
            _("Python script"), lambda: listings.script(network, settings, _.say).encode(), "layer_lab.py", "text/x-python",
            icon=":material/download:", key="download_script", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            _("Jupyter notebook"), lambda: listings.notebook(network, settings, _.say).encode(), "layer_lab.ipynb",
            "application/x-ipynb+json", icon=":material/download:", key="download_notebook", on_click="ignore",
        )  # fmt: skip
    if not shown:
        return False
    for column, (title, write) in zip(st.columns(3), LISTINGS.items(), strict=True):
        with column:
            st.markdown(f"**{title}**")
            st.code(write(network, settings, _.say), language="python", height=460)
    return True
