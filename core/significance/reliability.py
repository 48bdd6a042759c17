"""How often a network is right where its softmax value is so high: what is drawn is a reliability diagram."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.significance.evaluation import Evaluation
from core.significance.wilson_interval import wilson

BINS = 10  # of equal width, from 0 to 1


@dataclass(frozen=True)
class ReliabilityBin:
    """The images whose predicted class has a softmax value above ``low``, up to ``high``; ``mean`` is their average."""

    low: float
    high: float
    mean: float
    correct: int
    total: int

    @property
    def share(self) -> float:
        """Of its images that are classified correctly."""
        return self.correct / self.total

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of that share (Wilson)."""
        return wilson(self.correct, self.total)

    @property
    def fits(self) -> bool:
        """Whether the share may be what the softmax values say, as far as so few images can tell."""
        low, high = self.interval
        return low <= self.mean <= high


def reliability(judged: Evaluation) -> tuple[ReliabilityBin, ...]:
    """The bins with an image in them, as scikit-learn's ``calibration_curve(right, value, n_bins=10)`` has them."""
    values = judged.confidence.astype(np.float64)
    edges = np.linspace(0, 1, BINS + 1)
    place = np.searchsorted(edges[1:-1], values)
    total = np.bincount(place, minlength=BINS)
    correct = np.bincount(place, judged.predicted == judged.labels, minlength=BINS)
    sums = np.bincount(place, values, minlength=BINS)
    return tuple(
        ReliabilityBin(
            float(edges[each]),
            float(edges[each + 1]),
            float(sums[each] / total[each]),
            int(correct[each]),
            int(total[each]),
        )
        for each in np.flatnonzero(total)
    )


def overall(judged: Evaluation) -> ReliabilityBin:
    """All images as one bin."""
    mean = float(judged.confidence.astype(np.float64).mean())
    return ReliabilityBin(0.0, 1.0, mean, judged.correct, judged.total)
