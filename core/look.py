"""A look inside a network at one moment: what its layers put out for a few images, and the weights that make it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core import anatomy, inference, spec
from core.data import DataError, check_images
from core.sentence import Sentence
from core.weights import first_weights

MOST_IMAGES = 2


@dataclass(frozen=True, eq=False)
class Look:
    """A network after ``iteration`` iterations, with the filters in ``off`` switched off.

    ``weights``: kernels of convolutions and all biases, by name. ``outputs``: {"conv1": (N, rows, columns, filters), …,
    "fc_out": (N, 10) logits}, or only the layers asked for. ``history_key`` names the training; None: not begun.
    """

    network: spec.NetworkSpec
    settings: spec.TrainingSpec
    history_key: str | None
    iteration: int
    off: anatomy.Off
    weights: Mapping[str, np.ndarray]
    outputs: Mapping[str, np.ndarray]

    @property
    def probabilities(self) -> np.ndarray:
        """float32 (N, 10)."""
        return inference.softmax(self.outputs[spec.OUTPUT])


def check_number(images: np.ndarray) -> None:
    """Raise `DataError` unless ``images`` is uint8 (N, 28, 28, 1) with 1 to `MOST_IMAGES` images."""
    check_images(images)
    if not 1 <= len(images) <= MOST_IMAGES:
        raise DataError(
            Sentence("There are {count} images; a look takes 1 to {most}.", count=len(images), most=MOST_IMAGES)
        )


def shown_weights(weights: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Those that a look shows: a fully connected layer's kernel, most of all numbers, is not among them."""
    return {name: values for name, values in weights.items() if values.ndim != 2}


def outputs_of(
    network: spec.NetworkSpec, outputs: Mapping[str, np.ndarray], off: anatomy.Off, layers: tuple[str, ...] | None
) -> dict[str, np.ndarray]:
    """The ``layers`` asked for (None: all), zero where they are switched off."""
    kept = anatomy.silence(network, outputs, off) if off else dict(outputs)
    return kept if layers is None else {name: kept[name] for name in layers if name in kept}


def untrained(
    network: spec.NetworkSpec,
    settings: spec.TrainingSpec,
    images: np.ndarray,
    off: anatomy.Off | None = None,
    layers: tuple[str, ...] | None = None,
) -> Look:
    """A design's network with its first weights, computed here. Raises `SpecError`, `DataError` or `AnatomyError`."""
    check_number(images)
    spec.check(network, settings)
    off = off or {}
    weights = first_weights(network, settings.seed)
    outputs = inference.forward(network, anatomy.without(network, weights, off), images, settings.precision)
    return Look(network, settings, None, 0, off, shown_weights(weights), outputs_of(network, outputs, off, layers))
