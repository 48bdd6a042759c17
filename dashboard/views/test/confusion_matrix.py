"""The confusion matrix, as a picture to click and as a table."""

from __future__ import annotations

import streamlit as st

from core.evaluation import Evaluation
from dashboard import session
from dashboard.components.confusion.confusion_grid import confusion_grid
from dashboard.components.digit_gallery.result_text import result_text
from dashboard.components.digit_gallery.viewed_checkpoint import ViewedCheckpoint
from dashboard.components.in_sight.in_sight import in_sight
from dashboard.http import test_results
from dashboard.http.test_results import Choice, chosen_words
from dashboard.i18n import Text, count, percent


def confusion_matrix(judged: Evaluation | str, checkpoint: ViewedCheckpoint) -> None:
    """Draw it, or where ``judged`` says what is being waited for, its place; a click on a cell sets the gallery's filter."""
    _ = session.current_text()
    kinds = {"counts": _("Counts"), "percent": _("Percentage of the true class")}
    with st.container(horizontal=True, vertical_alignment="center", key="matrix_head"):
        st.header(_("Confusion matrix"), anchor=False, width="stretch")
        kind = st.segmented_control(
            _("Shown in the cells"), list(kinds), default="counts", format_func=kinds.__getitem__, key="confusion_kind",
            label_visibility="collapsed", required=True, persist_state="session",
        )  # fmt: skip
    labels = {
        "title": _("Confusion matrix: rows are true classes, columns are predicted classes"),
        "true": _("True class"),
        "predicted": _("Predicted class"),
        "cell": _("True {true}, predicted {predicted}: {count}"),
        "hint": _("Click a cell to see its images."),
    }
    chosen = session.gallery_filter()
    _chosen_cell(judged, checkpoint, chosen)
    view = {"waiting": judged} if isinstance(judged, str) else {"counts": judged.confusion.tolist()}
    confusion_grid(
        checkpoint, view, kind == "percent", chosen, labels, session.CONFUSION, session.filter_gallery_by_cell
    )
    words = {"waiting": judged} if isinstance(judged, str) else {"mistakes": test_results.mistakes(judged, _)}
    result_text(checkpoint, "mistakes", words, key="most_frequent_mistakes")


def _chosen_cell(judged: Evaluation | str, checkpoint: ViewedCheckpoint, chosen: tuple[int | None, int | None]) -> None:
    """Whose images the gallery shows, and the way back to all of them."""
    _ = session.current_text()
    words = {"waiting": judged} if isinstance(judged, str) else {"chosen": chosen_words(judged, Choice(*chosen), _)}
    with st.container(horizontal=True, vertical_alignment="center", key="chosen_cell"):
        with st.container(width="stretch"):
            result_text(checkpoint, "chosen", words, key="chosen_cell_words")
        st.button(
            _("Show all"), key="show_all_errors", icon=":material/filter_alt_off:", on_click=session.show_all_errors,
            disabled=chosen == (None, None),
        )  # fmt: skip


def class_table(judged: Evaluation | str, iteration: int) -> None:
    """The matrix at that iteration in numbers, with the recall of each class; or what is being waited for."""
    _ = session.current_text()
    table = st.expander(
        _("The matrix at iteration {iteration} as a table").format(iteration=count(iteration)),
        key="matrix_as_table",
        on_change="rerun",
    )
    in_sight("matrix_as_table", "open" if table.open else None)
    with table, st.container(key="matrix_table"):
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
