"""The head of an experiment or a search: what it is about, and the buttons that stop it, have it go on or take it away."""

from __future__ import annotations

import streamlit as st

from core.experiments.view import DesignComparison, Experiment, Stage
from dashboard import session
from dashboard.i18n import Text
from dashboard.views.experiments.experiment_words import experiment_title, extent


def experiment_head(experiment: Experiment) -> None:
    """The question, or what is searched for, and what can be done with it."""
    _ = session.current_text()
    with st.container(horizontal=True, vertical_alignment="center", key="experiment_head"):
        with st.container(width="stretch", gap="xxsmall"):
            st.header(experiment_title(experiment, _), anchor=False)
            st.caption(_about(experiment, _))
        key = experiment.experiment_id
        if not experiment.ended:
            st.button(
                _("Cancel"), key="cancel_experiment", icon=":material/stop_circle:",
                on_click=session.cancel_experiment, args=(key,), help=_("Results so far are kept."),
            )  # fmt: skip
        elif experiment.stage is Stage.CANCELLED or any(run.stage is Stage.FAILED for run in experiment.runs):
            st.button(
                _("Continue"), key="resume_experiment", icon=":material/play_arrow:",
                type="primary" if experiment.stage is Stage.CANCELLED else "secondary",
                on_click=session.resume_experiment, args=(key,), help=_("Only the missing runs are computed."),
            )  # fmt: skip
        st.button(
            _("Delete"), key="delete_experiment", icon=":material/delete:", on_click=session.delete_experiment, args=(key,),
            help=_("The results of its runs are kept: if the same question is asked again, the answer comes at once."),
        )  # fmt: skip


def _about(experiment: Experiment, _: Text) -> str:
    number = _("Experiment {number}").format(number=experiment.number)
    if not isinstance(experiment, DesignComparison):
        return f"{number} · {extent(experiment, _)}"
    worthwhile = _("smallest difference that matters: {points} percentage points").format(
        points=f"{100 * experiment.question.worthwhile:g}"
    )
    return f"{number} · {extent(experiment, _)} · {worthwhile}"
