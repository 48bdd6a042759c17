"""Test images with what they are, what the network said and how sure it was; filtered, sorted, paged."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.data import Split
from core.evaluation import Evaluation
from dashboard import state
from dashboard.components.digit_grid import Caption, digit_grid
from dashboard.text import Text, count, percent

PAGE_SIZES = (9, 36)
CLASSES = tuple(range(10))


def error_gallery(evaluation: Evaluation, split: Split) -> int | None:
    """The errors; with both classes chosen, that cell of the confusion matrix. Gives the number of an image just clicked."""
    _ = state.current_text()
    orders = {
        "sure": _("Most confident first"),
        "unsure": _("Least confident first"),
        "number": _("By number"),
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        true = _class_choice(_("True class"), "true", _)
        predicted = _class_choice(_("Predicted class"), "predicted", _)
        order = st.selectbox(
            _("Order"), list(orders), format_func=orders.get, key="gallery_order", width=210, persist_state="session"
        )
        size = st.segmented_control(
            _("A page"), PAGE_SIZES, default=PAGE_SIZES[0], key="gallery_size", required=True, persist_state="session"
        )
    found = _sorted(evaluation, evaluation.cell(true, predicted), order)
    if not len(found):
        st.markdown(_("No test image is of this kind."))
        return None
    first = _page_start(len(found), size or PAGE_SIZES[0], (true, predicted, order, size), _)
    shown = found[first : first + (size or PAGE_SIZES[0])]
    captions = [_caption(evaluation, int(number), _) for number in shown]
    with st.container(key="gallery_pictures", width=430 if size == PAGE_SIZES[0] else "stretch"):
        side = 116 if size == PAGE_SIZES[0] else 76
        picked = digit_grid(
            split.images[shown], captions, key="gallery", size=side, pick=_("Look inside with this image")
        )
    if picked is not None:
        return int(shown[picked])
    st.caption(_("Click an image to look inside the network with it."))
    return None


def _class_choice(label: str, name: str, _: Text) -> int | None:
    return st.selectbox(
        label, (None, *CLASSES), format_func=lambda c: _("all") if c is None else str(c), key=state.filter_key(name), width=130, persist_state="session"
    )  # fmt: skip


def _sorted(evaluation: Evaluation, found: np.ndarray, order: str) -> np.ndarray:
    if order == "number":
        return found
    sure = np.argsort(-evaluation.confidence[found], kind="stable")
    return found[sure if order == "sure" else sure[::-1]]


def _page_start(total: int, size: int, choice: tuple, _: Text) -> int:
    """The place of the page's first image; a new choice begins at the first page."""
    page = state.recall("gallery_page", 0) if state.recall("gallery_choice", None) == choice else 0
    state.remember("gallery_choice", choice)
    last = (total - 1) // size
    with st.container(horizontal=True, vertical_alignment="center"):
        step = 0
        if st.button(_("Previous"), icon=":material/chevron_left:", key="gallery_previous", disabled=total <= size):
            step = -1
        if st.button(_("Next"), icon=":material/chevron_right:", key="gallery_next", disabled=total <= size):
            step = 1
        page = min(max(page + step, 0), last)
        first, end = page * size + 1, min((page + 1) * size, total)
        st.markdown(
            _("{first}–{last} of {total}").format(first=count(first), last=count(end), total=count(total)),
            width="content",
        )
    state.remember("gallery_page", page)
    return page * size


def _caption(evaluation: Evaluation, number: int, _: Text) -> Caption:
    true, predicted = int(evaluation.labels[number]), int(evaluation.predicted[number])
    sure = percent(float(evaluation.confidence[number]))
    return Caption(
        (
            _("True: {true}, Pred: {predicted}").format(true=true, predicted=predicted),
            _("{percent} sure").format(percent=sure),
            _("Test image {number}").format(number=count(number)),
        ),
        _("Test image {number}: it is a {true}; the network says {predicted} and is {percent} sure.").format(
            number=number, true=true, predicted=predicted, percent=sure
        ),
    )
