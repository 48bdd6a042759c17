"""A convolution by hand: where in the image a feature map is strongest."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core import anatomy
from core.inspection.inspection import Inspection
from core.lesson.pixel import Pixel
from core.lesson.prediction import Prediction
from core.messages import Sentence
from core.spec import Conv, LayerSummary
from dashboard import navigation, session
from dashboard.i18n import Text, count, fixed
from dashboard.lesson.facts import IMAGE, Facts
from dashboard.lesson.station import NO_CONVOLUTION, Fields, Found, Station, show_at


class Convolution(Station):
    name = "convolution"
    page = navigation.INSIDE

    def unfit(self, facts: Facts) -> Sentence | None:
        return NO_CONVOLUTION if facts.first("conv") is None else None

    def fields(self, facts: Facts, _: Text) -> Fields:
        part, layer = facts.layer(Conv)
        strongest = _strongest(facts)
        return {
            "layer": part.name,
            "filter": count(strongest.filter),
            "size": count(layer.kernel),
            "image": count(IMAGE),
            "kernel": _matrix(strongest.kernel),
            "iteration": count(facts.at),
        }

    def asks(self, facts: Facts, options: tuple[str, ...]) -> Prediction:
        rows, columns, *_rest = facts.image.shape
        return Pixel(rows, columns)

    def found(self, facts: Facts, predicted: list[int], _: Text) -> Found:
        strongest = _strongest(facts)
        fields = {
            "value": fixed(strongest.activation, 3),
            "sum": fixed(strongest.total, 3),
            "largest": fixed(strongest.largest, 3),
            "mean": fixed(strongest.mean, 3),
            "bias": fixed(strongest.bias, 3),
        }
        return Found(list(strongest.center), fields, right=1)

    def bring(self, facts: Facts) -> None:
        strongest = _strongest(facts)
        row, column = strongest.output
        place = {"filter": strongest.filter, "row": row, "column": column}
        session.look_at_layer(IMAGE, facts.layer(Conv)[0].name, place)
        show_at(facts)


class Strongest(NamedTuple):
    """Where a feature map is strongest: ``output`` (row, column) in the map, ``center`` in the middle of the patch below it."""

    filter: int
    output: tuple[int, int]
    center: tuple[int, int]
    kernel: np.ndarray  # (rows, columns) for the first input channel
    total: float
    bias: float
    activation: float
    largest: float  # of the numbers in the patch
    mean: float


def _strongest(facts: Facts) -> Strongest:
    part, layer = facts.layer(Conv)
    return facts.once("convolution", facts.at, lambda: _computed(facts, part, layer))


def _computed(facts: Facts, part: LayerSummary, layer: Conv) -> Strongest:
    """Of the first map that is not the same everywhere."""
    look: Inspection = facts.look(*anatomy.seen_by_hand(facts.network, part.name))
    outputs = {name: values[0] for name, values in look.outputs.items()}
    maps = outputs[part.name]  # (rows, columns, filters)
    varied = np.flatnonzero(maps.max(axis=(0, 1)) > maps.min(axis=(0, 1)))
    chosen = int(varied[0]) if len(varied) else 0
    row, column = (int(each) for each in np.unravel_index(int(maps[..., chosen].argmax()), maps.shape[:2]))
    work = anatomy.work_on(
        facts.network, look.weights, facts.image, outputs, part.name, chosen, row, column, facts.settings.precision
    )
    scale, before = facts.image.shape[0] / part.input_shape[0], layer.padding_before(part.input_shape[0])
    center = tuple(
        int(np.clip((place * layer.stride - before + (layer.kernel - 1) // 2) * scale, 0, facts.image.shape[0] - 1))
        for place in (row, column)
    )
    return Strongest(
        chosen, (row, column), (center[0], center[1]), work.kernel[..., 0], work.sum, work.bias, work.activation,
        float(work.patch.max()), float(work.patch.mean()),
    )  # fmt: skip


def _matrix(kernel: np.ndarray) -> str:
    """In TeX, with two decimals."""
    rows = [" & ".join(fixed(float(value), 2) for value in row) for row in kernel]
    return r"\begin{bmatrix}" + r" \\ ".join(rows) + r"\end{bmatrix}"
