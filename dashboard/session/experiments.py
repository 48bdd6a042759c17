"""The workspace's experiments: the one that is shown, the others, and what a person wants of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from statistics import fmean
from typing import TypeVar

import streamlit as st

from core.experiments.architecture_search import Wish
from core.experiments.experiment_id import new_experiment_id
from core.experiments.question import Question
from core.experiments.task import FIXED_SECONDS
from core.experiments.view import Cost, DesignComparison, Experiment, NetworkSearch, Point
from core.messages import SentenceError
from core.processes.experiment_client import ExperimentClient, ExperimentsUnavailable
from core.processes.supervisor import Health
from core.processes.training_process import WorkerUnavailable
from dashboard import backends
from dashboard.session.made_once import made_once
from dashboard.session.notices import dismiss_passing, tell
from dashboard.session.run import client
from dashboard.session.session import EXPERIMENT, GONE_EXPERIMENT, put_parameter, workspace

VIEW = "experiments_view"  # key of the switch between the page's views
COMPARE, FRONTIER, SEARCH = "compare", "frontier", "search"
ANSWERS_KEPT = 8  # of one kind
ONE_THREAD = 1.6  # times as long as with two, measured on the tutorial's network
Answer = TypeVar("Answer")


def experiment_client() -> ExperimentClient:
    return backends.experiments()


def open_experiment() -> None:
    """Learn which experiments there are, and which one the address names. Call it first on the page.

    A process that rests is started, and not waited for.
    """
    health = experiment_client().condition.health
    if health is Health.RESTING:
        experiment_client().wake()
    learned = health is Health.READY and _learn()
    shown = experiment()
    if learned and shown is None and st.session_state.experiment_id is not None:  # of somebody else, or deleted
        tell(GONE_EXPERIMENT)
        st.session_state.experiment_id = None
    if shown is not None and st.session_state.get("experiment_viewed") != shown.experiment_id:
        st.session_state.experiment_viewed = shown.experiment_id
        st.session_state[VIEW] = SEARCH if isinstance(shown, NetworkSearch) else COMPARE
    st.session_state.setdefault(VIEW, COMPARE)
    put_parameter(EXPERIMENT, st.session_state.experiment_id)


def _learn() -> bool:
    try:
        st.session_state.experiments = experiment_client().experiments(workspace())
    except ExperimentsUnavailable:  # the page says how their process is
        return False
    except SentenceError as error:
        tell(error.sentence)
        return False
    return True


def experiments() -> list[Experiment]:
    """The workspace's, the oldest first; those known before where their process does not answer."""
    return st.session_state.get("experiments", [])


def experiment() -> Experiment | None:
    """The one that is shown; None where none is, or while nothing is known of it."""
    wanted = st.session_state.get("experiment_id")
    return next((each for each in experiments() if each.experiment_id == wanted), None)


def show_experiment(experiment_id: str | None) -> None:
    """None: a new question."""
    st.session_state.experiment_id = experiment_id
    put_parameter(EXPERIMENT, experiment_id)


def cost(question: Question) -> Cost | None:
    """What it will take; None where the experiments' process does not answer."""
    return _once("cost", question, lambda: _estimated(question, experiment_client().cost(question)))


def _estimated(question: Question, cost: Cost) -> Cost:
    """Before the first experiment: from how long the training process takes for an iteration, with all its threads."""
    if cost.seconds is not None:
        return cost
    try:
        paces = [client().pace(variant.network, variant.settings) for variant in question.variants]
    except WorkerUnavailable:
        return cost
    known = [pace.seconds for pace in paces if pace is not None]
    if len(known) < len(paces):
        return cost
    each = FIXED_SECONDS + ONE_THREAD * question.iterations * fmean(known)
    missing = cost.runs - cost.known
    return replace(cost, seconds=each * missing / max(1, min(cost.processes, missing)))


def points() -> list[Point]:
    """Every design that was run in an experiment."""
    return _once("points", None, lambda: experiment_client().points()) or []


# What a person wants; where it cannot be, the page says why.


def ask(question: Question, prediction: str | None) -> None:
    """A new experiment, which is then shown."""
    _begin((question, prediction), lambda new_id: experiment_client().ask(workspace(), question, prediction, new_id))


def search(wish: Wish) -> None:
    """A new search for the simplest network, which is then shown."""
    _begin(wish, lambda new_id: experiment_client().search(workspace(), wish, new_id))


def add_seeds(experiment_id: str, count: int) -> None:
    """To those that are shown."""
    shown = next((each for each in experiments() if each.experiment_id == experiment_id), None)
    beyond = len(shown.question.seeds) if isinstance(shown, DesignComparison) else None
    _command(lambda: experiment_client().more(_own(experiment_id), count, beyond))


def cancel_experiment(experiment_id: str) -> None:
    _command(lambda: experiment_client().cancel(_own(experiment_id)))


def resume_experiment(experiment_id: str) -> None:
    _command(lambda: experiment_client().resume(_own(experiment_id)))


def delete_experiment(experiment_id: str) -> None:
    if _command(lambda: experiment_client().delete(_own(experiment_id))):
        show_experiment(None)


def _begin(wanted: object, verb: Callable[[str], Experiment]) -> None:
    def begin() -> None:
        show_experiment(made_once("experiment", wanted, new_experiment_id, verb).experiment_id)

    _command(begin)


def _command(verb: Callable[[], object]) -> bool:
    """Do it; where it cannot be, say why until the next command, and give False."""
    dismiss_passing()
    try:
        verb()
    except SentenceError as error:
        tell(error.sentence, passing=True)
        return False
    return True


def _own(experiment_id: str) -> str:
    """Raises `SentenceError` for one that is not the workspace's."""
    if all(each.experiment_id != experiment_id for each in experiments()):
        raise SentenceError(GONE_EXPERIMENT)
    return experiment_id


def _once(name: str, about: object, call: Callable[[], Answer]) -> Answer | None:
    """The process is called again only after something happened to an experiment: not at every click."""
    state = tuple((each.experiment_id, each.event) for each in experiments())
    answers = st.session_state.setdefault(f"experiments_{name}", {})  # about → (state, answer)
    known = answers.get(about)
    if known is None or known[0] != state:
        if experiment_client().condition.health is not Health.READY:
            return None
        try:
            known = (state, call())
        except SentenceError:  # the page says how their process is
            return None
        for old in list(answers)[: -ANSWERS_KEPT + 1]:
            del answers[old]
        answers[about] = known
    return known[1]
