"""How well a network does, all of it derived from its probabilities and the true labels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.significance.wilson_interval import wilson

CLASSES = 10


@dataclass(frozen=True)
class ClassResult:
    """One class: how many of its images were classified correctly, and how many images were predicted as this class."""

    label: int
    correct: int
    total: int
    predicted: int

    @property
    def recall(self) -> float:
        """Share of the class's images that were classified correctly; NaN if there are none."""
        return self.correct / self.total if self.total else float("nan")

    @property
    def precision(self) -> float:
        """Share of the images predicted as this class that belong to it; NaN if there are none."""
        return self.correct / self.predicted if self.predicted else float("nan")


@dataclass(frozen=True, eq=False)
class Evaluation:
    """``probabilities``: float32 (N, 10). ``labels``: int64 (N,)."""

    probabilities: np.ndarray
    labels: np.ndarray

    @cached_property
    def predicted(self) -> np.ndarray:
        """The most probable class of each image: int64 (N,)."""
        return self.probabilities.argmax(axis=1)

    @cached_property
    def confidence(self) -> np.ndarray:
        """Probability of the predicted class: (N,)."""
        return self.probabilities.max(axis=1)

    @cached_property
    def correct(self) -> int:
        return int((self.predicted == self.labels).sum())

    @property
    def total(self) -> int:
        return len(self.labels)

    @property
    def accuracy(self) -> float:
        return self.correct / self.total

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the accuracy (Wilson)."""
        return wilson(self.correct, self.total)

    @cached_property
    def confusion(self) -> np.ndarray:
        """int64 (10, 10): row = true class, column = predicted class."""
        pairs = self.labels * CLASSES + self.predicted
        return np.bincount(pairs, minlength=CLASSES * CLASSES).reshape(CLASSES, CLASSES)

    @cached_property
    def errors(self) -> np.ndarray:
        """Indices of the misclassified images, in order."""
        return np.flatnonzero(self.predicted != self.labels)

    @cached_property
    def per_class(self) -> tuple[ClassResult, ...]:
        matrix = self.confusion
        return tuple(
            ClassResult(label, int(matrix[label, label]), int(matrix[label].sum()), int(matrix[:, label].sum()))
            for label in range(CLASSES)
        )

    def cell(self, true: int | None, predicted: int | None) -> np.ndarray:
        """Indices of one cell of the confusion matrix; with one class left open (None), of the errors in that row or column."""
        chosen = np.ones(self.total, bool) if None not in (true, predicted) else self.predicted != self.labels
        if true is not None:
            chosen &= self.labels == true
        if predicted is not None:
            chosen &= self.predicted == predicted
        return np.flatnonzero(chosen)


def evaluate(probabilities: np.ndarray, labels: np.ndarray) -> Evaluation:
    """Judge ``probabilities`` (N, 10) against ``labels`` (N,), 0 to 9. Raises ValueError if they do not fit or are not finite."""
    probabilities, labels = np.asarray(probabilities), np.asarray(labels)
    if probabilities.ndim != 2 or probabilities.shape[1] != CLASSES:
        raise ValueError(f"probabilities have the shape {probabilities.shape}; it must be (N, {CLASSES})")
    if labels.shape != probabilities.shape[:1] or not len(labels):
        raise ValueError(f"labels have the shape {labels.shape}; it must be ({len(probabilities)},), and not empty")
    if not np.issubdtype(labels.dtype, np.integer) or labels.min() < 0 or labels.max() >= CLASSES:
        raise ValueError("labels must be whole numbers from 0 to 9")
    if not np.issubdtype(probabilities.dtype, np.floating) or not np.isfinite(probabilities).all():
        raise ValueError("probabilities must be finite numbers")
    return Evaluation(probabilities, labels.astype(np.int64))
