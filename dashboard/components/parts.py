"""How a component is made from the JavaScript and style files that lie beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

_FILES = {path.name: path for path in Path(__file__).parent.rglob("*") if path.suffix in (".js", ".css")}


def component(name: str, script: str | tuple[str, ...], css: str, isolate_styles: bool = True) -> Callable[..., Any]:
    """Declare the component whose script is the shared `shared.js` followed by ``script``, one file or several.

    The result mounts it: ``mount(data, key, on_<event>_change=…)``, where ``data`` can be written as JSON; it gives
    the component's state, with a value for each event.
    """
    files = ("shared.js", *((script,) if isinstance(script, str) else script))
    js = "\n".join(_FILES[file].read_text(encoding="utf-8") for file in files)
    declared = st.components.v2.component(f"layer_lab_{name}", css=css, js=js, isolate_styles=isolate_styles)

    def mount(data: dict[str, Any], key: str, **events: Callable[[], None]) -> Any:
        # As a list: in a dictionary Streamlit looks for data frames, and imports pandas for it (70 MB, 0.7 s).
        return declared(data=[data], key=key, **events)

    return mount


def css(file: str) -> str:
    return _FILES[file].read_text(encoding="utf-8")
