"""Intervals and tests against SciPy, published values and simulated experiments."""

from __future__ import annotations

import math
import pickle
import subprocess
import sys
import time

import numpy as np
import pytest
from scipy import stats
from scipy.stats import binomtest

from core.significance import paired_test
from core.statistics import mcnemar, paired, seeds_for, welch, wilson
from tests.support.root import ROOT


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
    began = time.process_time()
    found = mcnemar(only_a, only_b)
    assert time.process_time() - began < 1  # it takes milliseconds
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
    """The server imports them, and SciPy takes memory: it comes when it is needed, and scipy.stats never."""
    program = """if True:
        import sys
        import core.statistics as s, core.significance.prediction_comparison
        early = 'scipy' in sys.modules
        s.paired([0.95, 0.96], [0.94, 0.97]), s.welch(1, 1, 2, 2, 1, 2), s.seeds_for()
        sys.exit(early or 'scipy.stats' in sys.modules)"""
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0


A = (0.9521, 0.9544, 0.9498, 0.9533, 0.9510)
B = (0.9483, 0.9501, 0.9495, 0.9460, 0.9507)


def _accuracies(chance, count, mean=0.95, deviation=0.0015):
    """Networks that differ from seed to seed, judged on 10,000 images."""
    return chance.binomial(10_000, mean + deviation * chance.standard_normal(count)) / 10_000


@pytest.fixture
def no_bootstrap(monkeypatch):
    """The verdict does not follow it, and a thousand experiments take seconds with it."""
    monkeypatch.setattr(paired_test, "RESAMPLES", 2)


def test_paired_by_hand():
    """Differences 38, 43, 3, 73, 3 of 10,000: mean 32, squared deviations 36 + 121 + 841 + 1681 + 841 = 3520."""
    found = paired(A, B)
    deviation = math.sqrt(3520 / 4)  # 29.66
    half = 2.7764451 * deviation / math.sqrt(5)  # 97.5 % quantile of t with 4 degrees of freedom
    assert found.n == 5
    assert found.difference == pytest.approx(0.0032, abs=1e-12)
    assert found.deviation == pytest.approx(deviation / 10_000)
    assert found.interval == pytest.approx(((32 - half) / 10_000, (32 + half) / 10_000), rel=1e-6)
    assert (found.probability, found.wins, found.ties) == (1, 5, 0)
    assert (found.verdict, found.level, found.comparisons, found.worthwhile) == ("open", 0.95, 1, 0.002)
    assert pickle.loads(pickle.dumps(found)) == found
    assert paired(np.array(A), list(B)) == found


@pytest.mark.parametrize("n", [2, 3, 5, 10, 100])
@pytest.mark.parametrize("comparisons", [1, 4])
def test_paired_is_scipys(n, comparisons):
    chance = np.random.default_rng(n)
    a, b = _accuracies(chance, n, 0.952), _accuracies(chance, n)
    found, test = paired(a, b, comparisons=comparisons), stats.ttest_rel(a, b)
    expected = test.confidence_interval(1 - 0.05 / comparisons)
    assert found.interval == pytest.approx((expected.low, expected.high), abs=1e-11)
    assert (found.verdict == "real") == (test.pvalue < 0.05 / comparisons)
    back = paired(b, a, comparisons=comparisons)
    assert (back.difference, back.verdict, back.seeds_needed) == (-found.difference, found.verdict, found.seeds_needed)
    assert back.interval == (-found.interval[1], -found.interval[0])
    assert (back.probability, back.wins) == (pytest.approx(1 - found.probability), n - found.wins - found.ties)


@pytest.mark.parametrize("n", [5, 20, 100])
def test_bootstrap_is_scipys(n):
    chance = np.random.default_rng(n)
    a, b = _accuracies(chance, n), _accuracies(chance, n)
    found = paired(a, b)
    expected = stats.bootstrap((a - b,), np.mean, n_resamples=10_000, method="percentile", rng=1).confidence_interval
    width = expected.high - expected.low
    assert found.bootstrap == pytest.approx((expected.low, expected.high), abs=0.05 * width)
    assert paired(a, b).bootstrap == found.bootstrap


def test_bootstrap_is_too_narrow_for_five():
    chance = np.random.default_rng(0)
    found = [paired(_accuracies(chance, 5), _accuracies(chance, 5)) for _ in range(100)]
    widths = [(each.bootstrap[1] - each.bootstrap[0]) / (each.interval[1] - each.interval[0]) for each in found]
    assert 0.55 < np.mean(widths) < 2 / 3
    many = paired(_accuracies(chance, 200), _accuracies(chance, 200))
    assert many.bootstrap == pytest.approx(many.interval, abs=3e-5)


def test_ties_count_half():
    found = paired([0.95, 0.96, 0.97, 0.98], [0.95, 0.95, 0.97, 0.99])
    assert (found.probability, found.wins, found.ties) == (0.5, 1, 2)
    assert found.difference == 0  # not 1e-17


def test_one_pair():
    found = paired([0.951], [0.95])
    assert (found.verdict, found.seeds_needed, found.deviation) == ("single", None, None)
    assert found.interval == found.bootstrap == (-math.inf, math.inf)
    assert (found.difference, found.probability) == (0.001, 1)


def test_all_differences_equal():
    same = paired(A, A)
    assert (same.difference, same.interval, same.bootstrap) == (0, (0, 0), (0, 0))
    assert (same.verdict, same.probability, same.deviation, same.seeds_needed) == ("none", 0.5, 0, 0)
    shifted = paired([each + 0.003 for each in A], A)
    assert (shifted.difference, shifted.interval, shifted.deviation) == (0.003, (0.003, 0.003), 0)
    assert shifted.verdict == "real"


@pytest.mark.parametrize(
    ("interval", "verdict"),
    [
        ((0.0001, 0.01), "real"),
        ((-0.01, -0.0001), "real"),
        ((0.0001, 0.0002), "real"),
        ((-0.0001, 0.001), "none"),
        ((-0.002, 0.002), "none"),
        ((-0.002, 0.0021), "open"),
        ((-0.0021, 0.002), "open"),
        ((-0.01, 0.01), "open"),
    ],
)
def test_the_verdict_of_an_interval(interval, verdict):
    """That of two differences: their mean ± t times half of what lies between them."""
    middle, half = sum(interval) / 2, (interval[1] - interval[0]) / 2 * (1 - 1e-9)
    reach = half / stats.t.ppf(0.975, 1)
    found = paired([0.5 + middle - reach, 0.5 + middle + reach], [0.5, 0.5])
    assert found.interval == pytest.approx(interval, abs=1e-8)
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("a", "b", "more", "says"),
    [
        ((), (), {}, r"a has the shape \(0,\)"),
        (((0.9,),), ((0.9,),), {}, r"a has the shape \(1, 1\)"),
        (0.9, 0.9, {}, r"a has the shape \(\)"),
        ((0.9, 0.9), (0.9,), {}, "a has 2 accuracies and b 1"),
        ((0.9, 0.9), (0.9, float("nan")), {}, "b has nan in it"),
        ((0.9, float("-inf")), (0.9, 0.9), {}, "a has -inf in it"),
        (A, B, {"worthwhile": 0.0}, "worthwhile is 0.0"),
        (A, B, {"worthwhile": float("nan")}, "worthwhile is nan"),
        (A, B, {"comparisons": 0}, "comparisons is 0"),
        (A, B, {"comparisons": 1.5}, "comparisons is 1.5"),
    ],
)
def test_what_cannot_be_paired(a, b, more, says):
    with pytest.raises(ValueError, match=says):
        paired(a, b, **more)


@pytest.mark.parametrize("pairs", [3, 5, 10])
@pytest.mark.usefixtures("no_bootstrap")
def test_a_network_against_itself_is_rarely_real(pairs):
    """The level holds: in 3 to 7 % of 1,000 experiments without any difference."""
    chance = np.random.default_rng(pairs)
    found = [paired(_accuracies(chance, pairs), _accuracies(chance, pairs)) for _ in range(1000)]
    assert 30 <= sum(each.verdict == "real" for each in found) <= 70


@pytest.mark.usefixtures("no_bootstrap")
def test_four_comparisons_together_are_rarely_real():
    """Without the correction some 13 % of these questions would hear "real" at least once."""
    chance = np.random.default_rng(4)
    corrected = plain = 0
    for _ in range(1000):
        base, *others = (_accuracies(chance, 5) for _ in range(5))
        corrected += any(paired(other, base, comparisons=4).verdict == "real" for other in others)
        plain += any(paired(other, base).verdict == "real" for other in others)
    assert corrected <= 70
    assert plain > 100


def _power(pairs, deviation, worthwhile, level=0.95):
    quantile = stats.t.ppf((1 + level) / 2, pairs - 1)
    return stats.nct.sf(quantile, pairs - 1, worthwhile * math.sqrt(pairs) / deviation)


@pytest.mark.parametrize("spread", [0.002, 0.005, 0.02])
@pytest.mark.parametrize("comparisons", [1, 4])
def test_seeds_needed_is_the_smallest_number(spread, comparisons):
    a, level = [0.9, 0.9 + spread, 0.9 - spread, 0.9], 1 - 0.05 / comparisons
    found = paired(a, [0.9] * 4, comparisons=comparisons)
    total = found.n + found.seeds_needed
    assert found.verdict == "open"
    assert _power(total, found.deviation, 0.002, level) >= 0.9
    assert found.seeds_needed == 1 or _power(total - 1, found.deviation, 0.002, level) < 0.9


def test_seeds_needed_has_ends():
    assert paired(A, B).seeds_needed == 21
    assert paired([0.1, 0.9, 0.5], [0.5, 0.5, 0.5]).seeds_needed == 9_999
    assert paired([0.5, 0.5021], [0.5, 0.5], worthwhile=0.1).seeds_needed == 0
    for comparisons in (1, 5, 15):  # the power is NaN to SciPy where nearly nothing can be missed
        assert paired([0.5, 0.5008], [0.5, 0.5], 0.004, comparisons).seeds_needed >= 1
    began = time.process_time()
    paired([0.1, 0.9] * 50, [0.5] * 100)
    assert time.process_time() - began < 1  # it takes milliseconds


@pytest.mark.parametrize(("true", "verdict"), [(0.002, "real"), (-0.002, "real"), (0.0, "none")])
@pytest.mark.usefixtures("no_bootstrap")
def test_so_many_more_seeds_about_settle_it(true, verdict):
    """In some 80 of 100 experiments that were open, the deviation being known from ten seeds only."""
    chance = np.random.default_rng(7)
    settled = asked = 0
    while asked < 300:
        a, b = _accuracies(chance, 10, 0.95 + true), _accuracies(chance, 10)
        first = paired(a, b)
        if first.verdict == "open":
            more = first.seeds_needed
            a, b = np.append(a, _accuracies(chance, more, 0.95 + true)), np.append(b, _accuracies(chance, more))
            settled += paired(a, b).verdict == verdict
            asked += 1
    assert 0.7 <= settled / asked <= 0.9


def test_welch_of_the_tutorials():
    """#03 (5 runs) 98.87 ± 0.055 against #02 (8 runs) 98.65 ± 0.106: t = 4.96 with 10.8 degrees of freedom.

    The means are rounded to 0.01: what they come from lies anywhere within 0.005 of them.
    """
    found = welch(98.87, 0.055, 5, 98.65, 0.106, 8)
    assert found.freedom == pytest.approx(10.8, abs=0.05)
    assert found.t == pytest.approx(4.96, abs=0.06)
    assert welch(98.8712, 0.055, 5, 98.6488, 0.106, 8).t == pytest.approx(4.96, abs=0.005)
    assert found.p < 0.001
    assert found.interval[0] > 0.1


@pytest.mark.parametrize(("n_a", "n_b"), [(2, 2), (5, 8), (30, 3)])
@pytest.mark.parametrize("comparisons", [1, 4])
def test_welch_is_scipys(n_a, n_b, comparisons):
    chance = np.random.default_rng(n_a)
    a, b = _accuracies(chance, n_a, deviation=0.003), _accuracies(chance, n_b)
    groups = (a.mean(), a.std(ddof=1), n_a, b.mean(), b.std(ddof=1), n_b)
    found, expected = welch(*groups, comparisons=comparisons), stats.ttest_ind(a, b, equal_var=False)
    interval = expected.confidence_interval(1 - 0.05 / comparisons)
    assert (found.t, found.p, found.freedom) == pytest.approx((expected.statistic, expected.pvalue, expected.df))
    assert found.interval == pytest.approx((interval.low, interval.high), abs=1e-12)
    assert found.difference == a.mean() - b.mean()
    assert found.p == pytest.approx(stats.ttest_ind_from_stats(*groups, equal_var=False).pvalue)


def test_welch_without_any_deviation():
    same, apart = welch(0.5, 0, 3, 0.5, 0, 2), welch(0.5, 0, 3, 0.75, 0, 2)
    assert (same.t, same.p, same.interval) == (0, 1, (0, 0))
    assert (apart.t, apart.p, apart.interval) == (-math.inf, 0, (-0.25, -0.25))
    one = welch(0.5, 0, 3, 0.75, 0.1, 4)
    assert one.freedom == pytest.approx(3)


@pytest.mark.parametrize(
    ("groups", "says"),
    [
        ((float("nan"), 1, 2, 0, 1, 2), "the means are nan and 0"),
        ((0, -1, 2, 0, 1, 2), "the deviations are -1 and 1"),
        ((0, 1, 2, 0, float("inf"), 2), "the deviations are 1 and inf"),
        ((0, 1, 1, 0, 1, 2), "1 and 2 runs; a standard deviation takes at least 2"),
        ((0, 1, 2, 0, 1, 2, 0), "comparisons is 0"),
    ],
)
def test_no_groups(groups, says):
    with pytest.raises(ValueError, match=says):
        welch(*groups)


def test_seeds_for_is_the_recommended_29():
    """Bouthillier et al. 2021: P(A > B) above 0.75 with 5 % errors of both kinds takes 29 pairs."""
    assert seeds_for() == 29
    assert seeds_for(gamma=0.9) == 12  # (1.645 + 1.645)² / (6 · 0.4²) = 11.3
    assert seeds_for(gamma=0.7, alpha=0.05, beta=0.2) == 26  # (1.645 + 0.842)² / (6 · 0.2²) = 25.8


@pytest.mark.parametrize(
    ("odd", "says"), [({"gamma": 0.5}, "gamma is 0.5"), ({"alpha": 0}, "alpha is 0"), ({"beta": 0.5}, "beta is 0.5")]
)
def test_no_such_plan(odd, says):
    with pytest.raises(ValueError, match=says):
        seeds_for(**odd)
