"""Two networks on the same images: which of them gets right what the other gets wrong, and whether that is more than luck."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from core.messages import Sentence
from core.significance.evaluation import Evaluation
from core.significance.mcnemar_test import mcnemar

FEWEST = 6  # images that tell them apart: even five to none is split so by luck in 6 of 100 comparisons
LIMITS = Sentence(
    "McNemar's test looks only at the images that exactly one of the two gets right. It compares these two trained "
    "networks, not the two designs: with another seed it may turn out the other way."
)


class Counts(NamedTuple):
    """How many images each of the four fields holds."""

    both_right: int
    only_a: int
    only_b: int
    both_wrong: int


@dataclass(frozen=True, eq=False)
class PredictionComparison:
    """Two evaluations of the same images in the same order. Raises ValueError where their labels differ."""

    a: Evaluation
    b: Evaluation

    def __post_init__(self) -> None:
        if not np.array_equal(self.a.labels, self.b.labels):
            raise ValueError(
                "the labels of the two evaluations differ; they must be of the same images in the same order"
            )

    @cached_property
    def both_right(self) -> np.ndarray:
        """Indices of the images that both get right, in order: int64."""
        return np.flatnonzero(self._right_a & self._right_b)

    @cached_property
    def only_a(self) -> np.ndarray:
        """Indices of the images that A gets right and B wrong, in order: int64."""
        return np.flatnonzero(self._right_a & ~self._right_b)

    @cached_property
    def only_b(self) -> np.ndarray:
        """Indices of the images that B gets right and A wrong, in order: int64."""
        return np.flatnonzero(~self._right_a & self._right_b)

    @cached_property
    def both_wrong(self) -> np.ndarray:
        """Indices of the images that both get wrong, in order: int64."""
        return np.flatnonzero(~self._right_a & ~self._right_b)

    @property
    def counts(self) -> Counts:
        return Counts(len(self.both_right), len(self.only_a), len(self.only_b), len(self.both_wrong))

    @cached_property
    def p(self) -> float:
        """Were both equally good: the probability of a split of their disagreements at least as uneven (McNemar)."""
        return mcnemar(len(self.only_a), len(self.only_b))

    @cached_property
    def confusion_difference(self) -> np.ndarray:
        """int64 (10, 10), A minus B: row = true class, column = predicted class. Every row sums to 0."""
        return self.a.confusion - self.b.confusion

    @property
    def verdict(self) -> Sentence:
        """Whether one is better, in words; to be read together with `LIMITS`."""
        told_apart = len(self.only_a) + len(self.only_b)
        if not told_apart:
            return self._nothing_apart()
        if told_apart == 1:
            return Sentence("Only one image tells them apart: too few to say which network is better.")
        if told_apart < FEWEST:
            return Sentence(
                "Only {n} images tell them apart: too few to say which network is better, even if all of them favoured the same one.",
                n=told_apart,
            )
        return _split(told_apart, self.p)

    @cached_property
    def _right_a(self) -> np.ndarray:
        return self.a.predicted == self.a.labels

    @cached_property
    def _right_b(self) -> np.ndarray:
        return self.b.predicted == self.b.labels

    def _nothing_apart(self) -> Sentence:
        if np.array_equal(self.a.probabilities, self.b.probabilities):
            return Sentence(
                "Both give every image exactly the same probabilities: this is the same network twice, so there is "
                "nothing to compare."
            )
        if np.array_equal(self.a.predicted, self.b.predicted):
            return Sentence(
                "Both networks give the same answer for each of the {total:,} images: nothing here tells them apart.",
                total=self.a.total,
            )
        return Sentence(
            "Both networks get the same images right and the same ones wrong, though not always with the same wrong "
            "answer: nothing here says that one is better."
        )


def _split(n: int, p: float) -> Sentence:
    """What a split of ``n`` images says that chance makes at least as uneven with probability ``p``.

    The word follows from the number as it is shown, so that the two never contradict each other.
    """
    if p >= 1:
        return Sentence(
            "The {n:,} images that only one of the two gets right are split as evenly as can be: nothing here says "
            "that one is better.",
            n=n,
        )
    if p < 1e-6:
        return Sentence(
            "If both networks were equally good, chance alone would split the {n:,} images that only one of the two "
            "gets right at least as unevenly in fewer than 1 of a million such comparisons: this is more than luck.",
            n=n,
        )
    times = float(f"{1 / p:.2g}")
    if times > 100:
        return Sentence(
            "If both networks were equally good, chance alone would split the {n:,} images that only one of the two "
            "gets right at least as unevenly in about 1 of {times:,} such comparisons: this is more than luck.",
            n=n,
            times=int(times),
        )
    share = min(99, round(100 * p))
    if share < 10:
        return Sentence(
            "If both networks were equally good, chance alone would split the {n:,} images that only one of the two "
            "gets right at least as unevenly in about {share} of 100 such comparisons: a hint that one is better, but "
            "no proof.",
            n=n,
            share=share,
        )
    return Sentence(
        "If both networks were equally good, chance alone would split the {n:,} images that only one of the two gets "
        "right at least as unevenly in about {share} of 100 such comparisons: this may well be luck.",
        n=n,
        share=share,
    )
