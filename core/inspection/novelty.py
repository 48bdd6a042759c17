"""How far an image lies from the training images, as a network has them in its last layer before the logits.

The softmax cannot say that an image is no digit: it divides 1 among ten. A distance can.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core import spec
from core.data import Dataset, Split

if TYPE_CHECKING:
    from core.trainer import Trainer

TRAINING_IMAGES = VALIDATION_IMAGES = 2_000  # of each split, the first ones
LEAST_IMAGES = 500  # of a network that computes long
LIMIT = 0.99  # of the validation images that are classified correctly lie nearer than the limit
MOST_VALUES = 1_024  # of an image
NEIGHBOUR = 5  # the distance is that to the fifth nearest training image
_MULTIPLICATIONS = 60e9  # so many at most, where they are enough for the least number of images
_CHUNK_BYTES = 24e6  # of what the layers put out at a time


@dataclass(frozen=True)
class Novelty:
    """One image at one iteration: its ``distance``, and the share of the validation images that lie ``nearer``."""

    iteration: int
    distance: float
    limit: float
    nearer: float

    @property
    def unlike(self) -> bool:
        """Whether it lies farther from the training images than nearly all images that the network reads correctly."""
        return self.distance > self.limit


@dataclass(frozen=True, eq=False)
class Reference:
    """A checkpoint's training images and validation images, as far as distances need them.

    ``training``: float32 (N, values). ``distances``: of validation images that are classified correctly, in ascending order.
    """

    iteration: int
    training: np.ndarray
    distances: np.ndarray

    @property
    def nbytes(self) -> int:
        return self.training.nbytes + self.distances.nbytes

    @property
    def limit(self) -> float:
        return float(np.quantile(self.distances, LIMIT))

    def novelties(self, values: np.ndarray) -> list[Novelty]:
        """``values``: of each image what `features` gives."""
        found = distances(values, self.training)
        nearer = np.searchsorted(self.distances, found) / len(self.distances)
        return [
            Novelty(self.iteration, float(distance), self.limit, float(share))
            for distance, share in zip(found, nearer, strict=True)
        ]


def reference(trainer: Trainer, weights: Mapping[str, np.ndarray], iteration: int, digits: Dataset) -> Reference | None:
    """Compute it: a second or so. None where the network classifies next to no validation image correctly, or its values are no numbers."""
    each = sum(part.multiplications for part in spec.summary(trainer.network))
    affordable = max(LEAST_IMAGES, int(_MULTIPLICATIONS / 2 / max(each, 1)))
    training, _ = _values_and_right(trainer, weights, digits.train, min(TRAINING_IMAGES, affordable))
    validation, right = _values_and_right(trainer, weights, digits.validation, min(VALIDATION_IMAGES, affordable))
    if right.sum() < LEAST_IMAGES / 10 or not (np.isfinite(training).all() and np.isfinite(validation).all()):
        return None
    return Reference(iteration, training, np.sort(distances(validation[right], training)))


def features(network: spec.NetworkSpec, outputs: Mapping[str, np.ndarray]) -> np.ndarray:
    """What the logits are computed of, float32 (N, values); with no layers the pixels themselves. Of very many values, sums."""
    values = outputs[spec.summary(network)[-2].name]
    return _summed(values.reshape(len(values), -1))


def _summed(values: np.ndarray) -> np.ndarray:
    """At most `MOST_VALUES`, by which images are about as far apart: each is a sum of some, with signs and an order drawn once."""
    count = values.shape[1]
    if count <= MOST_VALUES:
        return values
    chance, each = np.random.default_rng(0), -(-count // MOST_VALUES)
    signs, order = np.float32(1) - 2 * (chance.random(count) < 0.5), chance.permutation(count)
    padded = np.pad((values * signs)[:, order], ((0, 0), (0, each * MOST_VALUES - count)))
    return padded.reshape(len(values), MOST_VALUES, each).sum(axis=2)


def distances(values: np.ndarray, training: np.ndarray) -> np.ndarray:
    """From each of ``values`` to the fifth nearest of ``training``, float32 (N,)."""
    squares = (values**2).sum(axis=1)[:, np.newaxis] + (training**2).sum(axis=1) - 2 * values @ training.T
    nearest = np.partition(squares, NEIGHBOUR - 1, axis=1)[:, NEIGHBOUR - 1]
    return np.sqrt(np.maximum(nearest, 0))


def _values_and_right(
    trainer: Trainer, weights: Mapping[str, np.ndarray], split: Split, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """`features` of the first images, and whether each is classified correctly."""
    parts, right = [], []
    for part in _chunks(trainer.network, min(count, len(split))):
        outputs = trainer.forward(weights, split.images[part])
        parts.append(features(trainer.network, outputs))
        right.append(outputs[spec.OUTPUT].argmax(axis=1) == split.labels[part])
    return np.concatenate(parts), np.concatenate(right)


def _chunks(network: spec.NetworkSpec, count: int) -> Iterator[slice]:
    """So many images at a time that what all layers put out for them stays small."""
    image_bytes = 4 * sum(math.prod(part.output_shape) for part in spec.summary(network))
    at_once = max(1, min(200, int(_CHUNK_BYTES / image_bytes)))
    for start in range(0, count, at_once):
        yield slice(start, min(start + at_once, count))
