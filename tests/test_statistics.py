"""Intervals and McNemar's test against SciPy and published values."""

from __future__ import annotations

import subprocess
import sys
import time

import numpy as np
import pytest
from scipy.stats import binomtest

from core.statistics import mcnemar, wilson


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


def test_mcnemar_is_scipys_sign_test():
    for only_a in range(40):
        for only_b in range(40):
            expected = binomtest(only_a, only_a + only_b).pvalue if only_a + only_b else 1.0
            assert mcnemar(only_a, only_b) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("only_a", "only_b"),
    [
        (5000, 5000),
        (5000, 4999),
        (4990, 5010),
        (4900, 5100),
        (4000, 6000),
        (100, 9900),
        (1, 400),
        (0, 900),
        (900, 1000),
    ],
)
def test_mcnemar_of_many_images(only_a, only_b):
    began = time.perf_counter()
    found = mcnemar(only_a, only_b)
    assert time.perf_counter() - began < 1  # it takes milliseconds
    assert found == pytest.approx(binomtest(only_a, only_a + only_b).pvalue, rel=1e-9)
    assert mcnemar(only_b, only_a) == found


def test_mcnemar_by_hand():
    assert mcnemar(39, 16) == pytest.approx(0.0027, abs=5e-5)
    assert mcnemar(0, 0) == mcnemar(1, 0) == mcnemar(7, 7) == mcnemar(8, 7) == 1
    assert mcnemar(5, 0) == 2 / 2**5
    assert mcnemar(1, 6) == 2 * (1 + 7) / 2**7
    assert mcnemar(np.int64(1), np.uint8(6)) == mcnemar(1, 6)
    assert mcnemar(10_000, 0) == 0  # too small for a float


@pytest.mark.parametrize("odd", [-1, 1.5, float("nan"), float("inf"), "3", None, (1, 2)])
def test_no_number_of_images(odd):
    for pair in ((odd, 3), (3, odd)):
        with pytest.raises(ValueError, match="whole number, 0 or more"):
            mcnemar(*pair)


def test_statistics_bring_no_scipy():
    """The server imports them, and SciPy takes memory."""
    program = "import core.statistics, core.duel, sys; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
