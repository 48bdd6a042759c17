"""How a component is made from the JavaScript and style files that lie beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

_FOLDER = Path(__file__).parent


def component(name: str, script: str, css: str, isolate_styles: bool = True) -> Callable[..., None]:
    """Declare the component whose script is the shared `shared.js` followed by ``script``.

    The result mounts it: ``mount(data, key, on_<event>_change=…)``, where ``data`` can be written as JSON.
    """
    js = "\n".join((_FOLDER / file).read_text(encoding="utf-8") for file in ("shared.js", script))
    declared = st.components.v2.component(f"layer_lab_{name}", css=css, js=js, isolate_styles=isolate_styles)

    def mount(data: dict[str, Any], key: str, **events: Callable[[], None]) -> None:
        # As a list: in a dictionary Streamlit looks for data frames, and imports pandas for it (70 MB, 0.7 s).
        declared(data=[data], key=key, **events)

    return mount


def css(file: str) -> str:
    return (_FOLDER / file).read_text(encoding="utf-8")
