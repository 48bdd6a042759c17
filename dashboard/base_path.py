"""The path that the app is served under, as in `--server.baseUrlPath lab`."""

from __future__ import annotations

import streamlit as st


def base_path() -> str:
    """ "" or "/lab". A browser is told it once, by the address of the first script; the scripts find the rest from there."""
    path = st.get_option("server.baseUrlPath").strip("/")
    return f"/{path}" if path else ""
