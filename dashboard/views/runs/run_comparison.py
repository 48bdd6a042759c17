"""Two runs side by side on the same test images: what one gets right and the other does not, and whether that is luck."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.data import Split, mnist
from core.evaluation import CLASSES, Evaluation
from core.messages import Sentence, SentenceError
from core.runs.snapshot import Snapshot, TestResult
from core.significance.prediction_comparison import LIMITS, PredictionComparison
from dashboard import session
from dashboard.components.confusion.confusion_difference import confusion_counts, confusion_difference
from dashboard.components.digit_gallery.digit_grid import Caption, digit_grid
from dashboard.http.test_results import mistakes
from dashboard.i18n import Text, count, margin, percent, softmax

PAGE_SIZE = 12


def run_comparison(a: Snapshot, b: Snapshot, name_a: str, name_b: str) -> int | None:
    """Draw the comparison of the two runs' test results. Gives the number of a test image just clicked."""
    _ = session.current_text()
    for snapshot, name in ((a, name_a), (b, name_b)):
        if not snapshot.results:
            st.markdown(_("{name} has not been tested yet; train it first.").format(name=_.marked(name)))
            return None
    results = _chosen_results(a, b, _)
    split = mnist().test
    found = [_evaluation(snapshot, result, split) for snapshot, result in zip((a, b), results, strict=True)]
    _headlines(results, (name_a, name_b), _)
    for problem in dict.fromkeys(each for each in found if isinstance(each, Sentence)):
        st.warning(_.marked(problem), icon=":material/info:")
    evaluations = [each for each in found if isinstance(each, Evaluation)]
    if len(evaluations) < 2:
        return None
    comparison = PredictionComparison(*evaluations)
    _four_fields(comparison, _)
    choice = (a.run_id, b.run_id, *(result.iteration for result in results))
    left, right = st.columns(2, gap="large")
    with left:
        picked_a = _gallery(comparison, split, "A", choice, _)
    with right:
        picked_b = _gallery(comparison, split, "B", choice, _)
    _matrices(comparison, _)
    return picked_b if picked_a is None else picked_a


# Which results are compared.


def _chosen_results(a: Snapshot, b: Snapshot, _: Text) -> tuple[TestResult, TestResult]:
    """Those at the latest iteration that both were tested at, or each run's latest, as picked where the two differ."""
    latest = a.results[-1], b.results[-1]
    tested_b = {result.iteration: result for result in b.results}
    common = [(result, tested_b[result.iteration]) for result in a.results if result.iteration in tested_b]
    together = common[-1][0].iteration if common else 0
    if not together or common[-1] == latest:  # after 0 iterations neither knows anything
        return latest
    names = {
        "common": _("Both at iteration {iteration}").format(iteration=count(together)),
        "latest": _("Each at its latest test"),
    }
    picked = st.segmented_control(
        _("Compare"), list(names), default="common", format_func=names.__getitem__, required=True,
        key=f"compared_{a.run_id}_{b.run_id}_{together}",
    )  # fmt: skip
    return latest if picked == "latest" else common[-1]


def _evaluation(snapshot: Snapshot, result: TestResult, split: Split) -> Evaluation | Sentence:
    """The evaluation, or why there is none now."""
    try:
        return Evaluation(session.client().probabilities(snapshot, result.iteration), split.labels)
    except SentenceError as error:
        return error.sentence


def _headlines(results: tuple[TestResult, TestResult], names: tuple[str, str], _: Text) -> None:
    """What A and B stand for below, and how well each does."""
    lines = [
        _(
            "**{letter}** is {name} at iteration {iteration}: {correct} of {total} test images correct, "
            "**{percent}** {margin} (95 % interval)"
        ).format(
            letter=letter,
            name=_.marked(name),
            iteration=count(result.iteration),
            correct=count(result.correct),
            total=count(result.total),
            percent=percent(result.accuracy),
            margin=margin(result.interval),
        )
        for letter, name, result in zip("AB", names, results, strict=True)
    ]
    st.markdown("  \n".join(lines))
    if results[0].iteration != results[1].iteration:
        st.caption(_("The two are compared at different iterations: the one trained longer has an advantage."))


# The four fields and what they say.


def _four_fields(comparison: PredictionComparison, _: Text) -> None:
    counts = comparison.counts
    with st.container(horizontal=True, gap="large", vertical_alignment="center"):
        st.markdown(_fields_markdown(comparison, _), width="content")
        with st.container():
            apart = _("Images that only A gets right: {a}; images that only B gets right: {b}.").format(
                a=count(counts.only_a), b=count(counts.only_b)
            )
            told_apart = counts.only_a + counts.only_b > 0
            st.markdown(f"{apart} {_.marked(comparison.verdict)}" if told_apart else _.marked(comparison.verdict))
            if told_apart:
                st.caption(_.marked(LIMITS))


def _fields_markdown(comparison: PredictionComparison, _: Text) -> str:
    both_right, only_a, only_b, both_wrong = comparison.counts
    lines = [
        (_("Images"), _("B right"), _("B wrong"), _("Total")),
        (":---", "---:", "---:", "---:"),
        (_("A right"), count(both_right), f"**{count(only_a)}**", count(both_right + only_a)),
        (_("A wrong"), f"**{count(only_b)}**", count(both_wrong), count(only_b + both_wrong)),
        (_("Total"), count(both_right + only_b), count(only_a + both_wrong), count(comparison.a.total)),
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


# The images that one gets right and the other does not.


def _gallery(comparison: PredictionComparison, split: Split, winner: str, choice: tuple, _: Text) -> int | None:
    found, loser = (comparison.only_a, comparison.b) if winner == "A" else (comparison.only_b, comparison.a)
    st.header(_("Only {letter} is right").format(letter=winner), anchor=False)
    if not len(found):
        st.markdown(_("There are no such images."))
        return None
    found = found[np.argsort(-loser.confidence[found], kind="stable")]
    first = _page_start(len(found), winner, choice, _)
    shown = found[first : first + PAGE_SIZE]
    captions = [_caption(comparison, int(number), _) for number in shown]
    picked = digit_grid(
        split.images[shown],
        captions,
        key=f"compared_digits_{winner}",
        size=76,
        pick=_("Open this image in Look inside"),
    )
    st.caption(
        _(
            "In brackets: the softmax value of each answer. The errors with the largest ones come first. Click an image to open it in Look inside."
        )
    )
    return None if picked is None else int(shown[picked])


def _page_start(total: int, winner: str, choice: tuple, _: Text) -> int:
    """The place of the page's first image; another comparison begins at the first page."""
    name, last = f"compared_{winner}", (total - 1) // PAGE_SIZE
    known = session.recall(name, tuple)
    page = known[1] if known is not None and known[0] == choice else 0
    with st.container(horizontal=True, vertical_alignment="center"):
        step, alone = 0, total <= PAGE_SIZE
        if st.button(_("Previous"), icon=":material/chevron_left:", key=f"{name}_previous", disabled=alone):
            step = -1
        if st.button(_("Next"), icon=":material/chevron_right:", key=f"{name}_next", disabled=alone):
            step = 1
        page = min(max(page + step, 0), last)
        first, end = page * PAGE_SIZE + 1, min((page + 1) * PAGE_SIZE, total)
        st.markdown(
            _("{first}–{last} of {total}").format(first=count(first), last=count(end), total=count(total)),
            width="content",
        )
    session.remember(name, (choice, page))
    return page * PAGE_SIZE


def _caption(comparison: PredictionComparison, number: int, _: Text) -> Caption:
    true = int(comparison.a.labels[number])
    said_a, said_b = int(comparison.a.predicted[number]), int(comparison.b.predicted[number])
    value_a, value_b = softmax(float(comparison.a.confidence[number])), softmax(float(comparison.b.confidence[number]))
    return Caption(
        (_("True: {true}").format(true=true), f"A: {said_a} ({value_a})", f"B: {said_b} ({value_b})"),
        _(
            "Test image {number}: true class {true}; A predicts {said_a} (softmax {value_a}), B predicts {said_b} "
            "(softmax {value_b})."
        ).format(number=number, true=true, said_a=said_a, value_a=value_a, said_b=said_b, value_b=value_b),
    )


# The two matrices and their difference.


def _matrices(comparison: PredictionComparison, _: Text) -> None:
    st.header(_("Confusion matrices"), anchor=False)
    axes = {"true": _("True class"), "predicted": _("Predicted class")}
    columns = st.columns(3, gap="small")
    for column, letter, evaluation in zip(columns, "AB", (comparison.a, comparison.b), strict=False):
        with column:
            st.markdown(f"**{letter}**")
            title = _("Confusion matrix of {letter}: rows are true classes, columns are predicted classes")
            labels = {
                "title": title.format(letter=letter),
                "cell": _("True {true}, predicted {predicted}: {count}"),
            }
            confusion_counts(evaluation.confusion, axes | labels, f"compared_matrix_{letter}")
            st.caption(mistakes(evaluation, _))
    with columns[2]:
        st.markdown(_("**A minus B**"))
        labels = {
            "title": _("A's confusion matrix minus B's: rows are true classes, columns are predicted classes"),
            "cell": _("True {true}, predicted {predicted}: {a} by A, {b} by B"),
        }
        confusion_difference(
            comparison.a.confusion, comparison.b.confusion, axes | labels, "compared_matrix_difference"
        )
    st.caption(_difference_words(comparison, _))


def _difference_words(comparison: PredictionComparison, _: Text) -> str:
    """How the difference is read, and where it is largest."""
    words = _(
        "In the difference, + (orange) means that A has more images in that cell, − (blue) that B has more. On the diagonal "
        "more is better; everywhere else, fewer is better."
    )
    errors = np.where(np.eye(CLASSES, dtype=bool), 0, comparison.confusion_difference)
    true, predicted = (int(place) for place in np.unravel_index(np.abs(errors).argmax(), errors.shape))
    if not errors[true, predicted]:
        return words
    most = _("They differ most where {true} is mistaken for {predicted} (A: {a}, B: {b}).")
    return f"{words} " + most.format(
        true=true,
        predicted=predicted,
        a=count(int(comparison.a.confusion[true, predicted])),
        b=count(int(comparison.b.confusion[true, predicted])),
    )
