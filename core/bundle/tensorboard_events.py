"""A run as TensorBoard's event file: what ``tensorboard --logdir`` draws.

Scalars ``loss/batch``, ``accuracy/batch``, ``accuracy/validation`` and ``accuracy/test``; at each checkpoint a histogram of every
weight under its name, and the kernels of every convolution as a picture. Importing this loads TensorBoard's own formats, not
TensorFlow (18 MB).
"""

# TensorBoard makes its formats as they are imported, so that no type checker sees what is in them.
# pyright: reportAttributeAccessIssue=false

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping

import numpy as np
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import HistogramProto, Summary
from tensorboard.plugins.custom_scalar import metadata as custom_scalar
from tensorboard.plugins.custom_scalar.layout_pb2 import Category, Chart, Layout, MultilineChartContent
from tensorboard.summary.writer.record_writer import RecordWriter
from tensorboard.util import tensor_util

from core import spec
from core.bundle import pictures
from core.bundle.contents import Contents
from core.bundle.picture import png
from core.messages import Sentence, Translate

LOSS, ACCURACY, VALIDATION, TEST = "loss/batch", "accuracy/batch", "accuracy/validation", "accuracy/test"
MOST_POINTS = 10_000  # of a curve: as many as TensorBoard's reader keeps
BUCKETS = 30  # of a histogram: as many as TensorBoard draws


def event_file(contents: Contents, say: Translate = str) -> bytes:
    """The file, its events in the order of the iterations. It reads ``contents.checkpoints``, once."""
    found = [*_batches(contents), *_validations(contents), *_tests(contents), *_checkpoints(contents)]
    found.sort(key=lambda event: event.step)
    file = io.BytesIO()
    writer = RecordWriter(file)
    for event in (Event(wall_time=contents.created, file_version="brain.Event:2"), _layout(contents, say), *found):
        writer.write(event.SerializeToString())
    return file.getvalue()


def _batches(contents: Contents) -> Iterator[Event]:
    """Every iteration; of a long run every second one, every third, … and the last."""
    rows = contents.history.rows
    width = max(1, -(-len(rows) // MOST_POINTS))
    iterations = np.arange(width, len(rows) + 1, width)
    if len(rows) % width:
        iterations = np.append(iterations, len(rows))
    for iteration, (loss, accuracy) in zip(iterations.tolist(), rows[iterations - 1, :2].tolist(), strict=True):
        values = [Summary.Value(tag=LOSS, simple_value=loss), Summary.Value(tag=ACCURACY, simple_value=accuracy)]
        yield _event(contents, iteration, *values)


def _validations(contents: Contents) -> Iterator[Event]:
    for done in contents.history.validations:
        yield _event(contents, done.iteration, Summary.Value(tag=VALIDATION, simple_value=done.correct / done.total))


def _tests(contents: Contents) -> Iterator[Event]:
    for done in contents.results:
        yield _event(contents, done.iteration, Summary.Value(tag=TEST, simple_value=done.accuracy))


def _checkpoints(contents: Contents) -> Iterator[Event]:
    """Those that were kept, and the weights that the bundle holds where those are of another iteration."""
    kernels = [f"{part.name}/kernel" for part in spec.summary(contents.network) if part.layer.has_kernels]
    seen = set()
    for iteration, weights in contents.checkpoints:
        seen.add(iteration)
        yield _weights(contents, iteration, weights, kernels)
    if contents.iteration not in seen:
        yield _weights(contents, contents.iteration, contents.weights, kernels)


def _weights(contents: Contents, iteration: int, weights: Mapping[str, np.ndarray], kernels: list[str]) -> Event:
    histograms = [Summary.Value(tag=name, histo=_histogram(values)) for name, values in weights.items()]
    shown = [Summary.Value(tag=f"kernels/{name.partition('/')[0]}", image=_picture(weights[name])) for name in kernels]
    return _event(contents, iteration, *histograms, *shown)


def _histogram(values: np.ndarray) -> HistogramProto:
    """What is no number is left out."""
    known = values[np.isfinite(values)].astype(np.float64)
    if not known.size:
        return HistogramProto()
    counts, edges = np.histogram(known, BUCKETS)
    return HistogramProto(
        min=known.min(), max=known.max(), num=known.size, sum=known.sum(), sum_squares=known @ known,
        bucket_limit=edges[1:].tolist(), bucket=counts.tolist(),
    )  # fmt: skip


def _picture(kernel: np.ndarray) -> Summary.Image:
    """The first filters, where there are very many: there is one of these for every checkpoint."""
    picture = png(pictures.kernels(kernel[..., : pictures.KERNELS_LARGE]))
    return Summary.Image(width=picture.width, height=picture.height, colorspace=3, encoded_image_string=picture.content)


def _layout(contents: Contents, say: Translate) -> Event:
    """The page "Custom scalars": the three accuracies in one chart."""
    charts = [(Sentence("Accuracy"), (ACCURACY, VALIDATION, TEST)), (Sentence("Loss"), (LOSS,))]
    drawn = [Chart(title=say(title), multiline=MultilineChartContent(tag=tags)) for title, tags in charts]
    layout = Layout(category=[Category(title="Layer Lab", chart=drawn)])
    value = Summary.Value(
        tag=custom_scalar.CONFIG_SUMMARY_TAG,
        metadata=custom_scalar.create_summary_metadata(),
        tensor=tensor_util.make_tensor_proto(layout.SerializeToString(), dtype="string"),
    )
    return _event(contents, 0, value)


def _event(contents: Contents, iteration: int, *values: Summary.Value) -> Event:
    """Its time is that of the training: TensorBoard draws curves over it, too."""
    rows = contents.history.rows
    passed = float(rows[min(iteration, len(rows)) - 1, 4]) if iteration and len(rows) else 0.0
    return Event(wall_time=contents.created + passed, step=iteration, summary=Summary(value=values))
