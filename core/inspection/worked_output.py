"""One output of a layer by hand, for the kinds that say how it comes about in lines of arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core import spec
from core.inspection.errors import AnatomyError, check_number
from core.inspection.numpy_forward import own_weights
from core.layers.arithmetic import LINES, Line
from core.layers.layer import IMAGE
from core.messages import Sentence, shown


@dataclass(frozen=True, eq=False)
class WorkedOutput:
    """``at``: (row, column, channel), or (unit,). ``value``: what the lines come to; ``own``: what the network puts out there.

    ``source``: the layer that it is made of, None for the image. Where a whole map becomes this one value, ``map`` is that map,
    float32 (rows, columns). ``taken``: (row, column) of the input that a maximum takes.
    """

    layer: str
    at: tuple[int, ...]
    lines: tuple[Line, ...]
    value: float
    own: float
    source: str | None
    map: np.ndarray | None
    taken: tuple[int, int] | None


def way_by_hand(network: spec.NetworkSpec, layer: str) -> str:
    """`PATCH` or `LINES`. Raises `AnatomyError` where the network has nothing to work through by that name."""
    way = next((part.layer.by_hand for part in spec.summary(network) if part.name == layer), None)
    if way is None:
        raise _nothing(layer)
    return way


def worked_output(
    network: spec.NetworkSpec,
    weights: Mapping[str, np.ndarray],
    image: np.ndarray,
    outputs: Mapping[str, np.ndarray],
    layer: str,
    at: tuple[int, ...],
) -> WorkedOutput:
    """``image``: uint8 (28, 28, 1); ``outputs``: of every layer for it, {"conv1": (rows, columns, filters), …}.

    Raises `AnatomyError` where the network has no such output, or no lines lead to it.
    """
    parts = spec.summary(network)
    place = next((place for place, part in enumerate(parts) if part.name == layer), None)
    if place is None or parts[place].layer.by_hand != LINES:
        raise _nothing(layer)
    part = parts[place]
    names = ("row", "column", "filter") if part.makes_images else ("unit",)
    if len(at) != len(names):
        raise _nothing(layer)
    for name, value, length in zip(names, at, part.output_shape, strict=True):
        check_number(layer, name, value, length)
    given = outputs[parts[place - 1].name] if place else np.asarray(image, np.float32) / np.float32(255)
    working = part.layer.worked(given, own_weights(part, weights), at)
    whole = given.ndim == IMAGE and not part.makes_images
    return WorkedOutput(
        layer=layer,
        at=at,
        lines=working.lines,
        value=working.value,
        own=float(outputs[layer][at]),
        source=next((before.name for before in reversed(parts[:place]) if not before.layer.passes_on), None),
        map=given[..., at[-1]] if whole else None,
        taken=working.taken,
    )


def _nothing(layer: str) -> AnatomyError:
    return AnatomyError(Sentence("{layer}: there is nothing to work through by hand.", layer=shown(layer)))
