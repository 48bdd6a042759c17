"""What the curves are, behind a question mark each: of what, when and how they are measured."""

from __future__ import annotations

import streamlit as st

from core import spec
from core.runs.milestones import VALIDATION_IMAGES
from core.runs.snapshot import Snapshot
from core.training.history import MOST_POINTS, SMOOTH_MOST, SMOOTH_SHARE
from dashboard import session
from dashboard.i18n import Text, count, percentage


def curve_help(run: Snapshot) -> None:
    """A row of what can be asked about the curves of that run."""
    _ = session.current_text()
    with st.container(horizontal=True, gap="small", key="curve_help"):
        for name, title, paragraphs in (
            ("batch", _("Batch accuracy and loss"), _batch(run, _)),
            ("validation", _("Validation accuracy"), _validation(run, _)),
            ("smoothing", _("Bold and faint lines"), _smoothing(_)),
        ):
            with st.popover(title, icon=":material/help:", type="tertiary", key=f"curve_help_{name}"):
                st.markdown("\n\n".join(paragraphs))


def _batch(run: Snapshot, _: Text) -> list[str]:
    batch = run.settings.batch_size
    found = [
        _(
            "Measured on the images of one batch ({batch} here), before the update that this batch leads to: the share that is classified correctly, and the mean loss. One image more or less is {points} percentage points, so the line jumps."
        ).format(batch=count(batch), points=percentage(1 / batch))
    ]
    if _has(run, spec.Dropout):
        found.append(
            _("Dropout is on while they are measured: units are switched off at random, which costs accuracy.")
        )
    if _has(run, spec.BatchNorm):
        found.append(_("Batch normalization uses the mean and variance of the batch itself."))
    return found


def _validation(run: Snapshot, _: Text) -> list[str]:
    found = [
        _(
            "Measured now and then on {count} images that the network never trains on, the same ones each time, with the weights as they are at that iteration."
        ).format(count=count(VALIDATION_IMAGES)),
        _(
            "Why it may lie above the batch accuracy: a batch is measured before its own update, and the bold line still remembers earlier, worse batches."
        ),
    ]
    if _has(run, spec.Dropout):
        found[-1] += " " + _("And dropout is off for validation: the whole network answers.")
    found.append(
        _("Late in a long training it is usually the other way round: the network has seen the batches' images before.")
    )
    return found


def _smoothing(_: Text) -> list[str]:
    return [
        _(
            "Each point of a bold line is a mean of the batches up to there, in which the latest count most. The window grows with the training: about the last tenth of all iterations so far, and from iteration {iteration} on the last {most} batches."
        ).format(iteration=count(SMOOTH_SHARE * SMOOTH_MOST), most=count(SMOOTH_MOST)),
        _(
            "The faint lines are the batches themselves. Beyond {points} points, 2, 4, 8 or more neighbours are averaged into one."
        ).format(points=count(MOST_POINTS)),
    ]


def _has(run: Snapshot, kind: type[spec.Layer]) -> bool:
    return any(isinstance(layer, kind) for layer in run.network.layers)
