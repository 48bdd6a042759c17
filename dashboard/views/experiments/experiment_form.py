"""An experiment before it starts: its designs, what is expected, how much is run, and what that costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from core.experiments import ready_questions
from core.experiments.question import LETTERS, MOST_SEEDS, WORTHWHILE, Question, QuestionError, Variant
from core.messages import Sentence, SentenceError
from dashboard import session
from dashboard.i18n import Text, count
from dashboard.shared.run_words import differences
from dashboard.views.experiments.experiment_words import cost_words, design_names, predictions

ITERATIONS = (100, 300, 1_000, 3_000, 10_000)
WORTHWHILES = (0.001, WORTHWHILE, 0.005, 0.01)
NO_IDEA = "no idea"


def experiment_form(variants: tuple[Variant, ...], key: str, possible: bool = True) -> None:
    """What will be run, and the button that runs it. ``key``: of the ready question, "" of the learner's own.

    ``possible``: False where something that was wanted is not among the variants, so that it cannot be run like this.
    """
    _ = session.current_text()
    left, right = st.columns([1.05, 1], gap="medium")
    with right:
        question, refusal = _how_much(variants, key, _)
    with left:
        design_table(replace(question, seeds=(0,)), _)
        predicted = _prediction(variants, _)
    with right:
        _start(question, refusal, predicted, possible, _)


def design_table(question: Question, _: Text) -> None:
    """The designs by letter: name, what differs from the first, parameters."""
    first, names = question.variants[0], design_names(question, _)
    rows = [(_("Letter"), _("Design"), _("What differs from A"), _("Parameters")), (":---", ":---", ":---", "---:")]
    for place, (letter, variant) in enumerate(zip(LETTERS, question.variants, strict=False)):
        differs = "; ".join(differences(variant.network, variant.settings, _, base=(first.network, first.settings)))
        if place and not differs:
            differs = _("only the seeds")
        rows.append(
            (f"**{letter}**", names[place], differs if differs != names[place] else "", count(variant.parameters))
        )
    if all(not row[2] for row in rows[2:]):
        rows = [(row[0], row[1], row[3]) for row in rows]
    with st.container(key="design_table"):
        st.markdown("\n".join(f"| {' | '.join(row)} |" for row in rows))


def _how_much(variants: tuple[Variant, ...], key: str, _: Text) -> tuple[Question, Sentence | None]:
    """Seeds, iterations and the difference worth knowing; and why such a question cannot be, where it cannot."""
    # Without limits of its own: the browser would take back what is beyond them without a word.
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        seeds = st.number_input(
            _("Seeds"), value=ready_questions.SEEDS, step=1, key="experiment_seeds", width=130, persist_state="session",
            help=_("How many times each design is trained, each time with different initial weights and a different order of the images. With the same seed, all designs see the images in the same order."),
        )  # fmt: skip
        iterations = st.segmented_control(
            _("Iterations per run"), ITERATIONS, default=ready_questions.ITERATIONS, format_func=count, required=True,
            key="experiment_iterations", persist_state="session",
        )  # fmt: skip
    worthwhile = st.segmented_control(
        _("What is the smallest difference that matters to you? (percentage points)"), WORTHWHILES, default=WORTHWHILE,
        format_func=lambda share: f"{100 * share:g}", required=True, key="experiment_worthwhile", persist_state="session",
        help=_("0.2 percentage points are 20 of the 10,000 test images. A smaller difference takes more seeds to be sure of: half the difference, four times the seeds."),
    )  # fmt: skip
    question = Question(variants, tuple(range(min(seeds, MOST_SEEDS))), iterations, worthwhile, key)
    return question, _refusal(question, seeds)


def _refusal(question: Question, seeds: int) -> Sentence | None:
    """``seeds``: as many as were wanted; a million of them are not written out to be refused."""
    try:
        if seeds > MOST_SEEDS:
            raise QuestionError(
                Sentence("{count:,} seeds are too many; the maximum is {most}.", count=seeds, most=MOST_SEEDS)
            )
        question.check()
    except SentenceError as error:
        return error.sentence
    return None


def _prediction(variants: Sequence[Variant], _: Text) -> str | None:
    """What the learner expects; None before the choice."""
    said = predictions(len(variants), _) | {NO_IDEA: _("No idea")}
    return st.segmented_control(
        _("What do you expect?"), list(said), format_func=said.__getitem__, wrap=True,
        key=f"predicted_{hash(tuple(variants))}", persist_state="session",
        help=_("Make your prediction before you see the answer: you will remember it better."),
    )  # fmt: skip


def _start(question: Question, refusal: Sentence | None, predicted: str | None, possible: bool, _: Text) -> None:
    if refusal is not None:
        st.error(_.marked(refusal), icon=":material/block:")
    else:
        _cost(question, _)
    with st.container(horizontal=True, vertical_alignment="center", key="experiment_start"):
        started = st.button(
            _("Run the experiment"), key="ask", type="primary", icon=":material/science:",
            disabled=refusal is not None or predicted is None or not possible,
        )  # fmt: skip
        if predicted is None and refusal is None and possible:
            st.caption(_("First say what you expect."), width="content")
    if started:
        session.ask(question, None if predicted == NO_IDEA else predicted)
        st.rerun()


def _cost(question: Question, _: Text) -> None:
    cost = session.cost(question)
    if cost is not None:
        st.markdown(cost_words(cost, _))
    if len(question.seeds) == 1:
        st.caption(
            _(
                "Nothing can be concluded from a single seed: nobody can tell how much of the difference is luck. Five are a good start."
            )
        )
