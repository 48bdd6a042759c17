"""What to do where a few seeds did not settle it: ask again with fresh ones, or add some and know the price."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core.experiments.question import MOST_RUNS, MOST_SEEDS, Question
from core.experiments.view import DesignComparison
from core.significance.paired_test import OPEN, SINGLE
from dashboard import session
from dashboard.i18n import Text, count
from dashboard.views.experiments.experiment_words import cost_words

ENOUGH = 5  # seeds, for whoever began with one


def more_seeds(experiment: DesignComparison) -> None:
    """Two ways to more certainty, the clean one first; of what is settled only that one."""
    _ = session.current_text()
    question, needed = experiment.question, seeds_needed(experiment)
    most, had = most_seeds(question), len(question.seeds)
    hopeless = needed > most - had
    step = max(ENOUGH, had) if hopeless else needed
    fresh, added = min(had + step, most), min(step, most - had)
    st.header(_("Ask again"), anchor=False)
    if hopeless:
        st.markdown(
            _(
                "Even the {most} seeds that fit into one experiment would hardly settle it. Fewer are needed with longer training, or if only a larger difference matters to you."
            ).format(most=most)
        )
    again = _with_fresh_seeds(question, fresh)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            _.ngettext("Ask again with {count} fresh seed", "Ask again with {count} fresh seeds", fresh).format(count=count(fresh)),
            key="ask_fresh", icon=":material/casino:",
            type="primary" if needed and not hopeless else "secondary", on_click=session.ask,
            args=(again, experiment.prediction), help=_price(again, _),
        )  # fmt: skip
        if added > 0:
            st.button(
                _.ngettext("Add {count} seed", "Add {count} seeds", added).format(count=count(added)), key="add_seeds", icon=":material/add:",
                on_click=session.add_seeds, args=(experiment.experiment_id, added),
                help=_price(question.with_seeds(added), _),
            )  # fmt: skip
    price = _price(again, _)
    if price is not None:
        st.markdown(_("With fresh seeds: {price}").format(price=price))
    if added > 0:
        words = _(
            "Fresh seeds are the clean way: a new experiment that knows nothing of this one. If you add seeds after looking, you will mistake luck for a real difference too often."
        )
    else:
        words = _("With seeds that this experiment has not used: a real difference will show up again.")
    st.caption(words)


def seeds_needed(experiment: DesignComparison) -> int:
    """How many more, at the most, what is open would take; 0 where nothing is open."""
    variants, had = experiment.question.variants, len(experiment.question.seeds)
    # Of one design against itself nothing is open, whatever its numbers say.
    found = [each.paired for each in experiment.comparisons if each.paired and variants[each.variant] != variants[0]]
    few = [max(1, ENOUGH - had) for each in found if each.verdict in (OPEN, SINGLE) and each.n < ENOUGH]
    needed = [each.seeds_needed or 0 for each in found if each.verdict == OPEN and each.n >= ENOUGH]
    return max(few + needed, default=0)


def _price(question: Question, _: Text) -> str | None:
    """What it would take; None where that is not known."""
    cost = session.cost(question)
    return cost_words(cost, _) if cost is not None else None


def _with_fresh_seeds(question: Question, number: int) -> Question:
    """Seeds that none of the workspace's experiments with these variants has had."""
    others = [each.question for each in session.experiments() if isinstance(each, DesignComparison)]
    alike = [each for each in others if each.variants == question.variants]
    largest = max(seed for each in (question, *alike) for seed in each.seeds)
    return replace(question, seeds=(largest,)).with_fresh_seeds(number)


def most_seeds(question: Question) -> int:
    """How many one experiment can have with so many variants."""
    return min(MOST_SEEDS, MOST_RUNS // len(question.variants))
