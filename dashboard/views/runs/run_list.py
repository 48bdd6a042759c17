"""The workspace's runs in a table, the best on the validation images first; what was deleted last can be brought back."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st

from core import spec
from core.data import TEST_IMAGES
from core.runs.milestones import VALIDATION_IMAGES
from core.runs.snapshot import MAX_NAME, Phase, Snapshot, TestResult
from core.significance.wilson_interval import wilson
from core.training.history import Validation
from dashboard import session
from dashboard.components.run_list.run_list import RunRow
from dashboard.components.run_list.run_list import run_list as table
from dashboard.i18n import Text, count, fixed, margin, percent
from dashboard.shared import colors
from dashboard.shared.run_words import design_words, run_title

LOOK_SECONDS = 1.0  # how often what other runs do is looked at


def run_list(runs: Sequence[Snapshot], present: Snapshot | None, drawn: Collection[str]) -> None:
    """``runs``: in the order of the table; ``drawn``: the ids of those that are drawn together."""
    _ = session.current_text()
    present_id = present.run_id if present is not None else None
    rows = [_row(run, run.run_id == present_id, run.run_id in drawn, _) for run in runs]
    table(
        rows, session.MOST_DRAWN, MAX_NAME, present_id, _labels(_), session.RUNS,
        session.draw_by_list, session.rename_by_list, session.open_by_list, session.delete_by_list,
    )  # fmt: skip
    if len({run.latest.iteration for run in runs if run.latest is not None}) > 1:
        st.caption(
            _(
                "These accuracies come after different numbers of iterations, and longer training has an advantage: which network is better, they do not say. “Two runs side by side” below compares runs at the same iteration."
            )
        )
    others = [run for run in runs if run.run_id != present_id]
    if any(run.phase is Phase.TRAINING or run.testing is not None for run in others):
        with st.container():
            _await(_events(runs))


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
def _await(seen: frozenset[tuple[str, int]]) -> None:
    """Another run still works, and no stream tells of it: the page runs again when it did something."""
    if _events(session.runs()) != seen:
        st.rerun()


def _events(runs: Sequence[Snapshot]) -> frozenset[tuple[str, int]]:
    """What has happened to them, in whatever order they stand."""
    return frozenset((run.run_id, run.event) for run in runs)


def _row(run: Snapshot, present: bool, drawn: bool, _: Text) -> RunRow:
    latest, validation = run.latest, run.validation
    return RunRow(
        run=run.run_id,
        name=run_title(run, _),
        given=run.name,
        color=colors.of_run(run.number),
        present=present,
        drawn=drawn,
        differs=design_words(run.network, run.settings, _),
        iterations=count(run.iteration),
        validation=_share(validation) if validation is not None else "–",
        validation_when=_when(validation, _),
        accuracy=_share(latest) if latest is not None else _("not tested yet"),
        when=_when(latest, _),
        parameters=count(spec.parameters(run.network)),
        seconds=fixed(run.seconds, 1),
    )


def _share(judged: TestResult | Validation) -> str:
    return f"{percent(judged.correct / judged.total)} {margin(wilson(judged.correct, judged.total))}"


def _when(judged: TestResult | Validation | None, _: Text) -> str:
    return "" if judged is None else _("at iteration {iteration}").format(iteration=count(judged.iteration))


def _labels(_: Text) -> dict[str, str]:
    return {
        "title": _("Your runs"), "draw": _("Draw"), "name": _("Name"), "differs": _("What differs from the tutorial"),
        "iterations": _("Iterations"), "parameters": _("Parameters"), "seconds": _("Seconds"), "actions": _("Actions"),
        "validation": _("Accuracy on {total} validation images, ± 95 % interval").format(total=count(VALIDATION_IMAGES)),
        "accuracy": _("Accuracy on {total} test images, ± 95 % interval").format(total=count(TEST_IMAGES)),
        "at": _("at iteration {iteration}"),
        "draw_run": _("Draw the curves of {name}"), "most": _("At most {most} runs can be drawn at once.").format(most=session.MOST_DRAWN),
        "rename": _("Rename {name}"), "rename_help": _("Click to rename"), "present": _("current run"),
        "open": _("Open"), "open_run": _("Open {name} on all pages"), "delete": _("Delete"), "delete_run": _("Delete {name}"),
    }  # fmt: skip
