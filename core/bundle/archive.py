"""A run to take away: one zip of its settings, history, predictions, weights and code, and a report with its pictures; or a part of it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping

import numpy as np

from core import spec
from core.bundle import pictures, report, tables
from core.bundle.contents import Contents
from core.bundle.picture import Picture, png
from core.bundle.versions import versions
from core.listing import listings
from core.messages import Translate

_DATE = (1980, 1, 1, 0, 0, 0)  # of every file: the same contents give the same bytes
WEIGHTS = "weights.npz"
_LEVEL = 4  # of compression: beyond it, time grows faster than the file shrinks


def pack(contents: Contents, say: Translate = str) -> bytes:
    """The zip; ``report.html`` in it is what to open first. The same contents give the same bytes.

    Raises `spec.SpecError` where the design cannot be, KeyError where a weight of it is missing.
    """
    files = dict(_files(contents, say))
    shown = dict(_pictures(contents, say))
    page = report.report(contents, shown, [*files, *shown], say)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as bundle:
        _put(bundle, "report.html", page)
        for name, picture in shown.items():
            _put(bundle, name, picture.content)
        for name, content in files.items():
            _put(bundle, name, content)
    return packed.getvalue()


def pack_events(contents: Contents, folder: str, say: Translate = str) -> bytes:
    """A zip of TensorBoard's events alone, in ``folder``, so that those of several runs can lie side by side."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as bundle:
        _put(bundle, f"{folder}/{_events_name(contents)}", _events(contents, say))
    return packed.getvalue()


def keras_network(contents: Contents) -> bytes:
    """The trained network as a ``.keras`` file."""
    from core.bundle import keras_file  # here, as below: it loads HDF5

    return keras_file.keras_file(contents.network, contents.settings, contents.weights)


def _files(contents: Contents, say: Translate) -> Iterator[tuple[str, str | bytes]]:
    design, evaluation = (contents.network, contents.settings), contents.evaluation
    yield "settings.json", _json(json.loads(spec.to_json(*design)))
    yield "history.csv", tables.history_csv(contents.history, say)
    yield "validation.csv", tables.validation_csv(contents.history, say)
    yield "tests.csv", tables.results_csv(contents.results, say)
    if evaluation is not None:
        yield "predictions.csv", tables.predictions_csv(evaluation, say)
        yield "confusion.csv", tables.confusion_csv(evaluation, say)
    yield WEIGHTS, _arrays(contents.weights)
    yield "network.keras", keras_network(contents)
    yield f"tensorboard/{_events_name(contents)}", _events(contents, say)
    yield "code/keras_model.py", listings.keras(*design, say, weights=WEIGHTS)
    yield "code/script.py", listings.script(*design, say, weights=WEIGHTS)
    yield "code/notebook.ipynb", listings.notebook(*design, say, weights=WEIGHTS)
    yield "code/layers_api.py", listings.layers_api(*design, say)
    yield "versions.json", _json(versions())


def _events_name(contents: Contents) -> str:
    """TensorBoard knows its files by that beginning."""
    return f"events.out.tfevents.{int(contents.created):010}.layer-lab"


def _events(contents: Contents, say: Translate) -> bytes:
    from core.bundle import tensorboard_events  # here, for it loads TensorBoard's formats

    return tensorboard_events.event_file(contents, say)


def _pictures(contents: Contents, say: Translate) -> Iterator[tuple[str, Picture]]:
    from core.bundle import plots  # here, for it loads Matplotlib: a server that packs nothing needs none

    if len(contents.history):
        yield report.CURVES, plots.curves(contents.history, contents.checkpoint, say)
    for part in spec.summary(contents.network):
        if part.layer.has_kernels:
            yield report.kernels_file(part.name), png(pictures.kernels(contents.weights[f"{part.name}/kernel"]))
    evaluation = contents.evaluation
    if evaluation is not None:
        yield report.CONFUSION, plots.confusion(evaluation.confusion, say)
        if len(evaluation.errors):
            shown = pictures.most_confident(evaluation)
            yield report.ERRORS, png(pictures.errors(evaluation, contents.images, shown))


def _arrays(weights: Mapping[str, np.ndarray]) -> bytes:
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **weights)
    return file.getvalue()


def _json(value: object) -> str:
    return json.dumps(value, indent=2) + "\n"


def _put(bundle: zipfile.ZipFile, name: str, content: str | bytes) -> None:
    about = zipfile.ZipInfo(name, _DATE)
    about.create_system, about.external_attr = 3, 0o644 << 16  # Unix, readable; whatever the machine
    about.compress_type = zipfile.ZIP_STORED if name.endswith((".png", ".npz", ".keras")) else zipfile.ZIP_DEFLATED
    bundle.writestr(about, content.encode() if isinstance(content, str) else content, compresslevel=_LEVEL)
