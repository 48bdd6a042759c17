"""What one page wants looked at on another, and the filter of the gallery."""

from __future__ import annotations

import base64
import secrets

import streamlit as st

CONFUSION = "confusion"  # key of the matrix that can be clicked


def look_at_test(number: int) -> None:
    """Look inside shall show that test image."""
    _look_at({"test": number})


def look_at_pixels(pixels: bytes) -> None:
    """Look inside shall show an image of the person's own: 784 bytes, 255 is ink."""
    _look_at({"pixels": base64.b64encode(pixels).decode()})


def look_at_layer(number: int, layer: str, place: dict[str, int] | None = None) -> None:
    """Look inside shall show what that layer makes of a test image; ``place``: {filter, row, column} of the output to work through."""
    _look_at({"test": number}, layer, place)


def look_asked() -> dict[str, object] | None:
    """{id, image, layer, place}: the latest wish; the page fulfils each id once."""
    return st.session_state.get("look_asked")


def _look_at(image: dict[str, object], layer: str | None = None, place: dict[str, int] | None = None) -> None:
    st.session_state.look_asked = {"id": secrets.token_hex(6), "image": image, "layer": layer, "place": place}


# The gallery's filter: two widgets that a click on the confusion matrix sets.


def filter_key(name: str) -> str:
    return f"gallery_{name}"


def gallery_filter() -> tuple[int | None, int | None]:
    """(true, predicted) as the widgets stand; None for all."""
    return st.session_state.get(filter_key("true")), st.session_state.get(filter_key("predicted"))


def show_all_errors() -> None:
    """No class is chosen any more."""
    for name in ("true", "predicted"):
        st.session_state[filter_key(name)] = None


def filter_gallery_by_cell() -> None:
    """A cell of the confusion matrix was clicked: show its images."""
    cell = st.session_state[CONFUSION].cell
    if cell:
        st.session_state[filter_key("true")], st.session_state[filter_key("predicted")] = cell
