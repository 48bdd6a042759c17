"""The control for each kind of prediction, and its answer drawn beside what was found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import streamlit as st

from core.lesson.choice import Choice
from core.lesson.digit_pair import DigitPair
from core.lesson.pixel import Pixel
from core.lesson.prediction import Prediction
from core.lesson.scale import Scale, Unit
from core.lesson.shape import Shape
from core.lesson.sketch import Sketch
from dashboard import session
from dashboard.components.pixel_choice.pixel_choice import pixel_choice
from dashboard.i18n import Text, count
from dashboard.lesson.curve_picture import curve_picture

FORMATS = {Unit.COUNT: "localized", Unit.PERCENT: "%d %%", Unit.VALUE: "%.2f"}


def ask(kind: Prediction, image: np.ndarray, key: str) -> Any:
    """Draw the control; gives what is chosen, None until something is. ``image``: uint8 (28, 28, 1), where a pixel is chosen."""
    return _CONTROLS[type(kind)](kind, image, key)


def picture(kind: Prediction, predicted: Any, found: Any, image: np.ndarray, key: str) -> None:
    """Prediction and truth in one picture, where a picture says more than words."""
    _ = session.current_text()
    if isinstance(kind, Sketch):
        curve_picture(kind.iterations, predicted, found, _)
    elif isinstance(kind, Pixel):
        labels = _pixel_labels(_) | {
            "image": _("The image: your pixel has a solid frame, the strongest place a dashed one.")
        }
        pixel_choice(image, predicted, found, labels, key)
        st.caption(_("Solid frame: your prediction. Dashed frame: your network."))


def _scale(kind: Scale, image: np.ndarray, key: str) -> float | None:
    _ = session.current_text()
    return _slider(_("Your prediction"), kind, key)


def _slider(label: str, kind: Scale, key: str) -> float | None:
    """What it begins with counts as a prediction only once it was moved."""
    steps = round((kind.high - kind.low) / kind.step)
    middle = kind.low + steps // 2 * kind.step
    value = st.slider(
        label, kind.low, kind.high, middle, kind.step, format=FORMATS[kind.unit], key=key, persist_state="session",
        on_change=session.remember, args=(f"{key}_moved", True),
    )  # fmt: skip
    return value if value != middle or session.recall(f"{key}_moved", bool) else None


def _choice(kind: Choice, image: np.ndarray, key: str) -> int | None:
    _ = session.current_text()
    return st.radio(
        _("Your prediction"), range(len(kind.options)), index=None, format_func=kind.options.__getitem__, key=key,
        label_visibility="collapsed", persist_state="session",
    )  # fmt: skip


def _digit_pair(kind: DigitPair, image: np.ndarray, key: str) -> list[int] | None:
    _ = session.current_text()
    chosen = st.pills(
        _("Choose two digits"), range(10), selection_mode="multi", format_func=str, key=key, persist_state="session"
    )
    return list(chosen) if kind.accepts(list(chosen)) else None


def _sketch(kind: Sketch, image: np.ndarray, key: str) -> list[float] | None:
    _ = session.current_text()
    values = [
        _slider(
            _("Accuracy at iteration {iteration}").format(iteration=count(iteration)),
            Scale(0, 100, 1, Unit.PERCENT),
            f"{key}_{iteration}",
        )
        for iteration in kind.iterations
    ]
    known = [value for value in values if value is not None]
    curve_picture(kind.iterations, values, None, _)
    return known if len(known) == len(values) else None


def _shape(kind: Shape, image: np.ndarray, key: str) -> list[int] | None:
    _ = session.current_text()
    text = st.text_input(
        _("Rows × columns × channels"), key=key, max_chars=40, persist_state="session", placeholder=_("such as 5 × 5 × 3"),
        help=_("Type the three numbers with ×, x, commas or spaces between them, and press Enter."), autocomplete="off",
    )  # fmt: skip
    value = kind.read(text or "")
    if text and value is None:
        st.caption(_("That is no shape yet: three whole numbers are needed."))
    return value


def _pixel(kind: Pixel, image: np.ndarray, key: str) -> list[int] | None:
    _ = session.current_text()
    chosen = session.chosen_pixel(key)
    pixel_choice(image, chosen, None, _pixel_labels(_), key, lambda: session.take_pixel(key, kind))
    if chosen is None:
        st.caption(_("Click a pixel, or use the arrow keys and Enter."))
    else:
        st.caption(_("Chosen: {pixel}").format(pixel=_.marked(kind.written(chosen))))
    return chosen


def _pixel_labels(_: Text) -> dict[str, str]:
    return {
        "image": _("The image, to choose a pixel of."),
        "keys": _("The arrow keys move from pixel to pixel; Enter chooses one."),
        "pixel": _("Row {row}, column {column}"),
    }


_CONTROLS: dict[type[Prediction], Callable[[Any, np.ndarray, str], Any]] = {
    Scale: _scale,
    Choice: _choice,
    DigitPair: _digit_pair,
    Sketch: _sketch,
    Shape: _shape,
    Pixel: _pixel,
}
