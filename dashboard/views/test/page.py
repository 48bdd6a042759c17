"""Test: accuracy with its interval, the gallery of errors, the confusion matrix; live or at a checkpoint of the training."""

from __future__ import annotations

import streamlit as st

from core.data import TEST_IMAGES
from core.processes.training_process import WorkerUnavailable
from core.runs.errors import RunError
from core.runs.snapshot import Snapshot
from core.storage.errors import StoreError
from dashboard import navigation, session
from dashboard.components.digit_gallery.result_text import result_text
from dashboard.components.digit_gallery.viewed_checkpoint import ViewedCheckpoint
from dashboard.http import test_results
from dashboard.i18n import count
from dashboard.shared.choosing_line import choosing_line
from dashboard.shared.empty_state import empty_state
from dashboard.shared.page import open_page
from dashboard.views.test.confusion_matrix import class_table, confusion_matrix
from dashboard.views.test.error_gallery import error_gallery
from dashboard.views.test.reliability import reliability


def show() -> None:
    _ = session.current_text()
    snapshot = open_page(_("Test"), begins=True)
    if snapshot is None or not snapshot.results:
        if snapshot is not None and snapshot.goal:
            st.markdown(_("The first test is under way."))
            return
        empty_state(
            _(
                "Here you will see how well the network does on {test} test images that it never trains on: its accuracy, the images it gets wrong, and which digits it mistakes for which."
            ).format(test=count(TEST_IMAGES)),
            _("Train 100 iterations"),
            100,
        )
        return
    at = session.checkpoint()
    _have_tested(at)
    try:
        _show(snapshot, at)
    except (RunError, StoreError, WorkerUnavailable) as error:
        st.warning(_.marked(error.sentence), icon=":material/info:")


def _have_tested(at: int | None) -> None:
    if at is not None:
        session.test_checkpoints(at)  # before the others
    session.test_checkpoints(None)


def _show(snapshot: Snapshot, at: int | None) -> None:
    """Raises `RunError`, `StoreError` or `WorkerUnavailable` where a result cannot be had."""
    _ = session.current_text()
    result = snapshot.latest if at is None else snapshot.result_at(at)
    checkpoint = ViewedCheckpoint(snapshot.run_id, at)
    iteration = result.iteration if result is not None else snapshot.iteration if at is None else at
    if result is None:
        judged = line = test_results.waiting(iteration, _)
    else:
        judged, line = test_results.evaluation(snapshot, result.iteration), test_results.headline(result, at is None, _)
    result_text(checkpoint, "headline", {"headline": line}, key="tested_headline", waits=True)
    choosing_line(session.runs())
    gallery, matrix = st.columns([1.15, 1], gap="large")
    with matrix:
        confusion_matrix(judged, checkpoint)
    with gallery:
        st.header(_("Which images it gets wrong"), anchor=False)
        picked = error_gallery(judged, checkpoint)
    if picked is not None:
        session.look_at_test(picked)
        st.switch_page(navigation.INSIDE.file)
    reliability(judged, checkpoint)
    class_table(judged, iteration)


show()
