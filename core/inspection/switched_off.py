"""Filters and units switched off: the network computes as if they put out zero."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import numpy as np

from core import spec
from core.inspection.errors import AnatomyError, check_number
from core.inspection.numpy_forward import own_weights
from core.messages import Sentence, shown

Off = Mapping[str, Collection[int]]  # layer → numbers of its filters, or units, that are switched off


def can_switch(part: spec.LayerSummary) -> bool:
    """Whether the layer has filters or units of its own; the ten classes stay on."""
    return bool(part.parameters) and part.name != spec.OUTPUT


def check_off(network: spec.NetworkSpec, off: Off) -> None:
    """Raise `AnatomyError` unless ``off`` names filters or units that there are."""
    parts = {part.name: part for part in spec.summary(network) if can_switch(part)}
    for name, numbers in off.items():
        if name not in parts:
            raise AnatomyError(
                Sentence("{layer}: the network has no such layer that can be switched off.", layer=shown(name))
            )
        for number in numbers:
            check_number(name, "filter", number, parts[name].output_shape[-1])


def without(network: spec.NetworkSpec, weights: Mapping[str, np.ndarray], off: Off) -> dict[str, np.ndarray]:
    """The weights with which the network computes as if what is in ``off`` put out zero: nothing listens to it.

    The layers after it have other weights; its own stay, so it can come back. Raises `AnatomyError` like `check_off`.
    """
    check_off(network, off)
    changed = dict(weights)
    for part, silent, _ in _silent_channels(network, off):
        if silent.any():
            own = part.layer.without_inputs(own_weights(part, weights), silent)
            changed |= {f"{part.name}/{name}": values for name, values in own.items()}
    return changed


def silence(network: spec.NetworkSpec, outputs: Mapping[str, np.ndarray], off: Off) -> dict[str, np.ndarray]:
    """``outputs`` with zeros where filters in ``off`` stand, there and in the layers that pass them on."""
    changed = dict(outputs)
    for part, _, silent in _silent_channels(network, off):
        if silent.any():
            values = np.array(outputs[part.name])
            values[..., silent] = 0
            changed[part.name] = values
    return changed


def _silent_channels(network: spec.NetworkSpec, off: Off) -> Iterator[tuple[spec.LayerSummary, np.ndarray, np.ndarray]]:
    """Each layer with the masks of its input channels and of its output channels that are zero."""
    silent = np.zeros(spec.IMAGE_SHAPE[-1], bool)
    for part in spec.summary(network):
        before = silent
        silent = part.layer.silent_outputs(before, part.input_shape)
        if part.name in off:
            silent = silent.copy()
            silent[list(off[part.name])] = True
        yield part, before, silent
