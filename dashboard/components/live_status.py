"""Phase, iterations, test accuracy and speed of a run, followed live."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.components import files

_mount = st.components.v2.component(
    "layer_lab_status", css=files.read("live_status.css"), js=files.read("stream.js", "live_status.js")
)


def live_status(frame: dict[str, Any], labels: dict[str, Any], url: str | None, key: str = "live_status") -> None:
    """Draw ``frame`` (`dashboard.live.status` with the worker's ``health``), then what comes from ``url``.

    The page runs again whenever an event comes that ``frame`` does not know yet.
    """
    _mount(data={"frame": frame, "labels": labels, "url": url}, key=key, on_happened_change=lambda: None)
