"""One output of a layer by hand, for the kinds that say how it comes about in lines of arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core import spec
from core.inspection.errors import AnatomyError, check_number
from core.inspection.numpy_forward import own_weights
from core.layers.arithmetic import Line
from core.messages import Sentence, shown


@dataclass(frozen=True)
class WorkedOutput:
    """``at``: (row, column, channel), or (unit,). ``value``: what the lines come to; ``own``: what the network puts out there."""

    layer: str
    at: tuple[int, ...]
    lines: tuple[Line, ...]
    value: float
    own: float


def worked_output(
    network: spec.NetworkSpec,
    weights: Mapping[str, np.ndarray],
    image: np.ndarray,
    outputs: Mapping[str, np.ndarray],
    layer: str,
    at: tuple[int, ...],
) -> WorkedOutput:
    """``image``: uint8 (28, 28, 1); ``outputs``: of every layer for it, {"conv1": (rows, columns, filters), …}.

    Raises `AnatomyError` where the network has no such output, or nothing is to be worked through there.
    """
    parts = spec.summary(network)
    place = next((place for place, part in enumerate(parts) if part.name == layer and part.layer.by_hand), None)
    if place is None:
        raise AnatomyError(Sentence("{layer}: there is nothing to work through by hand.", layer=shown(layer)))
    part = parts[place]
    names = ("row", "column", "filter") if len(part.output_shape) > 1 else ("unit",)
    if len(at) != len(names):
        raise AnatomyError(Sentence("{layer}: there is nothing to work through by hand.", layer=shown(layer)))
    for name, value, length in zip(names, at, part.output_shape, strict=True):
        check_number(layer, name, value, length)
    given = outputs[parts[place - 1].name] if place else np.asarray(image, np.float32) / np.float32(255)
    lines, value = part.layer.worked(given, own_weights(part, weights), at)
    return WorkedOutput(layer, at, lines, value, float(outputs[layer][at]))
