"""Data: the images that the network learns from, as pictures and as numbers."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.data import Dataset, Split, mnist
from dashboard import session
from dashboard.components.digit_gallery.digit_grid import Caption, digit_grid
from dashboard.components.pixel_table.pixel_table import pixel_table
from dashboard.i18n import Text, count
from dashboard.shared.page import open_page
from dashboard.views.data.class_chart import class_chart

CLASSES = tuple(range(10))
EXAMPLES = 18


def show() -> None:
    _ = session.current_text()
    open_page(_("Data"), shows_run=False)
    digits = mnist()
    names = {"train": _("Training set"), "validation": _("Validation set"), "test": _("Test set")}
    sets = {name: getattr(digits, name) for name in names}
    views = {
        "sets": _("The three sets"), "classes": _("Examples of one class"), "image": _("One image as numbers"),
    }  # fmt: skip
    session.begin_with(session.DATA_VIEW, "sets")
    chosen = st.segmented_control(
        _("View"), list(views), format_func=views.__getitem__, required=True,
        label_visibility="collapsed", key=session.DATA_VIEW, persist_state="session",
    )  # fmt: skip
    if chosen == "classes":
        _by_class(sets, names, _)
    elif chosen == "image":
        _one_image(sets, names, _)
    else:
        left, right = st.columns([1, 1.5], gap="large")
        with left:
            _first_nine(digits, _)
        with right:
            _sizes(sets, names, _)


def _first_nine(digits: Dataset, _: Text) -> None:
    st.header(_("The first nine test images"), anchor=False)
    captions = [_caption(digits.test, number, _) for number in range(9)]
    with st.container(key="first_nine"):
        digit_grid(digits.test.images[:9], captions, key="first_nine_digits", size=100, across=3)


def _sizes(sets: dict[str, Split], names: dict[str, str], _: Text) -> None:
    st.header(_("Three sets with no image in common"), anchor=False)
    uses = {
        "train": _("The network learns from these."),
        "validation": _("For choosing between designs; the network never learns from these."),
        "test": _("For judging the finished network; they are never used to choose one."),
    }
    for column, name in zip(st.columns(3), sets, strict=True):
        with column:
            st.metric(names[name], count(len(sets[name])))
            st.caption(uses[name])
    counts = {names[name]: np.bincount(split.labels, minlength=10) for name, split in sets.items()}
    class_chart(counts, _)


def _by_class(sets: dict[str, Split], names: dict[str, str], _: Text) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        label = (
            st.segmented_control(_("Class"), CLASSES, default=0, key="class", required=True, persist_state="session")
            or 0
        )
        chosen = _set_choice(names, "class_set", _)
        st.button(_("Show others"), icon=":material/shuffle:", key="other_examples", on_click=_other_examples)
    split = sets[chosen]
    members = np.flatnonzero(split.labels == label)
    draw = session.recall("examples", int) or 0
    picked = np.random.default_rng([label, draw]).choice(members, EXAMPLES, replace=False)
    mean, examples = st.columns([1, 4.2], gap="large")
    with mean:
        average = split.images[members].mean(axis=0).round().astype(np.uint8)
        words = _("Mean of {count} images").format(count=count(len(members)))
        digit_grid(average[np.newaxis], [Caption((words,), f"{words}: {label}")], key="mean_image", size=168)
    with examples:
        digit_grid(
            split.images[picked], [_caption(split, int(number), _) for number in picked], key="examples", size=90
        )


def _other_examples() -> None:
    session.remember("examples", (session.recall("examples", int) or 0) + 1)


def _one_image(sets: dict[str, Split], names: dict[str, str], _: Text) -> None:
    left, right = st.columns([1, 1.6], gap="large")
    with left:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            chosen = _set_choice(names, session.IMAGE_SET, _, first="test")
            split = sets[chosen]
            number = st.number_input(
                _("Image number"),
                0,
                len(split) - 1,
                key=f"{session.IMAGE_NUMBER}{chosen}",
                width=150,
                persist_state="session",
            )
        image, label = split.images[number], int(split.labels[number])
        digit_grid(image[np.newaxis], [_caption(split, number, _)], key="one_image", size=196)
        st.markdown(
            _(
                "The image is a grid of {rows} × {columns} numbers from 0 (paper) to 255 (ink). Before the first layer each number is divided by 255. The class is written as ten numbers, all 0 except for one 1 (one-hot):"
            ).format(rows=28, columns=28)
        )
        st.code("[" + ", ".join("1" if place == label else "0" for place in CLASSES) + "]", language=None)
    with right:
        alt = _("The 28 × 28 numbers of image {number}, whose true class is {label}.").format(
            number=number, label=label
        )
        pixel_table(image, alt, key="pixel_numbers")


def _set_choice(names: dict[str, str], key: str, _: Text, first: str = "train") -> str:
    session.begin_with(key, first)
    return st.selectbox(
        _("Set"),
        list(names),
        format_func=names.__getitem__,
        key=key,
        width=170,
        persist_state="session",
    )


def _caption(split: Split, number: int, _: Text) -> Caption:
    label = int(split.labels[number])
    return Caption(
        (_("True: {true}").format(true=label), _("Image {number}").format(number=count(number))),
        _("Image {number}: true class {true}.").format(number=number, true=label),
    )


show()
