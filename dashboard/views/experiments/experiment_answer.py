"""What came of an experiment: the verdict in words, the dots of all seeds, what was predicted, and how to go on from there."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from core.experiments.question import LETTERS, SAME
from core.experiments.view import DesignComparison, Stage
from core.significance.paired_test import NONE, REAL, Paired
from dashboard import session
from dashboard.components.experiment_dots.experiment_dots import DotDesign, DotDifference, experiment_dots
from dashboard.http import experiment_stream
from dashboard.i18n import Text
from dashboard.shared import colors
from dashboard.shared.download import download
from dashboard.views.experiments.dot_labels import dot_labels
from dashboard.views.experiments.experiment_head import experiment_head
from dashboard.views.experiments.experiment_numbers import details, experiment_csv, summary_table
from dashboard.views.experiments.experiment_words import design_names, predictions
from dashboard.views.experiments.more_seeds import more_seeds


def experiment_answer(experiment: DesignComparison) -> None:
    """An experiment with a question, while it runs and after."""
    _ = session.current_text()
    names = design_names(experiment.question, _)
    experiment_head(experiment)
    if experiment.notice is not None:
        st.warning(_.marked(experiment.notice), icon=":material/info:")
    with st.container(key="verdict", gap="xsmall"):
        _verdicts(experiment, _)
        _predicted(experiment, _)
    _dots(experiment, names, _)
    _failures(experiment, _)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(_("Designs"), anchor=False, width="stretch")
        with st.container(width="content"):
            download(
                _("Results (CSV)"), lambda: experiment_csv(experiment, names, _), "layer-lab-experiment.csv", "text/csv",
                "download_experiment",
            )  # fmt: skip
    summary_table(experiment, names, _)
    details(experiment, _)
    if experiment.stage is Stage.DONE:
        more_seeds(experiment)


def outcome(experiment: DesignComparison) -> str | None:
    """What came out, as it could have been predicted: the letter of the best variant, `SAME`, or None: nobody knows yet.

    Of three or more variants the best is the one with the highest mean, where it is really better than the first, or is
    the first and really better than each other. A variant that always diverges is worse than any that does not.
    """
    pairs = {each.variant: each.paired for each in experiment.comparisons if each.paired is not None}
    if experiment.question.one_design and len(pairs) == len(experiment.comparisons):
        called_real = any(each.verdict == REAL for each in pairs.values())
        return None if called_real else SAME  # it is one design
    lost = [summary.accuracy is None and summary.diverged > 0 for summary in experiment.summaries]
    there = [each.variant for each in experiment.comparisons if not lost[each.variant]]
    if lost[0] or any(variant not in pairs for variant in there):
        return None
    if there and not any(lost) and all(_matters_not(pairs[variant]) for variant in there):
        return SAME
    means = [-1.0 if summary.accuracy is None else summary.accuracy for summary in experiment.summaries]
    best = means.index(max(means))
    decisive = [pairs[variant] for variant in ([best] if best else there)]
    return LETTERS[best] if all(each.verdict == REAL for each in decisive) else None


def _matters_not(paired: Paired) -> bool:
    low, high = paired.interval
    return paired.verdict == NONE or (-paired.worthwhile <= low and high <= paired.worthwhile)


def _verdicts(experiment: DesignComparison, _: Text) -> None:
    """The headline of each comparison and what there is to add; what holds for several is said once, at the end."""
    verdicts = [each.verdict for each in experiment.comparisons]
    if len(verdicts) == 1:
        headline, *additions = verdicts[0]
        st.markdown(f"## {_.marked(headline)}")
        if additions:
            st.markdown(" ".join(_.marked(sentence) for sentence in additions))
        return
    every = Counter(sentence for verdict in verdicts for sentence in verdict[1:])
    for headline, *additions in verdicts:
        own = [_.marked(sentence) for sentence in additions if every[sentence] == 1]
        st.markdown(" ".join([f"**{_.marked(headline)}**", *own]))
    shared = [_.marked(sentence) for sentence in every if every[sentence] > 1]
    if shared:
        st.markdown(" ".join(shared))


def _predicted(experiment: DesignComparison, _: Text) -> None:
    """What was expected beside what came out."""
    predicted, came = experiment.prediction, outcome(experiment)
    said = predictions(len(experiment.question.variants), _)
    if predicted is None or predicted not in said:
        return
    if not experiment.ended:
        words = _("You expect: **{predicted}**.")
    elif came is None:
        words = _("You expected: **{predicted}**. Whether you are right is still open.")
    elif came == predicted:
        words = _("You expected: **{predicted}**. And so it turned out.")
    else:
        words = _("You expected: **{predicted}**. It turned out differently: **{came}**. Why might that be?")
    st.markdown(words.format(predicted=said[predicted], came=said.get(came or "", "")))


def _dots(experiment: DesignComparison, names: list[str], _: Text) -> None:
    question = experiment.question
    designs = [
        DotDesign(letter, name, colors.of_design(place))
        for place, (letter, name) in enumerate(zip(LETTERS, names, strict=False))
    ]
    differences = [
        DotDifference(each.variant, each.paired.difference, *each.paired.interval)
        for each in experiment.comparisons
        if each.paired is not None
    ]
    experiment_dots(
        experiment_stream.frame(experiment), experiment.experiment_id, designs, differences, question.iterations, question.worthwhile,
        dot_labels(experiment, _),
    )  # fmt: skip


def _failures(experiment: DesignComparison, _: Text) -> None:
    """Why runs were put aside, each reason once."""
    for reason in dict.fromkeys(run.reason for run in experiment.runs if run.reason is not None):
        st.warning(_.marked(reason), icon=":material/info:")
