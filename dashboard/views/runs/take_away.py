"""A run to share or to take away: a link to its design, a zip with everything about it, and what Keras and TensorBoard open."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

import numpy as np
import streamlit as st

from core.bundle import archive
from core.bundle.contents import Contents
from core.data import mnist
from core.runs.errors import RunError
from core.runs.snapshot import Snapshot
from dashboard import session
from dashboard.base_path import base_path
from dashboard.i18n import Text, count
from dashboard.shared.download import download
from dashboard.shared.run_words import run_title

LONGEST_FILE = 60  # letters of a file's name, without its ending


def share_link(run: Snapshot) -> None:
    """The address that opens the run's design for whoever follows it."""
    _ = session.current_text()
    st.markdown(_("**A link to this network**"))
    st.code(_origin() + session.link(run), language=None)
    words = _(
        "Whoever opens it gets this network with these settings and this seed, as a new run at iteration 0. The same seed "
        "gives the same result on the same kind of machine."
    )
    if run.origin is not None:
        words += " " + _(
            "It does not include what run {number} had learned by iteration {iteration}, where this run was forked."
        ).format(number=run.origin.number, iteration=count(run.origin.iteration))
    st.caption(words)


def bundle_download(run: Snapshot) -> None:
    """All of the run in one zip, as it is at the checkpoint that the pages show; and two files of it alone."""
    _ = session.current_text()
    at = session.checkpoint()
    name = file_name(run, _)
    st.markdown(_("**Everything about this run**"))
    download(
        _("Download everything (zip)"), lambda: packed(run, at, _), f"{name}.zip", "application/zip", "download_bundle"
    )
    st.caption(
        _(
            "A report to read, with pictures; history and predictions as CSV; all weights as NumPy arrays; the settings, and the network as code."
        )
        if at is None
        else _("Weights, predictions and report are from iteration {iteration}, the checkpoint shown.").format(
            iteration=count(at)
        )
    )
    with st.container(horizontal=True):
        with st.container(width="content"):
            download(
                _("Keras model"), lambda: archive.keras_network(_contents(run, at, _)), f"{name}.keras",
                "application/zip", "download_keras",
            )  # fmt: skip
        with st.container(width="content"):
            download(
                _("TensorBoard (zip)"), lambda: archive.pack_events(_contents(run, at, _), name, _.say),
                f"{name}-tensorboard.zip", "application/zip", "download_tensorboard",
            )  # fmt: skip
    st.caption(
        _(
            "Both are in the zip, too: the trained network for `keras.models.load_model`, from the bytes of images to probabilities; and for `tensorboard --logdir` the curves, with the weights and kernels at every checkpoint."
        )
    )


def packed(run: Snapshot, at: int | None, _: Text) -> bytes:
    """The zip of a run at a checkpoint; None: now. Raises `RunError`, `StoreError` or `WorkerUnavailable`."""
    return archive.pack(_contents(run, at, _), _.say)


def _contents(run: Snapshot, at: int | None, _: Text) -> Contents:
    client = session.client()
    iteration, weights = client.weights(run.run_id, at)
    latest = client.snapshot(run.run_id) or run
    tested = latest.result_at(iteration) is not None
    digits = mnist().test
    return Contents(
        name=run_title(latest, _),
        network=latest.network,
        settings=latest.settings,
        iteration=iteration,
        weights=weights,
        history=client.history(run.run_id),
        results=latest.results,
        probabilities=client.probabilities(latest, iteration) if tested else None,
        labels=digits.labels,
        images=digits.images,
        origin=latest.origin and (latest.origin.number, latest.origin.iteration),
        created=latest.created,
        checkpoints=checkpoints(latest),
    )


def checkpoints(run: Snapshot) -> Iterator[tuple[int, Mapping[str, np.ndarray]]]:
    """Each that was kept, asked for when it is its turn; one that can no longer be read is left out."""
    for checkpoint in run.checkpoints:
        with contextlib.suppress(RunError):
            yield session.client().weights(run.run_id, checkpoint.iteration)


def file_name(run: Snapshot, _: Text) -> str:
    """layer-lab-run-3-my-name: letters that every file system can write."""
    plain = unicodedata.normalize("NFKD", run.name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    return "-".join(["layer-lab-run", str(run.number), *words])[:LONGEST_FILE].rstrip("-")


def _origin() -> str:
    """The address of the first page, as the browser sees it; "" where it is not known."""
    seen = urlsplit(st.context.url or "")
    return f"{seen.scheme}://{seen.netloc}{base_path()}/" if seen.netloc else ""
