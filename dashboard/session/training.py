"""What a person does with a training. The buttons act on what the page shows: where that is the draft, and the draft is another design
than the run's, training begins a new run of it, and the run before is paused and stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from core.design.design import Design
from core.messages import Sentence
from core.runs.milestones import MAX_ITERATIONS
from core.runs.snapshot import Phase, Snapshot
from dashboard.session.design import apply_draft, draft, edit_draft
from dashboard.session.presses import press
from dashboard.session.run import begin, client, command, design

MORE, UP_TO = "more_iterations", "up_to_iteration"  # keys of the fields for another number of iterations
DRAFT_SHOWN = "draft_shown"  # whether the page that was begun last shows the draft


def draft_is_ahead() -> bool:
    """Whether the page shows a design that is not the run's: whatever trains here begins a new run of it."""
    return st.session_state.get(DRAFT_SHOWN, False) and draft().edited


def draft_refusal() -> Sentence | None:
    """Why the design that is ahead of the run cannot be trained; None where it can, or where none is ahead."""
    refusal = draft().refusal if draft_is_ahead() else None
    return None if refusal is None else refusal.sentence


def train_to(goal: int) -> None:
    _act(lambda: command(lambda found: _train(found, goal)))


def train_new(design: Design, goal: int) -> None:
    """A new run of that design, trained at once. The present one is paused and stays."""
    command(lambda found: client().train(begin(found, design).run_id, goal))


def train_more() -> None:
    """As many iterations more as the field says."""
    more = st.session_state[MORE]
    _act(lambda: command(lambda found: _train(found, min(_done(found) + more, MAX_ITERATIONS))))


def train_up_to() -> None:
    train_to(st.session_state[UP_TO])


def step() -> None:
    """One iteration more, counted from where earlier steps lead: quick clicks add up."""

    def verb(found: Snapshot | None) -> None:
        leads = found.goal if found and found.phase is Phase.TRAINING else 0
        _train(found, max(0 if draft_is_ahead() else leads, _done(found)) + 1)

    _act(lambda: command(verb))


def pause() -> None:
    command(lambda found: found and client().pause(found.run_id))


def reset() -> None:
    """A new run of the same design: the same training will come out. The present one stays."""
    command(lambda found: found and found.begun and begin(found, (found.network, found.settings)))


def new_seed() -> None:
    """A new run with other first weights and another order of the batches: the next seed. The present one stays.

    A draft that is ahead has no run yet, and only gets that seed.
    """

    def verb(found: Snapshot | None) -> None:
        known = draft()
        if draft_is_ahead():
            edit_draft(known.with_setting("seed", _next(known.settings.seed)).anew())
        elif found is not None:
            begin(found, (found.network, replace(found.settings, seed=_next(found.settings.seed))))

    _act(lambda: command(verb))


def _done(found: Snapshot | None) -> int:
    """Iterations that what trains has behind it."""
    return found.iteration if found is not None and not draft_is_ahead() else 0


def _next(seed: int) -> int:
    return (seed + 1) % 2**31


def _train(found: Snapshot | None, goal: int) -> None:
    if draft_is_ahead():
        found = apply_draft(found)
    found = found or begin(None, design())
    st.session_state.at = None  # what happens now is what is shown
    client().train(found.run_id, goal)


def _act(act: Callable[[], object]) -> None:
    """Where the draft is shown, a press counts after all that was changed before it."""
    if st.session_state.get(DRAFT_SHOWN, False):
        press(act)
    else:
        act()
