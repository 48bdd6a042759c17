"""The confusion matrix, as a picture to click and as a table."""

from __future__ import annotations

import streamlit as st

from core.evaluation import Evaluation
from dashboard import session
from dashboard.components.confusion.confusion_grid import confusion_grid
from dashboard.components.digit_gallery.result_text import result_text
from dashboard.components.digit_gallery.viewed_checkpoint import ViewedCheckpoint
from dashboard.http import test_results
from dashboard.i18n import Text, count, percent


def confusion_matrix(judged: Evaluation | str, checkpoint: ViewedCheckpoint) -> None:
    """Draw it, or where ``judged`` says what is being waited for, its place; a click on a cell sets the gallery's filter."""
    _ = session.current_text()
    kinds = {"counts": _("Counts"), "percent": _("Percentage of the true class")}
    kind = st.segmented_control(
        _("Shown in the cells"), list(kinds), default="counts", format_func=kinds.__getitem__, key="confusion_kind", required=True, persist_state="session"
    )  # fmt: skip
    labels = {
        "title": _("Confusion matrix: rows are true classes, columns are predicted classes"),
        "true": _("True class"),
        "predicted": _("Predicted class"),
        "cell": _("True {true}, predicted {predicted}: {count}"),
    }
    chosen = session.gallery_filter()
    view = {"waiting": judged} if isinstance(judged, str) else {"counts": judged.confusion.tolist()}
    confusion_grid(
        checkpoint, view, kind == "percent", chosen, labels, session.CONFUSION, session.filter_gallery_by_cell
    )
    words = {"waiting": judged} if isinstance(judged, str) else {"mistakes": test_results.mistakes(judged, _)}
    result_text(checkpoint, "mistakes", words, key="most_frequent_mistakes")
    st.caption(_("Click a cell to see its images."))


def class_table(judged: Evaluation | str, iteration: int) -> None:
    """The matrix at that iteration in numbers, with the recall of each class; or what is being waited for."""
    _ = session.current_text()
    st.header(_("The matrix at iteration {iteration} as a table").format(iteration=count(iteration)), anchor=False)
    with st.container(key="matrix_table"):
        st.markdown(judged if isinstance(judged, str) else _matrix_markdown(judged, _))


def _matrix_markdown(evaluation: Evaluation, _: Text) -> str:
    head = [_("True \\ predicted"), *map(str, range(10)), _("Total"), _("Recall")]
    lines = [head, ["---:"] * len(head)]
    for row, result in zip(evaluation.confusion, evaluation.per_class, strict=True):
        share = percent(result.recall) if result.total else "–"
        lines.append([f"**{result.label}**", *(count(int(n)) for n in row), count(result.total), share])
    given = [count(result.predicted) for result in evaluation.per_class]
    lines.append([_("Predicted as this class"), *given, count(evaluation.total), percent(evaluation.accuracy)])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
