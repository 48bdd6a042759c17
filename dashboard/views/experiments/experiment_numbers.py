"""The numbers of an experiment: a table of the designs, the differences with their intervals, and a file of all runs."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.bundle.tables import csv_file
from core.data import TEST_IMAGES
from core.experiments.question import LETTERS, Question
from core.experiments.view import Comparison, DesignComparison, RunState, Summary
from core.messages import Sentence
from core.significance.paired_test import SINGLE, Paired
from core.significance.verdict import LIMITS
from dashboard.components.in_sight.in_sight import in_sight
from dashboard.i18n import Text, count, fixed, percent, percentage, points, span
from dashboard.views.experiments.experiment_words import iteration_words, stage_words

_NONE = "–"


def summary_table(experiment: DesignComparison, names: Sequence[str], _: Text) -> None:
    """One row a design: parameters, seconds, accuracy over the seeds."""
    head = (
        _("Letter"), _("Design"), _("Parameters"), _("Training time (s), median"),
        _("Accuracy on {total} test images after {iterations}: mean (lowest–highest)").format(
            total=count(TEST_IMAGES), iterations=iteration_words(experiment.question.iterations, _)
        ),
        _("Seeds"),
    )  # fmt: skip
    rows = [_row(summary, names[summary.variant], _) for summary in experiment.summaries]
    with st.container(key="experiment_table"):
        st.markdown(_table([head, (":---", ":---", "---:", "---:", "---:", "---:"), *rows]))


def details(experiment: DesignComparison, _: Text) -> None:
    """The differences with their intervals, by both methods, and what pairing was good for; nothing before the first pair."""
    found = [(each, each.paired) for each in experiment.comparisons if each.paired is not None]
    if not found:
        return
    numbers = st.expander(_("The numbers behind the verdict"), key="verdict_numbers", on_change="rerun")
    in_sight("verdict_numbers", "open" if numbers.open else None)
    with numbers:
        level = f"{100 * found[0][1].level:.4g}"
        head = (
            _("Difference after {iterations}").format(iterations=iteration_words(experiment.question.iterations, _)), _("Percentage points"), _("{level} % interval (t)").format(level=level),
            _("Bootstrap interval"), _("Without pairing"), _("Better in"),
        )  # fmt: skip
        rows = [_difference(each, paired, _) for each, paired in found]
        with st.container(key="experiment_numbers"):
            st.markdown(_table([head, (":---", *("---:",) * 5), *rows]))
        st.caption(
            _(
                "The differences are taken seed by seed, so that whatever a seed does to both designs cancels out; “Without pairing” shows how wide the interval would be otherwise. The verdict follows the t interval; the bootstrap resamples the seeds at hand and is too narrow when there are few. “Better in” is the share of the seeds with which this design did better than A; ties count half."
            )
        )
        if experiment.question.one_design:
            st.caption(
                _(
                    "Here the same design appears twice, each time with its own seeds: nothing but their order pairs them, so pairing gains nothing."
                )
            )
        st.caption(_.marked(LIMITS))
        if len(experiment.comparisons) > 1:
            st.caption(
                _(
                    "{count} designs are compared with A, so each interval is wider than that of a single comparison: in 95 of 100 experiments all of them hold together."
                ).format(count=len(experiment.comparisons))
            )


_CSV_HEAD = (
    Sentence("design"), Sentence("name"), Sentence("seed"), Sentence("trained_with_seed"), Sentence("iterations"),
    Sentence("stage"), Sentence("test_correct"), Sentence("test_total"), Sentence("test_accuracy"),
    Sentence("validation_correct"), Sentence("validation_total"), Sentence("seconds"), Sentence("diverged_at"),
)  # fmt: skip


def experiment_csv(experiment: DesignComparison, names: Sequence[str], _: Text) -> bytes:
    """All runs, one a row, in the language of the page; what there is no number for stays empty."""
    stages = stage_words(_)
    return csv_file(_CSV_HEAD, (_csv_row(run, experiment.question, names, stages) for run in experiment.runs), _.say)


def _csv_row(run: RunState, question: Question, names: Sequence[str], stages: dict[str, str]) -> Sequence[object]:
    result = run.result
    measured = (
        ("",) * 7
        if result is None
        else (
            result.test, result.test_total, result.accuracy, result.validation, result.validation_total,
            f"{result.seconds:.3f}", result.diverged,
        )
    )  # fmt: skip
    return (
        LETTERS[run.variant], names[run.variant], run.seed, question.seed_of(run.variant, run.seed), question.iterations,
        stages[run.stage], *measured,
    )  # fmt: skip


def _row(summary: Summary, name: str, _: Text) -> tuple[str, ...]:
    accuracy = seconds = _NONE
    if summary.accuracy is not None and summary.low is not None and summary.high is not None:
        accuracy = f"**{percent(summary.accuracy, 2)}** ({span((summary.low, summary.high), 2)})"
    if summary.seconds is not None:
        seconds = fixed(summary.seconds, 1)
    seeds = [count(summary.seeds)]
    if summary.diverged:
        seeds.append(_("{count} diverged").format(count=summary.diverged))
    if summary.failed:
        seeds.append(_("{count} failed").format(count=summary.failed))
    return f"**{LETTERS[summary.variant]}**", name, count(summary.parameters), seconds, accuracy, ", ".join(seeds)


def _difference(comparison: Comparison, paired: Paired, _: Text) -> tuple[str, ...]:
    intervals = (_NONE, _NONE, _NONE)
    if paired.verdict != SINGLE:
        width = _NONE if comparison.unpaired is None else f"± {percentage(comparison.unpaired, 2)}"
        intervals = (_interval(paired.interval, _), _interval(paired.bootstrap, _), width)
    return (
        _("{letter} minus A").format(letter=LETTERS[comparison.variant]), f"**{points(paired.difference)}**", *intervals,
        _.ngettext("{share} of {count} seed", "{share} of {count} seeds", paired.n).format(
            share=percent(paired.probability, 0), count=count(paired.n)
        ),
    )  # fmt: skip


def _interval(interval: tuple[float, float], _: Text) -> str:
    return _("{low} to {high}").format(low=points(interval[0]), high=points(interval[1]))


def _table(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
