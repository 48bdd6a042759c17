"""The search for the simplest network: what is good enough, and how many runs may be spent on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from core import number_format
from core.design.words import field_name
from core.experiments.architecture_search import BUDGET, Wish
from core.experiments.question import MOST_VARIANTS, Question, Variant
from core.experiments.search_space import evenly_spaced, networks, parameters
from core.experiments.view import Cost
from core.messages import SentenceError
from core.spec import TrainingSpec, tutorial
from dashboard import session
from dashboard.i18n import Text, count, percent
from dashboard.shared.run_words import design_words
from dashboard.views.experiments.experiment_words import duration, processes

ITERATIONS = (300, 1_000, 3_000)
RATES = (0.0001, 0.0003, 0.001, 0.003, 0.01)
TARGETS = tuple(round(0.9 + 0.005 * step, 3) for step in range(20))  # 90 to 99.5 %
TARGET, AFTER, RUNS, RATE = 0.95, 1_000, 20, 0.001  # what the form begins with


def search_form(settings: TrainingSpec, cost: Callable[[Question], Cost | None]) -> Wish | None:
    """The wish, once its button is clicked.

    ``settings``: of the training, all but the learning rate, which is chosen here. ``cost``: what a question takes, None where
    nobody knows.
    """
    _ = session.current_text()
    st.markdown(
        _(
            "What is the simplest network that still performs well? Say what is good enough, and networks with {smallest} to {largest} parameters are tried: first a few sizes far apart, then whichever looks most promising so far. The validation set decides. The test set is opened only once, at the end, for the network that was found."
        ).format(smallest=count(parameters(networks()[0])), largest=count(parameters(networks()[-1])))
    )
    left, right = st.columns(2, gap="large")
    with left:
        target = st.select_slider(
            _("Validation accuracy that is good enough"), TARGETS, TARGET, key="search_target",
            format_func=percent, persist_state="session",
        )  # fmt: skip
        budget = st.slider(
            _("Maximum number of runs"), BUDGET.low, BUDGET.high, RUNS, key="search_budget", persist_state="session",
            help=_("The last run opens the test set; each of the others tries one network. The search ends early if nothing simpler has a chance."),
        )  # fmt: skip
    with right:
        iterations = st.segmented_control(
            _("Iterations per run"), ITERATIONS, default=AFTER, format_func=count, required=True,
            key="search_iterations", persist_state="session",
        )  # fmt: skip
        rate = st.segmented_control(
            field_name(TrainingSpec, "learning_rate", _.say), RATES, default=RATE, format_func=number_format.rate, required=True,
            key="search_rate", persist_state="session",
            help=_("Small networks need larger steps: with the tutorial's 0.0001 they do not get far in so few iterations."),
        )  # fmt: skip
    as_now = design_words(tutorial(), replace(settings, learning_rate=TrainingSpec().learning_rate), _)
    st.caption(_("All other settings are those of the current run: {settings}.").format(settings=as_now))
    wish = Wish(target, budget, iterations, replace(settings, learning_rate=rate))
    refused = _refusal(wish, _)
    if refused:
        st.error(refused, icon=":material/block:")
    with st.container(horizontal=True, vertical_alignment="center", key="search_start"):
        started = st.button(
            _("Search"), key="search", type="primary", icon=":material/manage_search:", disabled=bool(refused)
        )
        if not refused:
            st.markdown(_cost_words(wish, cost(sample(wish)), _), width="content")
    return wish if started else None


def sample(wish: Wish) -> Question:
    """A few networks of all sizes, as a question: what they take says about what the search will take."""
    variants = tuple(Variant(network, wish.settings) for network in evenly_spaced(MOST_VARIANTS))
    return Question(variants, (wish.settings.seed,), wish.iterations)


def _refusal(wish: Wish, _: Text) -> str | None:
    try:
        wish.check()
    except SentenceError as error:
        return _.marked(error.sentence)
    return None


def _cost_words(wish: Wish, cost: Cost | None, _: Text) -> str:
    runs = _("at most **{runs}** runs").format(runs=count(wish.budget))
    if cost is None or cost.known >= cost.runs:
        return runs
    if cost.seconds is None:
        return f"{runs} · {_('running time not measured yet')}"
    seconds = cost.seconds / (cost.runs - cost.known) * wish.budget
    time = _("about **{time}** (estimate)").format(time=duration(seconds, _))
    return f"{runs} · {time} · {processes(cost.processes, _)}"
