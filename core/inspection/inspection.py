"""A look inside a network at one checkpoint: what its layers put out for a few images, and the weights that make it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core import spec
from core.data import DataError, check_images
from core.inspection import numpy_forward
from core.inspection.switched_off import Off, check_off
from core.messages import Sentence
from core.training.initial_weights import first_weights_by_layer

MOST_IMAGES = 2
MOST_ANSWERED = 9  # where only the answers are asked, not what the layers put out


@dataclass(frozen=True, eq=False)
class Inspection:
    """A network after ``iteration`` iterations, with the filters in ``off`` switched off.

    ``weights``: kernels of convolutions and all biases, by name (a fully connected layer's kernel, most of all numbers, is left out). ``outputs``: {"conv1": (N, rows, columns, filters), …,
    "fc_out": (N, 10) logits}. Both only of the layers asked for. ``history_key`` names the training; None: not begun.
    ``with_all``: float32 (N, 10), the probabilities with every filter on, where some are off.
    """

    network: spec.NetworkSpec
    settings: spec.TrainingSpec
    history_key: str | None
    iteration: int
    off: Off
    weights: Mapping[str, np.ndarray]
    outputs: Mapping[str, np.ndarray]
    with_all: np.ndarray | None

    @classmethod
    def of(
        cls,
        network: spec.NetworkSpec,
        settings: spec.TrainingSpec,
        weights: Mapping[str, np.ndarray],
        outputs: Mapping[str, np.ndarray],
        layers: tuple[str, ...] | None,
        off: Off,
        logits: np.ndarray | None,
        iteration: int = 0,
        history_key: str | None = None,
    ) -> Inspection:
        """Of the ``layers`` (None: all). ``outputs``: zero where filters are off; ``logits``: with all filters, where some are off."""
        if layers is not None:
            outputs = {name: outputs[name] for name in layers if name in outputs}
        shown = {
            name: values
            for name, values in weights.items()
            if values.ndim != 2 and (layers is None or name.partition("/")[0] in layers)
        }
        with_all = None if logits is None else numpy_forward.softmax(logits)
        return cls(network, settings, history_key, iteration, off, shown, outputs, with_all)

    @property
    def probabilities(self) -> np.ndarray:
        """float32 (N, 10)."""
        return numpy_forward.softmax(self.outputs[spec.OUTPUT])


def check_number(images: np.ndarray, most: int = MOST_IMAGES) -> None:
    """Raise `DataError` unless ``images`` is uint8 (N, 28, 28, 1) with 1 to ``most`` images."""
    check_images(images)
    check_count(len(images), most)


def check_count(count: int, most: int = MOST_IMAGES) -> None:
    """Raise `DataError` unless so many images can be looked at together."""
    if not 1 <= count <= most:
        raise DataError(
            Sentence("There are {count} images; 1 to {most} can be inspected at a time.", count=count, most=most)
        )


def untrained(
    network: spec.NetworkSpec,
    settings: spec.TrainingSpec,
    images: np.ndarray,
    off: Off | None = None,
    layers: tuple[str, ...] | None = None,
) -> Inspection:
    """A design's network with its first weights, computed here. Raises `SpecError`, `DataError` or `AnatomyError`."""
    check_number(images)
    off = off or {}
    check_off(network, off)
    x = logits = numpy_forward.inputs(images, settings.precision)  # with filters off; with all
    weights, outputs = {}, {}
    for part, own in zip(
        spec.summary(network), first_weights_by_layer(network, settings.seed), strict=True
    ):  # layer by layer: all of a large network's weights at once would be most of what a look takes
        same = x is logits
        x = numpy_forward.layer_output(part, own, x, settings.precision)
        logits = x if same else numpy_forward.layer_output(part, own, logits, settings.precision)
        if off.get(part.name):
            x = x.copy()
            x[..., list(off[part.name])] = 0
        if layers is None or part.name in layers:
            outputs[part.name] = x
            weights |= {name: values for name, values in own.items() if values.ndim != 2}
    return Inspection.of(network, settings, weights, outputs, layers, off, logits if off else None)


def untrained_answers(network: spec.NetworkSpec, settings: spec.TrainingSpec, images: np.ndarray) -> np.ndarray:
    """Probabilities (N, 10) of 1 to `MOST_ANSWERED` ``images`` with a design's first weights. Raises like `untrained`.

    Never more images at a time than in a look, so it takes no more memory than that.
    """
    check_number(images, MOST_ANSWERED)
    looks = (images[start : start + MOST_IMAGES] for start in range(0, len(images), MOST_IMAGES))
    return np.concatenate([untrained(network, settings, few, layers=(spec.OUTPUT,)).probabilities for few in looks])
