"""Where the run is, in figures that move: the training bar's, or a chip where a page shows no run."""

from __future__ import annotations

from core.data import TEST_IMAGES
from core.processes.training_client import Condition
from core.runs.snapshot import Phase, Snapshot
from dashboard import session
from dashboard.components.training_status.live_status import live_status
from dashboard.http import run_stream
from dashboard.i18n import Text


def training_figures(snapshot: Snapshot | None, condition: Condition) -> None:
    _ = session.current_text()
    live_status(_frame(snapshot, condition), snapshot and snapshot.run_id, _labels(_), chart_ahead=snapshot is None)


def training_chip(snapshot: Snapshot | None) -> bool:
    """Whether it was clicked: its run is wanted."""
    _ = session.current_text()
    frame = _frame(snapshot, session.client().condition)
    return live_status(
        frame, snapshot and snapshot.run_id, _labels(_), chart_ahead=False, chip=True, key="training_chip"
    )


def _frame(snapshot: Snapshot | None, condition: Condition) -> dict[str, object]:
    frame = run_stream.status(snapshot) | {"health": condition.health}
    if snapshot is None and session.run_is_sought() and not session.draft_is_ahead():
        frame["phase"] = "sought"
    return frame


def _labels(_: Text) -> dict[str, object]:
    return {
        "language": _.language, "skip": _("Skip to the content"),
        "phase": _("Status"), "iteration": _("Iteration"), "rate": _("Images/s"),
        "validation": _("Validation"), "validation_at": _("Validation at {iteration}"),
        "test": _("Test"), "test_at": _("Test at {iteration}"),
        "of": _("{iteration} of {goal}"), "correct": _("{correct} of {total}"),
        "untested": _("not yet"),
        "starting": _("starting …"),
        "silent": _("not answering"),
        "away": _("no connection to the server for {seconds} s; trying again …"),
        "testing": _("Test of {iteration}"), "testing_share": _("{percent} done"),
        "chip": _("Training: iteration {iteration}"), "chip_help": _("Go to the training"),
        "test_images": TEST_IMAGES,
        "phases": {
            Phase.READY: _("not started"), Phase.TRAINING: _("training"), Phase.PAUSED: _("paused"),
            Phase.REACHED: _("done"), "sought": _("looking for your run …"), Phase.DIVERGED: _("stopped: diverged"), Phase.FAILED: _("stopped: error"),
        },
    }  # fmt: skip
