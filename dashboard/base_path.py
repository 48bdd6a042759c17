"""The path that the app is served under, as in `--server.baseUrlPath lab`."""

from __future__ import annotations

import streamlit as st


def base_path() -> str:
    """ "" or "/lab". Scripts of ours find the app's endpoints by their own address; nothing else has to be told."""
    path = st.get_option("server.baseUrlPath").strip("/")
    return f"/{path}" if path else ""
