"""Test images with what they are, what the network said and its softmax value; filtered, sorted, paged."""

from __future__ import annotations

from dataclasses import asdict, replace

import streamlit as st

from core.evaluation import CLASSES, Evaluation
from dashboard import session
from dashboard.components.digit_gallery.result_gallery import result_gallery
from dashboard.components.digit_gallery.result_text import result_text
from dashboard.components.digit_gallery.viewed_checkpoint import ViewedCheckpoint
from dashboard.http import test_results
from dashboard.http.test_results import ORDERS, PAGE_SIZES, Choice
from dashboard.i18n import Text


def error_gallery(judged: Evaluation | str, checkpoint: ViewedCheckpoint) -> int | None:
    """The errors; with both classes chosen, that cell of the confusion matrix. Gives the number of an image just clicked.

    ``judged``: or what is being waited for.
    """
    _ = session.current_text()
    names = dict(
        zip(
            ORDERS,
            (_("Largest softmax value first"), _("Smallest softmax value first"), _("By image number")),
            strict=True,
        )
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        true = _class_choice(_("True class"), "true", _)
        predicted = _class_choice(_("Predicted class"), "predicted", _)
        order = st.selectbox(
            _("Order"), ORDERS, format_func=names.__getitem__, key="gallery_order", width=228, persist_state="session"
        )
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="gallery_pages"):
        size = st.segmented_control(
            _("Images per page"),
            PAGE_SIZES,
            default=PAGE_SIZES[0],
            format_func=lambda images: _("{count} per page").format(count=images),
            key="gallery_size",
            label_visibility="collapsed",
            required=True,
            persist_state="session",
        )
        choice = Choice(true, predicted, order, size or PAGE_SIZES[0])
        few = choice.size == PAGE_SIZES[0]
        choice = _turned(choice, judged, _)
        view = {"waiting": judged} if isinstance(judged, str) else test_results.gallery(judged, choice, _)
        result_text(checkpoint, "range", view, key="gallery_range")
    with st.container(key="gallery_pictures"):
        labels = {
            "pick": _("Open this image in Look inside"),
            "offline": _("The server is not responding; trying again."),
        }
        picked = result_gallery(
            checkpoint, view, asdict(choice), labels, session.language(), 100 if few else 76, key="gallery"
        )
    if picked is None:
        st.caption(_("Click an image to open it in Look inside."))
    return picked


def _class_choice(label: str, name: str, _: Text) -> int | None:
    return st.selectbox(
        label, (None, *range(CLASSES)), format_func=lambda c: _("all") if c is None else str(c), key=session.filter_key(name), width=112, persist_state="session"
    )  # fmt: skip


def _turned(choice: Choice, judged: Evaluation | str, _: Text) -> Choice:
    """With the page that the buttons lead to; a new choice begins at the first page."""
    page = (session.recall("gallery_page", int) or 0) if session.recall("gallery_choice", Choice) == choice else 0
    session.remember("gallery_choice", choice)
    last = None if isinstance(judged, str) else test_results.last_page(judged, choice)
    step = 0
    if st.button(_("Previous"), icon=":material/chevron_left:", key="gallery_previous", disabled=not last):
        step = -1
    if st.button(_("Next"), icon=":material/chevron_right:", key="gallery_next", disabled=not last):
        step = 1
    if last is not None:
        page = min(max(page + step, 0), last)
    session.remember("gallery_page", page)
    return replace(choice, page=page)
