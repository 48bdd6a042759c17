"""The run that the session looks at, and the workspace's other runs."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from core import spec
from core.design import share_link
from core.design.design import Design
from core.messages import Sentence
from core.processes.training_client import Client, Health
from core.processes.training_process import WorkerUnavailable
from core.runs.errors import RunError
from core.runs.run_id import new_run_id
from core.runs.snapshot import Phase, Snapshot
from core.spec import SpecError
from core.storage.errors import StoreError
from dashboard import backends
from dashboard.session.made_once import made_once
from dashboard.session.notices import dismiss_passing, tell
from dashboard.session.session import LINK, put_parameter, workspace
from dashboard.session.uninterrupted import uninterrupted

ANEW = "draft_anew"  # the draft begins anew as the run's design
Answer = TypeVar("Answer")


def client() -> Client:
    return backends.training()


def run() -> Snapshot | None:
    """The session's run as last heard of; None before its first training, or while nothing is known of it."""
    if linked() is not None:
        return None  # a design that a link brought: its run is still to begin
    run_id = st.session_state.get("run_id")
    found = client().snapshot(run_id) if run_id else None
    if found is not None and found.workspace != workspace():
        found = None  # somebody else's
    if (found is None and not st.session_state.get("run_sought", True)) or (run_id and found is None):
        try:
            found = _sought(run_id)
        except WorkerUnavailable:
            return None
        except StoreError as error:
            tell(error.sentence)
            return None
        st.session_state.run_sought = True
        st.session_state.run_id = found.run_id if found else None
        if run_id is not None and run_id != st.session_state.run_id:
            tell(Sentence("The run that was shown here no longer exists."))
    return found


def run_is_sought() -> bool:
    """Whether there is, or may be, a run that the worker has not told of yet; ask it where `run` gives None."""
    known = bool(st.session_state.get("run_id")) or not st.session_state.get("run_sought", True)
    return linked() is None and known


def _sought(run_id: str | None) -> Snapshot | None:
    """The run of that name, else the workspace's latest that can be opened."""
    found = client().runs(workspace())
    wanted = [each for each in found if each.run_id == run_id]
    for each in [*wanted, *reversed(found)]:
        try:
            return client().open(each.run_id)
        except (RunError, StoreError) as error:
            tell(error.sentence)
    return None


def runs() -> list[Snapshot]:
    """The workspace's runs that something was asked of, the oldest first; those known before where the worker does not answer."""
    known, present = asked_once("runs", (), lambda: client().runs(workspace())) or [], run()
    present_id = present.run_id if present is not None else None
    latest = [_latest(each) for each in known]
    return [each for each in latest if each.begun or each.run_id == present_id]


def _latest(known: Snapshot) -> Snapshot:
    """What is known of the run, or its copy where that is not older: what is asked once grows old while others train."""
    copy = client().snapshot(known.run_id)
    return copy if copy is not None and copy.event >= known.event else known


def linked() -> Design | None:
    """The design that a link brought, until a run of it has begun."""
    return st.session_state.get("linked")


def link(snapshot: Snapshot) -> str:
    """The query of an address that opens the run's design as a new run for whoever follows it."""
    return f"?{LINK}={share_link.to_link(snapshot.network, snapshot.settings)}"


def design() -> Design:
    """The network and settings that the next run begins with."""
    known = run()
    return linked() or ((known.network, known.settings) if known else (spec.tutorial(), spec.TrainingSpec()))


def fork(iteration: int, settings: spec.TrainingSpec, goal: int) -> bool:
    """A run that goes on to ``goal`` from a checkpoint of the present one, which stays; False where that cannot be, which is said."""

    def verb(found: Snapshot | None) -> None:
        if found is None:  # deleted in another tab
            raise RunError(Sentence("This run no longer exists."))
        key = ("fork", found.run_id, iteration, settings)
        forked = made_once("run", key, new_run_id, lambda name: client().fork(found.run_id, iteration, settings, name))
        take_place(found, forked)
        if goal > iteration:
            client().train(forked.run_id, goal)

    return uninterrupted(lambda: command(verb))


def choose_run(run_id: str) -> None:
    """Go to another run of the workspace."""

    def verb(found: Snapshot | None) -> None:
        chosen = client().open(run_id)
        if chosen.workspace != workspace():
            raise RunError(Sentence("This run no longer exists."))
        take_place(found, chosen)
        st.session_state[ANEW] = True

    command(verb)


def rename_run(run_id: str, name: str) -> None:
    command(lambda found: client().rename(_own(run_id).run_id, name))
    forget_asked("runs")


def delete_run(run_id: str) -> None:
    """It can be brought back by `restore_run`."""

    def verb(found: Snapshot | None) -> None:
        gone = _own(run_id)
        client().delete(run_id)
        st.session_state.deleted_run = gone
        if found is not None and found.run_id == run_id:
            st.session_state.run_id, st.session_state.run_sought = None, False

    command(verb)
    forget_asked("runs")


def deleted_run() -> Snapshot | None:
    """The run that was deleted last and can be brought back, as it was."""
    return st.session_state.get("deleted_run")


def forget_deleted() -> None:
    """Whoever goes elsewhere does not want it back."""
    st.session_state.pop("deleted_run", None)


def restore_run() -> None:
    def verb(found: Snapshot | None) -> None:
        gone = deleted_run()
        if gone is not None:
            client().restore(gone.run_id)
            forget_deleted()
            st.session_state.run_sought = found is not None  # there was none left: now there is

    command(verb)
    forget_asked("runs")


def take_place(found: Snapshot | None, chosen: Snapshot) -> None:
    """The session goes on to ``chosen``, and the address names it; ``found``, the run before, is paused and stays."""
    if found is not None and found.phase is Phase.TRAINING:
        client().pause(found.run_id)
    st.session_state.run_id, st.session_state.run_named, st.session_state.at = chosen.run_id, True, None
    st.session_state.linked = None
    put_parameter(LINK, None)
    forget_asked("runs")


def begin(found: Snapshot | None, design: Design) -> Snapshot:
    """A new run of that design in place of ``found``."""
    begun = made_once("run", ("create", design), new_run_id, lambda name: client().create(workspace(), *design, name))
    take_place(found, begun)
    return begun


def _own(run_id: str) -> Snapshot:
    """The run as the worker knows it. Raises `RunError` for one that is not the workspace's."""
    found = next((each for each in client().runs(workspace()) if each.run_id == run_id), None)
    if found is None:
        raise RunError(Sentence("This run no longer exists."))
    return found


def command(verb: Callable[[Snapshot | None], object]) -> bool:
    """Do what a person asked; where it cannot be, say why until the next command, and give False."""
    dismiss_passing()
    try:
        verb(run())
    except (WorkerUnavailable, RunError, StoreError, SpecError) as error:
        tell(error.sentence, passing=True)
        return False
    return True


def asked_once(name: str, about: object, ask: Callable[[], Answer]) -> Answer | None:
    """The worker is asked again only after something happened to the run: a page must not wait for it at every click."""
    seen, condition = run(), client().condition
    state = (seen and (seen.run_id, seen.event), condition.health)
    known = st.session_state.get(f"asked_{name}")  # (about, state, answer)
    if (known is None or known[:2] != (about, state)) and condition.health is Health.READY:
        with contextlib.suppress(WorkerUnavailable, StoreError):
            known = st.session_state[f"asked_{name}"] = (about, state, ask())
    return known[2] if known is not None and known[0] == about else None


def forget_asked(name: str) -> None:
    st.session_state.pop(f"asked_{name}", None)
