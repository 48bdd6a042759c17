"""Start: one sentence, one button, and nine test images whose answers turn right while the network learns."""

from __future__ import annotations

import streamlit as st

from core import spec
from core.data import mnist
from core.runs.milestones import VALIDATION_IMAGES
from core.runs.snapshot import Snapshot
from dashboard import session
from dashboard.components.nine_answers.nine_answers import nine_answers
from dashboard.components.shown_network import ShownNetwork
from dashboard.components.validation_curve.validation_curve import validation_curve
from dashboard.i18n import Text, count
from dashboard.shared.page import open_page
from dashboard.views.start.opening import GOAL, opening
from dashboard.views.start.ways_on import ways_on

NUMBERS = tuple(range(9))  # the first nine, as on the Data page: nobody picked them


def show() -> None:
    _ = session.current_text()
    snapshot = open_page(_("Start"), leads=True)
    left, right = st.columns([1.3, 1], gap="large")
    with left:
        opening(snapshot)
        run = snapshot.run_id if snapshot is not None else None
        validation_curve(run, session.checkpoint(), GOAL, _curve_labels(_))
    with right:
        _answers(snapshot, _)
    ways_on()


def _answers(snapshot: Snapshot | None, _: Text) -> None:
    test = mnist().test
    network = ShownNetwork(snapshot and snapshot.run_id, session.checkpoint(), spec.to_json(*session.design()))
    sought = snapshot is None and session.run_is_sought()
    digits = test.labels[list(NUMBERS)].tolist()
    nine_answers(
        None if sought else network, NUMBERS, test.images[list(NUMBERS)], digits, _answer_labels(_), session.language()
    )


def _answer_labels(_: Text) -> dict[str, object]:
    return {
        "title": _("Nine test images and the network's answers"),
        "unknown": _("Nine test images"),
        "untrained": _("Before training: {right} of {all} right, by chance"),
        "trained": {
            "one": _("{right} of {all} right after 1 iteration"),
            "other": _("{right} of {all} right after {count} iterations"),
        },
        "true": _("True: {true}"),
        "right_image": _("Test image {number}: true class {true}. The network's answer: {answer}, right."),
        "wrong_image": _("Test image {number}: true class {true}. The network's answer: {answer}, wrong."),
        "no_answer": _("Test image {number}: true class {true}. No answer yet."),
        "offline": _("The server is not responding; trying again."),
    }


def _curve_labels(_: Text) -> dict[str, object]:
    return {
        "title": _("Validation accuracy"),
        "none": "–",
        "after": {"one": _("after 1 iteration"), "other": _("after {count} iterations")},
        "iterations": _("{end} iterations"),
        "guessing": _("guessing"),
        "about": _("On {count} images that the network never learns from.").format(count=count(VALIDATION_IMAGES)),
        "alt": _(
            "Validation accuracy up to iteration {end}: {first} at first, {accuracy} after iteration {iteration}."
        ),
        "alt_empty": _("Validation accuracy: nothing has been measured yet."),
    }


show()
