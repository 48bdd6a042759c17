"""A run to take away: one zip of its settings, history, predictions, weights and code, and a report with its pictures."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from PIL import Image

from core import spec
from core.bundle import curves, tables
from core.bundle import pictures as bundle_pictures
from core.bundle import report as bundle_report
from core.bundle.versions import versions
from core.evaluation import Evaluation
from core.listing import listings
from core.runs.snapshot import TestResult
from core.training.history import History

_DATE = (1980, 1, 1, 0, 0, 0)  # of every file: the same contents give the same bytes
_LEVEL = 4  # of compression: beyond it, time grows faster than the file shrinks


@dataclass(frozen=True, eq=False)
class Contents:
    """What goes into a bundle, all of it values.

    ``weights``: at ``iteration``, by name, float32. ``results``: in order. ``probabilities``: of the test set at
    ``iteration``, float32 (N, 10); None where it was not tested there. ``labels``: int64 (N,). ``images``: uint8
    (N, 28, 28, 1). ``origin``: number of the run, and the iteration, at which it was forked. ``words``: translations
    of `bundle_report.WORDS`.
    """

    name: str
    network: spec.NetworkSpec
    settings: spec.TrainingSpec
    iteration: int
    weights: Mapping[str, np.ndarray]
    history: History
    results: tuple[TestResult, ...]
    probabilities: np.ndarray | None
    labels: np.ndarray
    images: np.ndarray
    origin: tuple[int, int] | None = None
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def checkpoint(self) -> int | None:
        """The iteration of the weights where the history goes on beyond it."""
        return self.iteration if self.iteration < len(self.history) else None


def pack(contents: Contents) -> bytes:
    """The zip; ``report.html`` in it is what to open first. The same contents give the same bytes.

    Raises `spec.SpecError` where the design cannot be, KeyError where a weight of it is missing.
    """
    judged = None if contents.probabilities is None else Evaluation(contents.probabilities, contents.labels)
    files = dict(_files(contents, judged))
    pictures = dict(_pictures(contents, judged))
    report = bundle_report.report(contents, judged, pictures, files)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as bundle:
        _put(bundle, "report.html", report)
        for name, picture in pictures.items():
            _put(bundle, name, bundle_pictures.png(picture))
        for name, content in files.items():
            _put(bundle, name, content)
    return packed.getvalue()


def _files(contents: Contents, judged: Evaluation | None) -> Iterator[tuple[str, str | bytes]]:
    design = contents.network, contents.settings
    yield "settings.json", _json(json.loads(spec.to_json(*design)))
    yield "history.csv", tables.history_csv(contents.history)
    yield "validation.csv", tables.validation_csv(contents.history)
    yield "tests.csv", tables.tests_csv(contents.results)
    if judged is not None:
        yield "predictions.csv", tables.predictions_csv(judged)
        yield "confusion.csv", tables.confusion_csv(judged)
    yield "weights.npz", _arrays(contents.weights)
    yield "code/keras_model.py", listings.keras(*design)
    yield "code/script.py", listings.script(*design)
    yield "code/notebook.ipynb", listings.notebook(*design)
    yield "code/layers_api.py", listings.layers_api(*design)
    yield "versions.json", _json(versions())


def _pictures(contents: Contents, judged: Evaluation | None) -> Iterator[tuple[str, Image.Image]]:
    if len(contents.history):
        yield bundle_report.CURVES, curves.curves(contents.history, contents.checkpoint)
    for part in spec.summary(contents.network):
        if part.kind == "conv":
            picture = bundle_pictures.kernels(contents.weights[f"{part.name}/kernel"])
            yield bundle_report.kernels_file(part.name), picture
    if judged is not None:
        yield bundle_report.CONFUSION, bundle_pictures.confusion(judged.confusion)
        if len(judged.errors):
            shown = bundle_pictures.most_confident(judged)
            yield bundle_report.ERRORS, bundle_pictures.errors(judged, contents.images, shown)


def _arrays(weights: Mapping[str, np.ndarray]) -> bytes:
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **weights)
    return file.getvalue()


def _json(value: object) -> str:
    return json.dumps(value, indent=2) + "\n"


def _put(bundle: zipfile.ZipFile, name: str, content: str | bytes) -> None:
    about = zipfile.ZipInfo(name, _DATE)
    about.create_system, about.external_attr = 3, 0o644 << 16  # Unix, readable; whatever the machine
    about.compress_type = zipfile.ZIP_STORED if name.endswith((".png", ".npz")) else zipfile.ZIP_DEFLATED
    bundle.writestr(about, content.encode() if isinstance(content, str) else content, compresslevel=_LEVEL)
