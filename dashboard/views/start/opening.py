"""The sentence and the button: train the network there and then, on from where it is, or where one left off."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

from core import spec
from core.runs.milestones import MAX_ITERATIONS
from core.runs.snapshot import Phase, Snapshot
from dashboard import navigation, session
from dashboard.i18n import LANGUAGES, Text, count, percent, text
from dashboard.shared.empty_state import linked_design
from dashboard.shared.run_words import design_words, run_title
from dashboard.shared.training_bar import next_goal

GOAL = 1_000  # some ten seconds on a laptop; most images turn right in the first two
WATCHED = "training_watched"  # whether a training was begun here in this session: who did that has not come back


class Act(NamedTuple):
    """What the button says and does. ``waits``: there is nothing to be pressed just now, and it keeps its place."""

    label: str
    do: Callable[[], None]
    waits: bool = False


def opening(snapshot: Snapshot | None) -> None:
    """Each part stands in a place of its own, also where it is empty: the button stays the same one, and keeps the focus."""
    _ = session.current_text()
    run = snapshot if snapshot is not None and snapshot.begun else None
    sought = snapshot is None and session.run_is_sought()
    if run is None and not sought:
        session.remember(WATCHED, True)
    came_back = run is not None and not session.recall(WATCHED, bool)
    with st.container(key="opening"):
        with st.container(key="opening_link"):
            linked_design()
        st.header(_("Where you left off") if came_back else _sentence(run, sought, _), anchor=False)
        with st.container(key="left_off"):
            if run is not None and came_back:
                st.markdown(f"**{_.marked(run_title(run, _))}** · {_design(run, _)}  \n{_progress(run, _)}")
        with st.container(horizontal=True, vertical_alignment="center", key="main_act"):
            if not sought:
                _button(_act(run, _))
            if run is not None:
                _way_back(_)
        if not came_back and not sought:
            _about_design(snapshot, _)
        if run is not None and not came_back and run.phase is not Phase.TRAINING:
            st.markdown(_("To see it again, play back the training with the time slider above."))


def _button(act: Act) -> None:
    """Pressed while it waits, it does nothing: were it disabled, or of another type, Streamlit would make it anew, and the focus
    would be lost. The style sheet knows it by the emphasis."""
    label = f"*{act.label}*" if act.waits else act.label
    st.button(label, key="begin", type="primary", on_click=None if act.waits else act.do)


def _act(run: Snapshot | None, _: Text) -> Act:
    if run is None:
        return Act(_("Train it"), lambda: _train(GOAL))
    if run.phase is Phase.TRAINING:
        return Act(_("Training …"), lambda: None, waits=True)
    if run.phase is Phase.DIVERGED or run.iteration >= MAX_ITERATIONS:
        return Act(_("Train the tutorial's network"), _train_tutorials)
    goal = next_goal(run)
    return Act(_("Train on to iteration {goal}").format(goal=count(goal)), lambda: _train(goal))


def _train(goal: int) -> None:
    session.train_to(goal)
    session.remember(WATCHED, True)


def _train_tutorials() -> None:
    session.train_new((spec.tutorial(), spec.TrainingSpec()), GOAL)
    session.remember(WATCHED, True)


def _sentence(run: Snapshot | None, sought: bool, _: Text) -> str:
    """What there is to be seen, or how the training stands that was begun from here."""
    if sought:
        return _("Looking for your run …")
    if run is None:
        return _("Watch a network learn to read handwritten digits.")
    at = count(run.iteration)
    if run.phase is Phase.TRAINING:
        return _("It is learning: watch its answers turn right.")
    if run.phase is Phase.DIVERGED:
        return _("This training diverged at iteration {iteration}.").format(iteration=at)
    if run.phase is Phase.FAILED:
        return _("This training was stopped by an error at iteration {iteration}.").format(iteration=at)
    if run.latest is None or run.latest.iteration != run.iteration:
        return _("Paused at iteration {iteration}.").format(iteration=at)
    return _.ngettext(
        "After {iteration} iteration it reads {percent} of the test images correctly.",
        "After {iteration} iterations it reads {percent} of the test images correctly.",
        run.iteration,
    ).format(percent=percent(run.latest.accuracy), iteration=at)


def _progress(run: Snapshot, _: Text) -> str:
    """How far it is and how good it was where it was tested last. While it trains the training bar counts."""
    done = _.ngettext("{count} iteration", "{count} iterations", run.iteration).format(count=count(run.iteration))
    if run.phase is Phase.TRAINING:
        done = _("training to iteration {goal}").format(goal=count(run.goal))
    if run.latest is None:
        return done
    tested = _("test accuracy {percent} at iteration {iteration}").format(
        percent=percent(run.latest.accuracy), iteration=count(run.latest.iteration)
    )
    return f"{done} · {tested}"


def _about_design(run: Snapshot | None, _: Text) -> None:
    """Where it is not the tutorial's network that is trained: what is otherwise. Of one that a link brought that is said already."""
    if run is not None and run.network != spec.tutorial():
        st.markdown(_design(run, _))


def _design(run: Snapshot, _: Text) -> str:
    """As Markdown."""
    return _.marked(design_words(run.network, run.settings, _))


def _way_back(_: Text) -> None:
    """To the page that was left for this one, else to the curves."""
    entry = _page_titled(session.page_before())
    if entry is None or entry in (navigation.START, navigation.TRAIN):
        st.page_link(navigation.TRAIN.file, label=_("See the curves on Train"), icon=":material/show_chart:")
        return
    label = _("Back to {page}").format(page=_.marked(entry.title))
    st.page_link(entry.file, label=label, icon=":material/arrow_back:")


def _page_titled(title: str | None) -> navigation.PageEntry | None:
    """In whichever language it was read."""
    return next(
        (entry for entry in navigation.PAGES if title in {text(each).say(entry.title) for each in LANGUAGES}), None
    )
