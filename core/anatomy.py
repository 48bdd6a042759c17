"""The parts of a network: its kernels and biases, one output pixel worked through by hand, and filters switched off."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from core import spec
from core.fields.limits import Whole, shown
from core.inspection import numpy_forward
from core.messages import Sentence, SentenceError

Off = Mapping[str, Collection[int]]  # layer → numbers of its filters, or units, that are switched off


class AnatomyError(SentenceError, ValueError):
    """A part was asked for that the network does not have; ``sentence`` names it."""


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


def work(
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
    return work_on(network, weights, image, outputs, layer, filter, row, column, precision)


def work_on(
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
    """`work` on what the layers put out already: ``outputs`` {"conv1": (rows, columns, filters), …} for that image."""
    part, before, after = _convolution(network, layer)
    for name, value, length in zip(
        ("filter", "row", "column"), (filter, row, column), (part.output_shape[2], *part.output_shape[:2]), strict=True
    ):
        _check_number(layer, name, int(value) if isinstance(value, np.integer) else value, length)
    given = outputs[before] if before else np.asarray(image, np.float32) / np.float32(255)
    patch, inside = _patch(part, numpy_forward.as_precision(given, precision), row, column)
    kernel = numpy_forward.as_precision(kernels(weights, layer)[..., filter], precision)
    bias = float(numpy_forward.as_precision(biases(weights, layer)[filter : filter + 1], precision)[0])
    products = patch.astype(np.float64) * kernel
    total = float(products.sum()) + bias
    function = part.layer.activation
    activation = np.float32(numpy_forward.ACTIVATIONS[function](np.float64(total)))
    window = None if after is None else _window(after, row, column, outputs[after.name], filter)
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
        activation=float(numpy_forward.as_precision(np.array([activation]), precision)[0]),
        pooled=_maximum(window, outputs[layer][..., filter]),
        window=window,
    )


def check_off(network: spec.NetworkSpec, off: Off) -> None:
    """Raise `AnatomyError` unless ``off`` names filters of convolutions, or units of fully connected layers, that there are."""
    parts = {part.name: part for part in spec.summary(network) if part.parameters and part.name != spec.OUTPUT}
    for name, numbers in off.items():
        if name not in parts:
            raise AnatomyError(Sentence("{layer}: the network has no such layer to switch off.", layer=shown(name)))
        for number in numbers:
            _check_number(name, "filter", number, parts[name].output_shape[-1])


def without(network: spec.NetworkSpec, weights: Mapping[str, np.ndarray], off: Off) -> dict[str, np.ndarray]:
    """The weights with which the network computes as if the filters in ``off`` put out zero: nothing listens to them.

    What comes after them has zeros in place of the weights for them; their own stay, so a filter can come back.
    Raises `AnatomyError` like `check_off`.
    """
    check_off(network, off)
    changed = dict(weights)
    for part, silent, _ in _silent_channels(network, off):
        if part.parameters and silent.any():
            kernel = np.array(weights[f"{part.name}/kernel"])
            kernel[..., silent, :] = 0
            changed[f"{part.name}/kernel"] = kernel
    return changed


def silence(network: spec.NetworkSpec, outputs: Mapping[str, np.ndarray], off: Off) -> dict[str, np.ndarray]:
    """``outputs`` with zeros where filters in ``off`` stand, there and in the poolings that pass them on."""
    changed = dict(outputs)
    for part, _, silent in _silent_channels(network, off):
        if silent.any():
            values = np.array(outputs[part.name])
            values[..., silent] = 0
            changed[part.name] = values
    return changed


def _silent_channels(network: spec.NetworkSpec, off: Off) -> Iterator[tuple[spec.LayerSummary, np.ndarray, np.ndarray]]:
    """Each layer with the masks of its input channels and of its output channels that are switched off."""
    silent = np.zeros(spec.IMAGE_SHAPE[-1], bool)
    for part in spec.summary(network):
        before = silent
        if part.parameters:
            silent = np.zeros(part.output_shape[-1], bool)
            silent[list(off.get(part.name, ()))] = True
        elif part.kind == "flatten":
            silent = np.tile(before, part.output_shape[0] // len(before))
        yield part, before, silent


def _check_number(layer: str, name: str, value: object, length: int) -> None:
    """Raise `AnatomyError` unless ``value`` numbers one of ``length`` things."""
    refusal = Whole(0, length - 1).refusal(layer, name, value)
    if refusal is not None:
        raise AnatomyError(refusal)


def _weight(weights: Mapping[str, np.ndarray], layer: str, which: str) -> np.ndarray:
    try:
        return weights[f"{layer}/{which}"]
    except KeyError:
        raise AnatomyError(
            Sentence("{layer}: there is no layer with weights of this name.", layer=shown(layer))
        ) from None


def _convolution(
    network: spec.NetworkSpec, layer: str
) -> tuple[spec.LayerSummary, str | None, spec.LayerSummary | None]:
    """That convolution, the layer before it (None: the image), and the pooling after it; dropout changes nothing here."""
    parts = spec.summary(network)
    for place, part in enumerate(parts):
        if part.name == layer and part.kind == "conv":
            after = next((each for each in parts[place + 1 :] if each.kind != "dropout"), None)
            pool = after if after is not None and after.kind == "pool" else None
            return part, parts[place - 1].name if place else None, pool
    raise AnatomyError(Sentence("{layer}: the network has no convolution of this name.", layer=shown(layer)))


def _patch(part: spec.LayerSummary, given: np.ndarray, row: int, column: int) -> tuple[np.ndarray, np.ndarray]:
    """What the kernel lies on, zeros where it hangs over the edge; and where it does not."""
    size, before = part.layer.kernel, numpy_forward.padding_before(part)
    rows = np.arange(size) + row * part.layer.stride - before
    columns = np.arange(size) + column * part.layer.stride - before
    inside = np.logical_and.outer(
        (rows >= 0) & (rows < part.input_shape[0]), (columns >= 0) & (columns < part.input_shape[1])
    )
    held = given[np.ix_(rows.clip(0, part.input_shape[0] - 1), columns.clip(0, part.input_shape[1] - 1))]
    return np.where(inside[..., np.newaxis], held, np.float32(0)), inside


def _window(pool: spec.LayerSummary, row: int, column: int, pooled: np.ndarray, filter: int) -> PoolWindow | None:
    """The first window of ``pool`` that holds the pixel."""
    size, stride = pool.layer.size, pool.layer.stride
    at = [max(0, -(-(place - size + 1) // stride)) for place in (row, column)]
    for place, first, most in zip((row, column), at, pool.output_shape[:2], strict=True):
        if first >= most or not first * stride <= place < first * stride + size:
            return None
    rows, columns = ((first * stride, first * stride + size) for first in at)
    return PoolWindow(pool.name, pool.layer.kind, at[0], at[1], rows, columns, float(pooled[at[0], at[1], filter]))


def _maximum(window: PoolWindow | None, values: np.ndarray) -> tuple[int, int] | None:
    """Where in ``values`` (rows, columns) the maximum of a window stands; the first where several are equal."""
    if window is None or window.kind != "max":
        return None
    inside = values[slice(*window.rows), slice(*window.columns)]
    row, column = np.unravel_index(int(inside.argmax()), inside.shape)
    return window.rows[0] + int(row), window.columns[0] + int(column)
