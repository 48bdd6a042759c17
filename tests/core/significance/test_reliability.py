"""How often a network is right where its softmax value is so high, against scikit-learn's `calibration_curve`."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest
from sklearn.calibration import calibration_curve

from core.evaluation import Evaluation, evaluate
from core.significance.reliability import BINS, overall, reliability


def judged(seed: int, count: int, sharpness: float, right: float = 0.8) -> Evaluation:
    chance = np.random.default_rng(seed)
    labels, logits = chance.integers(0, 10, count), chance.normal(size=(count, 10))
    helped = chance.random(count) < right
    logits[helped, labels[helped]] += 3
    values = np.exp(sharpness * logits)
    return evaluate((values / values.sum(1, keepdims=True)).astype(np.float32), labels)


def said(value: float, count: int, right: int) -> Evaluation:
    """So many images, each with that softmax value; so many of them are right."""
    probabilities = np.full((count, 10), (1 - value) / 9, np.float32)
    probabilities[:, 3] = value
    return evaluate(probabilities, np.array([3] * right + [4] * (count - right)))


@pytest.mark.parametrize(("seed", "count", "sharpness"), [(0, 10_000, 1), (1, 10_000, 3), (2, 500, 0.3), (3, 12, 1)])
def test_agrees_with_scikit_learn(seed, count, sharpness):
    evaluation = judged(seed, count, sharpness)
    shares, means = calibration_curve(
        evaluation.predicted == evaluation.labels, evaluation.confidence.astype(np.float64), n_bins=BINS
    )
    bins = reliability(evaluation)
    np.testing.assert_allclose([each.share for each in bins], shares, rtol=1e-12)
    np.testing.assert_allclose([each.mean for each in bins], means, rtol=1e-12)
    assert sum(each.total for each in bins) == count
    assert sum(each.correct for each in bins) == evaluation.correct
    assert all(each.low < each.mean <= each.high for each in bins)
    for each in bins:
        interval = binomtest(each.correct, each.total).proportion_ci(method="wilson")
        np.testing.assert_allclose(each.interval, (interval.low, interval.high), atol=1e-12)


def test_all_images_are_one_bin():
    evaluation = judged(4, 3_000, 1)
    whole = overall(evaluation)
    assert (whole.share, whole.total) == (evaluation.accuracy, 3_000)
    assert whole.mean == pytest.approx(np.average([each.mean for each in reliability(evaluation)], weights=[each.total for each in reliability(evaluation)]))  # fmt: skip


@pytest.mark.parametrize(("right", "fits"), [(90, True), (86, True), (99, False), (70, False)])
def test_it_fits_where_the_interval_has_the_softmax_value_in_it(right, fits):
    (only,) = reliability(said(0.9, 100, right))
    assert (only.total, only.correct) == (100, right)
    assert only.fits is fits


def test_an_image_on_an_edge_belongs_below_it():
    """As scikit-learn has it: 0.5 is in the bin that ends there."""
    (only,) = reliability(said(0.5, 10, 5))
    assert (only.low, only.high) == (0.4, 0.5)
