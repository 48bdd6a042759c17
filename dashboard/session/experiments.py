"""The workspace's experiments: the one that is shown, the others, and what a person asks of the laboratory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from statistics import fmean
from typing import TypeVar

import streamlit as st

from core.experiments.architecture_search import Wish
from core.experiments.question import Question
from core.experiments.task import FIXED_SECONDS
from core.experiments.view import Cost, Experiment, Point
from core.messages import SentenceError
from core.processes.experiment_client import LaboratoryClient, LaboratoryUnavailable
from core.processes.supervisor import Health
from core.processes.training_process import WorkerUnavailable
from dashboard import backends
from dashboard.session.run import client
from dashboard.session.session import EXPERIMENT, GONE_EXPERIMENT, put_parameter, tell, workspace

VIEW = "experiments_view"  # key of the switch between the page's views
COMPARE, FRONTIER, SEARCH = "compare", "frontier", "search"
ANSWERS_KEPT = 8  # of one kind
ONE_THREAD = 1.6  # times as long as with two, measured on the tutorial's network
Answer = TypeVar("Answer")


def laboratory() -> LaboratoryClient:
    return backends.laboratory()


def open_experiment() -> None:
    """Learn what the laboratory has, and which experiment the address names. Call it first on the page.

    A process that rests is started, and not waited for.
    """
    health = laboratory().condition.health
    if health is Health.RESTING:
        laboratory().wake()
    learned = health is Health.READY and _learn()
    shown = experiment()
    if learned and shown is None and st.session_state.experiment_id is not None:  # of somebody else, or deleted
        tell(GONE_EXPERIMENT)
        st.session_state.experiment_id = None
    if shown is not None and st.session_state.get("experiment_viewed") != shown.experiment_id:
        st.session_state.experiment_viewed = shown.experiment_id
        st.session_state[VIEW] = COMPARE if shown.found is None else SEARCH
    st.session_state.setdefault(VIEW, COMPARE)
    put_parameter(EXPERIMENT, st.session_state.experiment_id)


def _learn() -> bool:
    try:
        st.session_state.experiments = laboratory().experiments(workspace())
    except LaboratoryUnavailable:  # the page says how the laboratory is
        return False
    except SentenceError as error:
        tell(error.sentence)
        return False
    return True


def experiments() -> list[Experiment]:
    """The workspace's, the oldest first; those known before where the laboratory does not answer."""
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
    """What it will take; None where the laboratory does not answer."""
    return _asked_once("cost", question, lambda: _estimated(question, laboratory().cost(question)))


def _estimated(question: Question, cost: Cost) -> Cost:
    """Before the first experiment: from how long the training process takes for an iteration, with all its threads."""
    if cost.seconds is not None:
        return cost
    try:
        paces = [client().pace(design.network, design.settings) for design in question.designs]
    except WorkerUnavailable:
        return cost
    if None in paces:
        return cost
    each = FIXED_SECONDS + ONE_THREAD * question.iterations * fmean(pace.seconds for pace in paces)
    missing = cost.runs - cost.known
    return replace(cost, seconds=each * missing / max(1, min(cost.processes, missing)))


def points() -> list[Point]:
    """Every design that was run in an experiment."""
    return _asked_once("points", None, lambda: laboratory().points()) or []


# What a person asks for; where it cannot be, the page says why.


def ask(question: Question, prediction: str | None) -> bool:
    """A new experiment, which is then shown."""
    return _begin(lambda: laboratory().ask(workspace(), question, prediction))


def search(wish: Wish) -> bool:
    """A new search for the simplest network, which is then shown."""
    return _begin(lambda: laboratory().search(workspace(), wish))


def add_seeds(experiment_id: str, count: int) -> None:
    _command(lambda: laboratory().more(_own(experiment_id), count))


def cancel_experiment(experiment_id: str) -> None:
    _command(lambda: laboratory().cancel(_own(experiment_id)))


def resume_experiment(experiment_id: str) -> None:
    _command(lambda: laboratory().resume(_own(experiment_id)))


def delete_experiment(experiment_id: str) -> None:
    if _command(lambda: laboratory().delete(_own(experiment_id))):
        show_experiment(None)


def _begin(verb: Callable[[], Experiment]) -> bool:
    def begin() -> None:
        show_experiment(verb().experiment_id)

    return _command(begin)


def _command(verb: Callable[[], object]) -> bool:
    """Do it; where it cannot be, say why in the next run, and give False."""
    try:
        verb()
    except SentenceError as error:
        tell(error.sentence)
        return False
    return True


def _own(experiment_id: str) -> str:
    """Raises `SentenceError` for one that is not the workspace's."""
    if all(each.experiment_id != experiment_id for each in experiments()):
        raise SentenceError(GONE_EXPERIMENT)
    return experiment_id


def _asked_once(name: str, about: object, ask: Callable[[], Answer]) -> Answer | None:
    """The laboratory is asked again only after something happened to an experiment: not at every click."""
    state = tuple((each.experiment_id, each.event) for each in experiments())
    answers = st.session_state.setdefault(f"laboratory_{name}", {})  # about → (state, answer)
    known = answers.get(about)
    if known is None or known[0] != state:
        if laboratory().condition.health is not Health.READY:
            return None
        try:
            known = (state, ask())
        except SentenceError:  # the page says how the laboratory is
            return None
        for old in list(answers)[: -ANSWERS_KEPT + 1]:
            del answers[old]
        answers[about] = known
    return known[1]
