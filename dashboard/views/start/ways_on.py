"""The ways on: each page with a sentence about what is there."""

from __future__ import annotations

import streamlit as st

from dashboard import navigation, session
from dashboard.i18n import Text

ACROSS = 4


def ways_on() -> None:
    _ = session.current_text()
    sentences = _sentences(_)
    st.header(_("Where to go from here"), anchor=False)
    pages = [entry for entry in navigation.PAGES if entry is not navigation.START]
    for first in range(0, len(pages), ACROSS):
        columns = st.columns(ACROSS, gap="medium")
        for column, entry in zip(columns, pages[first : first + ACROSS], strict=False):
            with column, st.container(key=f"way_{entry.name}"):
                label = f"**{_.marked(entry.title)}** {sentences[entry.name]}"
                st.page_link(entry.file, label=label, icon=f":material/{entry.icon}:", width="stretch")


def _sentences(_: Text) -> dict[str, str]:
    return {
        "data": _("The images that a network learns from, as pictures and as numbers."),
        "network": _("The network layer by layer: change it, and see it as code."),
        "train": _("Accuracy and loss, batch by batch, while the network learns."),
        "test": _("Which of 10,000 test images it gets wrong, and what it takes them for."),
        "inside": _("What each layer makes of an image, worked out down to a single number."),
        "draw": _("Draw a digit or bring a photo, and see what the network makes of it."),
        "runs": _("Every network that you trained: compare them, share them, take them away."),
        "experiments": _("Is one design better than another, or was it luck? Ask, predict, and see."),
    }
