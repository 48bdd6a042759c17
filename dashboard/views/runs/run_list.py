"""The workspace's runs in a table, the newest first; what was deleted last can be brought back."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st

from core import spec
from core.data import TEST_IMAGES
from core.runs.snapshot import MAX_NAME, Phase, Snapshot
from dashboard import session
from dashboard.components.run_list.run_list import RunRow
from dashboard.components.run_list.run_list import run_list as table
from dashboard.i18n import Text, count, margin, percent
from dashboard.shared import colors
from dashboard.shared.run_words import design_words, run_title

LOOK_SECONDS = 1.0  # how often what other runs do is looked at


def run_list(runs: Sequence[Snapshot], present: Snapshot | None, drawn: Collection[str]) -> None:
    """``runs``: the oldest first; ``drawn``: the ids of those that are drawn together."""
    _ = session.current_text()
    present_id = present.run_id if present is not None else None
    rows = [_row(run, run.run_id == present_id, run.run_id in drawn, _) for run in reversed(runs)]
    table(
        rows, session.MOST_DRAWN, MAX_NAME, present_id, _labels(_), session.RUNS,
        session.draw_by_list, session.rename_by_list, session.open_by_list, session.delete_by_list,
    )  # fmt: skip
    others = [run for run in runs if run.run_id != present_id]
    if any(run.phase is Phase.TRAINING or run.testing is not None for run in others):
        with st.container():
            _await(tuple((run.run_id, run.event) for run in runs))


def undo_line() -> None:
    """What was deleted, and the way back."""
    _ = session.current_text()
    gone = session.deleted_run()
    if gone is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="deleted_run"):
        st.text(_("{name} was deleted.").format(name=run_title(gone, _)), width="content")
        st.button(_("Undo"), key="restore_run", icon=":material/undo:", on_click=session.restore_run)


@st.fragment(run_every=LOOK_SECONDS)
def _await(seen: tuple[tuple[str, int], ...]) -> None:
    """Another run still works, and no stream tells of it: the page runs again when it did something."""
    if tuple((run.run_id, run.event) for run in session.runs()) != seen:
        st.rerun()


def _row(run: Snapshot, present: bool, drawn: bool, _: Text) -> RunRow:
    latest = run.latest
    when = _("at iteration {iteration}").format(iteration=count(latest.iteration)) if latest is not None else ""
    return RunRow(
        run=run.run_id,
        name=run_title(run, _),
        given=run.name,
        color=colors.of_run(run.number),
        present=present,
        drawn=drawn,
        differs=design_words(run.network, run.settings, _),
        iterations=count(run.iteration),
        accuracy=f"{percent(latest.accuracy)} {margin(latest.interval)}" if latest is not None else _("not tested yet"),
        when=when if latest is not None and latest.iteration != run.iteration else "",
        parameters=count(spec.parameters(run.network)),
        seconds=f"{run.seconds:,.1f}",
    )


def _labels(_: Text) -> dict[str, str]:
    return {
        "title": _("Your runs"), "draw": _("Draw"), "name": _("Name"), "differs": _("What differs from the tutorial"),
        "iterations": _("Iterations"), "parameters": _("Parameters"), "seconds": _("Seconds"), "actions": _("Actions"),
        "accuracy": _("Accuracy on {total} test images, ± 95 % interval").format(total=count(TEST_IMAGES)),
        "draw_run": _("Draw the curves of {name}"), "most": _("At most {most} runs can be drawn at once.").format(most=session.MOST_DRAWN),
        "rename": _("Rename {name}"), "rename_help": _("Click to rename"), "present": _("current run"),
        "open": _("Open"), "open_run": _("Open {name} on all pages"), "delete": _("Delete"), "delete_run": _("Delete {name}"),
    }  # fmt: skip
