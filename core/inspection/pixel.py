"""One output pixel of a convolution by hand: the patch, the kernel, their products, sum, bias, activation, and the pooling after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core import spec
from core.inspection import numpy_forward
from core.inspection.errors import AnatomyError, check_number
from core.layers.activations import ACTIVATIONS
from core.layers.arithmetic import PATCH
from core.layers.conv import Conv
from core.layers.pool import MAX, Pool
from core.layers.precision import as_precision
from core.messages import Sentence, shown


@dataclass(frozen=True)
class PoolWindow:
    """The pooling window that a pixel falls into: of layer ``name``, for its output pixel (``row``, ``column``).

    It covers ``rows`` and ``columns`` of its input, each (first, one past the last).
    """

    name: str
    kind: str  # "max" | "average"
    row: int
    column: int
    rows: tuple[int, int]
    columns: tuple[int, int]
    value: float  # what the pooling puts out there


@dataclass(frozen=True, eq=False)
class Work:
    """One output pixel of a convolution by hand: ``sum`` = all ``products`` + ``bias``, ``activation`` = f(``sum``).

    ``patch``, ``kernel``, ``products``: (rows, columns, input channels), products in float64. ``inside`` (rows, columns):
    False where the patch hangs over the edge of its input and is zero. ``pooled``: (row, column) in this layer's output from which the max-pooling after it
    takes its maximum, in the first window that holds the pixel; None where no max-pooling follows or none of its windows holds it.
    """

    layer: str
    filter: int
    row: int
    column: int
    patch: np.ndarray
    kernel: np.ndarray
    products: np.ndarray
    inside: np.ndarray
    bias: float
    sum: float
    function: str  # the activation's name
    activation: float
    pooled: tuple[int, int] | None
    window: PoolWindow | None


def kernels(weights: Mapping[str, np.ndarray], layer: str) -> np.ndarray:
    """(rows, columns, input channels, filters) of a convolution, (inputs, units) of a fully connected layer."""
    return _weight(weights, layer, "kernel")


def biases(weights: Mapping[str, np.ndarray], layer: str) -> np.ndarray:
    """(filters,) or (units,)."""
    return _weight(weights, layer, "bias")


def pixel(
    network: spec.NetworkSpec,
    weights: Mapping[str, np.ndarray],
    image: np.ndarray,
    layer: str,
    filter: int,
    row: int,
    column: int,
    precision: str = "float32",
) -> Work:
    """One pixel of what the convolution ``layer`` puts out for ``image``, uint8 (28, 28, 1).

    Raises `AnatomyError` where there is no such convolution, filter or pixel.
    """
    _convolution(network, layer)
    outputs = numpy_forward.forward(network, weights, np.asarray(image)[np.newaxis], precision)
    outputs = {name: values[0] for name, values in outputs.items()}
    return pixel_of(network, weights, image, outputs, layer, filter, row, column, precision)


def pixel_of(
    network: spec.NetworkSpec,
    weights: Mapping[str, np.ndarray],
    image: np.ndarray,
    outputs: Mapping[str, np.ndarray],
    layer: str,
    filter: int,
    row: int,
    column: int,
    precision: str = "float32",
) -> Work:
    """`pixel` on what the layers put out already: ``outputs`` {"conv1": (rows, columns, filters), …} for that image."""
    convolution, before, pooling = _convolution(network, layer)
    rows, columns, filters = convolution.part.output_shape
    for name, value, length in (("filter", filter, filters), ("row", row, rows), ("column", column, columns)):
        check_number(layer, name, int(value) if isinstance(value, np.integer) else value, length)
    given = outputs[before] if before else np.asarray(image, np.float32) / np.float32(255)
    patch, inside = _patch(convolution, as_precision(given, precision), row, column)
    kernel = as_precision(kernels(weights, layer)[..., filter], precision)
    bias = float(as_precision(biases(weights, layer)[filter : filter + 1], precision)[0])
    products = patch.astype(np.float64) * kernel
    total = float(products.sum()) + bias
    function = convolution.layer.activation
    activation = ACTIVATIONS[function].numpy(np.array([total])).astype(np.float32)
    window = None if pooling is None else _window(pooling, row, column, outputs[pooling.part.name], filter)
    return Work(
        layer=layer,
        filter=int(filter),
        row=int(row),
        column=int(column),
        patch=patch,
        kernel=kernel,
        products=products,
        inside=inside,
        bias=bias,
        sum=total,
        function=function,
        activation=float(as_precision(activation, precision)[0]),
        pooled=_maximum(window, outputs[layer][..., filter]),
        window=window,
    )


class PooledFrom(NamedTuple):
    """The convolution whose output a pooling takes, and the pooling's ``stride``."""

    layer: str
    stride: int


def pooled_from(network: spec.NetworkSpec, layer: str) -> PooledFrom | None:
    """Of a pooling that comes right after a convolution: it is seen below that one's pixel, see `Work.window`."""
    for part in spec.summary(network):
        if part.layer.by_hand == PATCH:
            _, _, pooling = _convolution(network, part.name)
            if pooling is not None and pooling.part.name == layer:
                return PooledFrom(part.name, pooling.layer.stride)
    return None


def seen_by_hand(network: spec.NetworkSpec, layer: str) -> set[str]:
    """The layers whose outputs one output of that layer is worked through with: its own, the one before, a pooling after it."""
    names = [part.name for part in spec.summary(network)]
    at = names.index(layer) if layer in names else 0
    above = {name: pooled_from(network, name) for name in names}
    poolings = [name for name, convolution in above.items() if convolution is not None and convolution.layer == layer]
    return {layer, *names[max(0, at - 1) : at], *poolings}


def _weight(weights: Mapping[str, np.ndarray], layer: str, which: str) -> np.ndarray:
    try:
        return weights[f"{layer}/{which}"]
    except KeyError:
        raise AnatomyError(
            Sentence("{layer}: there is no layer with weights by this name.", layer=shown(layer))
        ) from None


def _convolution(network: spec.NetworkSpec, layer: str) -> tuple[_Convolution, str | None, _Pooling | None]:
    """That convolution, the layer before it (None: the image), and the pooling after it; dropout between them changes nothing."""
    parts = spec.summary(network)
    for place, part in enumerate(parts):
        if part.name == layer and isinstance(part.layer, Conv):
            after = next((each for each in parts[place + 1 :] if not each.layer.passes_on), None)
            pooling = _Pooling(after, after.layer) if after is not None and isinstance(after.layer, Pool) else None
            return _Convolution(part, part.layer), parts[place - 1].name if place else None, pooling
    raise AnatomyError(Sentence("{layer}: the network has no convolution by this name.", layer=shown(layer)))


class _Convolution(NamedTuple):
    part: spec.LayerSummary
    layer: Conv


class _Pooling(NamedTuple):
    part: spec.LayerSummary
    layer: Pool


def _patch(convolution: _Convolution, given: np.ndarray, row: int, column: int) -> tuple[np.ndarray, np.ndarray]:
    """What the kernel lies on, zeros where it hangs over the edge; and where it does not."""
    part, layer = convolution
    before = layer.padding_before(part.input_shape[0])
    rows = np.arange(layer.kernel) + row * layer.stride - before
    columns = np.arange(layer.kernel) + column * layer.stride - before
    inside = np.logical_and.outer(
        (rows >= 0) & (rows < part.input_shape[0]), (columns >= 0) & (columns < part.input_shape[1])
    )
    held = given[np.ix_(rows.clip(0, part.input_shape[0] - 1), columns.clip(0, part.input_shape[1] - 1))]
    return np.where(inside[..., np.newaxis], held, np.float32(0)), inside


def _window(pooling: _Pooling, row: int, column: int, pooled: np.ndarray, filter: int) -> PoolWindow | None:
    """The first window that holds the pixel."""
    size, stride = pooling.layer.size, pooling.layer.stride
    top, left = (max(0, -(-(place - size + 1) // stride)) for place in (row, column))
    for place, first, most in ((row, top, pooling.part.output_shape[0]), (column, left, pooling.part.output_shape[1])):
        if first >= most or not first * stride <= place < first * stride + size:
            return None
    rows, columns = ((first * stride, first * stride + size) for first in (top, left))
    return PoolWindow(pooling.part.name, pooling.layer.kind, top, left, rows, columns, float(pooled[top, left, filter]))


def _maximum(window: PoolWindow | None, values: np.ndarray) -> tuple[int, int] | None:
    """Where in ``values`` (rows, columns) the maximum of a window stands; the first where several are equal."""
    if window is None or window.kind != MAX:
        return None
    inside = values[slice(*window.rows), slice(*window.columns)]
    row, column = np.unravel_index(int(inside.argmax()), inside.shape)
    return window.rows[0] + int(row), window.columns[0] + int(column)
