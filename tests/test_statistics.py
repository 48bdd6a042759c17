"""Intervals against SciPy and a published value."""

from __future__ import annotations

import pytest
from scipy.stats import binomtest

from core.statistics import wilson


@pytest.mark.parametrize(
    ("correct", "total"),
    [(0, 1), (1, 1), (0, 10), (3, 10), (10, 10), (1, 2), (60, 100), (577, 10_000), (9455, 10_000), (10_000, 10_000)]
    + [(correct, 37) for correct in range(38)],
)
def test_wilson_is_scipys(correct, total):
    expected = binomtest(correct, total).proportion_ci(0.95, method="wilson")
    assert wilson(correct, total) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_wilson_published():
    """Newcombe 1998, Statistics in Medicine 17, table I, method 3: 81 of 263, and 0 of 20."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)


def test_the_test_noise_of_the_tutorial():
    """At 98.7 % of 10,000 images: ± 0.22 points."""
    low, high = wilson(9870, 10_000)
    assert (high - low) / 2 == pytest.approx(0.0022, abs=5e-5)


@pytest.mark.parametrize(
    ("correct", "total"), [(0, 0), (-1, 10), (11, 10), (0, -1), (float("nan"), 10), (1, float("nan"))]
)
def test_no_share(correct, total):
    with pytest.raises(ValueError, match="is no share"):
        wilson(correct, total)
