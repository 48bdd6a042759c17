"""Test: accuracy with its interval, the gallery of errors, the confusion matrix."""

from __future__ import annotations

import streamlit as st

from core.data import TEST_IMAGES, mnist
from core.evaluation import Evaluation
from core.run import RunError, Snapshot, TestResult
from core.worker_process import WorkerUnavailable
from dashboard import state
from dashboard.panels.confusion_matrix import class_table, confusion_matrix
from dashboard.panels.empty_state import empty_state
from dashboard.panels.error_gallery import error_gallery
from dashboard.panels.page import open_page
from dashboard.text import Text, count, margin, percent


def show() -> None:
    _ = state.current_text()
    snapshot = open_page(_("Test"))
    if snapshot is None or not snapshot.results:
        if snapshot is not None and snapshot.goal:
            st.markdown(_("The first test is under way."))
            return
        empty_state(
            _(
                "Here you will see how well the network does on {test} test images that it never trains on: its accuracy, "
                "the images it gets wrong, and which digits it takes for which."
            ).format(test=count(TEST_IMAGES)),
            _("Train 100 iterations"),
            100,
        )
        return
    result = _chosen_result(snapshot, _)
    try:
        probabilities = state.client().probabilities(snapshot, result.iteration)
    except (WorkerUnavailable, RunError) as error:
        st.warning(_.say(error.sentence), icon=":material/info:")
        return
    split = mnist().test
    evaluation = Evaluation(probabilities, split.labels)
    _headline(result, _)
    gallery, matrix = st.columns([1.15, 1], gap="large")
    with matrix:
        st.subheader(_("Confusion matrix"), anchor=False)
        confusion_matrix(evaluation)
    with gallery:
        st.subheader(_("Which images it gets wrong"), anchor=False)
        picked = error_gallery(evaluation, split)
    if picked is not None:
        state.look_at_test(picked)
        st.switch_page("views/inside.py")
    class_table(evaluation)


def _chosen_result(snapshot: Snapshot, _: Text) -> TestResult:
    """The latest result, or the one picked: the choice follows the training until somebody picks."""
    tested = [result.iteration for result in snapshot.results]
    picked = st.segmented_control(
        _("After so many iterations"), tested, default=tested[-1], format_func=count, required=True,
        key=f"tested_{snapshot.history_key}_{len(tested)}_{tested[-1]}",
    )  # fmt: skip
    return next(result for result in snapshot.results if result.iteration == (tested[-1] if picked is None else picked))


def _headline(result: TestResult, _: Text) -> None:
    st.markdown(
        _(
            "After {iterations} iterations the network names **{correct} of {total}** test images rightly: "
            "**{percent}** {margin} (95 % interval). It gets {errors} wrong."
        ).format(
            iterations=count(result.iteration),
            correct=count(result.correct),
            total=count(result.total),
            percent=percent(result.accuracy),
            margin=margin(result.interval),
            errors=count(result.total - result.correct),
        )
    )


show()
