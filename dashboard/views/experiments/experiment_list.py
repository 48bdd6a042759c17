"""The workspace's earlier experiments, the newest first, each with what came of it; and the way from one to another."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core import spec
from core.experiments.question import LETTERS
from core.experiments.view import DesignComparison, Experiment, Found, NetworkSearch, Stage
from core.significance.paired_test import NONE, OPEN, REAL, SINGLE, Paired
from dashboard import session
from dashboard.components.in_sight.in_sight import in_sight
from dashboard.i18n import Text, count, percent, percentage
from dashboard.views.experiments.experiment_words import experiment_title, extent, iteration_words

LOOK_SECONDS = 1.0  # how often what runs and is not shown is looked at
FIRST = 6  # so many are listed until somebody wants all


def experiment_list(experiments: Sequence[Experiment]) -> None:
    """``experiments``: the oldest first. A click shows one."""
    _ = session.current_text()
    if not experiments:
        return
    newest, all_shown = list(reversed(experiments)), True
    with st.container(horizontal=True, vertical_alignment="center"):
        searches = all(isinstance(each, NetworkSearch) for each in newest)
        title = _("Earlier searches") if searches else _("Earlier experiments")
        st.header(title, anchor=False, width="stretch")
        if len(newest) > FIRST:
            all_shown = st.toggle(
                _("Show all {count}").format(count=count(len(newest))), key="all_experiments", persist_state="session"
            )
    in_sight("experiment_list", "all" if all_shown else None)
    with st.container(key="experiment_list", gap=None):
        for experiment in newest if all_shown else newest[:FIRST]:
            _row(experiment, _)


def experiment_picker(experiments: Sequence[Experiment], shown: Experiment) -> None:
    """To another of these, or back to where a new one is begun."""
    _ = session.current_text()
    titles = {each.experiment_id: _numbered(each, _) for each in reversed(experiments)}
    if len(titles) > 1:
        picked = st.selectbox(
            _("Experiment"), list(titles), index=list(titles).index(shown.experiment_id), format_func=titles.__getitem__,
            label_visibility="collapsed", key=f"picked_experiment_{shown.experiment_id}", width=340,
        )  # fmt: skip
        if picked != shown.experiment_id:
            session.show_experiment(picked)
            st.rerun()
    new = _("New question") if isinstance(shown, DesignComparison) else _("New search")
    st.button(new, key="new_question", icon=":material/add:", on_click=session.show_experiment, args=(None,))


def await_others(experiments: Sequence[Experiment], streamed: Experiment | None) -> None:
    """What runs and has no stream on this page: the page runs again when something happened to it. Call it last."""
    others = [each for each in experiments if not each.ended and each is not streamed]
    if others:
        with st.container():
            _await(tuple((each.experiment_id, each.event) for each in others))


@st.fragment(run_every=LOOK_SECONDS)
def _await(seen: tuple[tuple[str, int], ...]) -> None:
    for experiment_id, event in seen:
        now = session.experiment_client().experiment(experiment_id)
        if now is None or now.event != event:
            st.rerun()


def _row(experiment: Experiment, _: Text) -> None:
    title, amount, came = st.columns((3, 2, 3), vertical_alignment="center")
    with title:
        st.button(
            _numbered(experiment, _), key=f"show_{experiment.experiment_id}", type="tertiary",
            icon=":material/chevron_right:", on_click=session.show_experiment, args=(experiment.experiment_id,),
        )  # fmt: skip
    amount.caption(extent(experiment, _))
    came.markdown(_came(experiment, _))


def _numbered(experiment: Experiment, _: Text) -> str:
    return f"{experiment.number}. {experiment_title(experiment, _)}"


def _came(experiment: Experiment, _: Text) -> str:
    """What came of it, in a few words."""
    if not experiment.ended:
        done = sum(run.stage is Stage.DONE for run in experiment.runs)
        return _("{done} of {runs} runs").format(done=count(done), runs=count(len(experiment.runs)))
    if isinstance(experiment, NetworkSearch):
        return _found(experiment.found, _)
    return _answered(experiment, _) if isinstance(experiment, DesignComparison) else ""


def _answered(experiment: DesignComparison, _: Text) -> str:
    if len(experiment.comparisons) == 1:
        return _compared(experiment.comparisons[0].paired, experiment.question.against_itself, _)
    judged = [(each.accuracy, -each.variant) for each in experiment.summaries if each.accuracy is not None]
    if not judged:
        return _("no result")
    accuracy, place = max(judged)
    return _("{letter} has the highest mean, {accuracy} after {iterations}").format(
        letter=LETTERS[-place],
        accuracy=percent(accuracy, 2),
        iterations=iteration_words(experiment.question.iterations, _),
    )


def _found(found: Found, _: Text) -> str:
    if found.winner is None:
        return _("none was good enough")
    return _("{count} parameters are enough").format(count=count(spec.parameters(found.winner)))


def _compared(paired: Paired | None, itself: bool, _: Text) -> str:
    if paired is None:
        return _("no result")
    if itself and paired.verdict != SINGLE:
        return _("luck that looks real") if paired.verdict == REAL else _("luck alone")
    words = {
        NONE: _("no difference that matters"), OPEN: _("too uncertain to tell yet"), SINGLE: _("one seed cannot tell"),
        REAL: _("{letter} is better by {points} percentage points").format(
            letter="B" if paired.difference > 0 else "A", points=percentage(abs(paired.difference), 2)
        ),
    }  # fmt: skip
    return words[paired.verdict]
