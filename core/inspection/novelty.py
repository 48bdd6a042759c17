"""How far an image lies from the training images of the digit that a network takes it for.

The softmax cannot say that an image is no digit: it divides 1 among ten. A distance can. Which one, and how well it does, says
`docs/unlike-digits.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from core.data import Dataset, Split

if TYPE_CHECKING:
    from core.trainer import Trainer

PATTERNS = 40  # of each digit: the main ones of its training images
TRAINING_IMAGES = 8_000  # that the patterns are made of, the first ones
VALIDATION_IMAGES = 2_000  # that the limit is made of, the first ones
LIMIT = 0.99  # of the validation images that are classified correctly lie nearer than the limit
_LEAST = 50  # of them


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
class Patterns:
    """What the training images of each digit have in common: their mean (10, 784), and what they mostly differ by (10, 784, patterns)."""

    means: np.ndarray
    directions: np.ndarray

    def distances(self, images: np.ndarray, digits: np.ndarray) -> np.ndarray:
        """Of each image, uint8 (N, 28, 28, 1), what no mixture of the patterns of its digit gives: its length, (N,)."""
        pixels = _pixels(images)
        found = np.empty(len(images))
        for digit in np.unique(digits):
            here = digits == digit
            apart = pixels[here] - self.means[digit]
            mixed = apart @ self.directions[digit]
            found[here] = (apart**2).sum(axis=1) - (mixed**2).sum(axis=1)
        return np.sqrt(np.maximum(found, 0))


@dataclass(frozen=True, eq=False)
class Reference:
    """What a checkpoint's images are compared with. ``nearest``: the distances of validation images, in ascending order."""

    iteration: int
    patterns: Patterns
    nearest: np.ndarray

    @property
    def limit(self) -> float:
        return float(np.quantile(self.nearest, LIMIT))

    def novelties(self, images: np.ndarray, digits: np.ndarray) -> list[Novelty]:
        """``digits``: what the network takes each of the images for."""
        found = self.patterns.distances(images, digits)
        nearer = np.searchsorted(self.nearest, found) / len(self.nearest)
        return [
            Novelty(self.iteration, float(distance), self.limit, float(share))
            for distance, share in zip(found, nearer, strict=True)
        ]


def reference(trainer: Trainer, weights: Mapping[str, np.ndarray], iteration: int, digits: Dataset) -> Reference | None:
    """Compute it: a second or so. None where the network classifies next to no validation image correctly."""
    images, labels = digits.validation.images[:VALIDATION_IMAGES], digits.validation.labels[:VALIDATION_IMAGES]
    right = trainer.predict(weights, images).argmax(axis=1) == labels
    if right.sum() < _LEAST:
        return None
    known = patterns(digits.train)
    return Reference(iteration, known, np.sort(known.distances(images[right], labels[right])))


@lru_cache(maxsize=1)
def patterns(training: Split) -> Patterns:
    """The principal components of each digit's training images: the same for every network."""
    pixels, labels = _pixels(training.images[:TRAINING_IMAGES]), training.labels[:TRAINING_IMAGES]
    means, directions = [], []
    for digit in range(10):
        own = pixels[labels == digit]
        means.append(own.mean(axis=0))
        _, vectors = np.linalg.eigh(np.cov((own - means[-1]).T))  # the largest last
        directions.append(vectors[:, -PATTERNS:].astype(np.float32))
    return Patterns(np.stack(means), np.stack(directions))


def _pixels(images: np.ndarray) -> np.ndarray:
    return images.reshape(len(images), -1).astype(np.float32) / np.float32(255)
