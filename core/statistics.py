"""How sure a number is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from core.significance.paired_test import Paired, paired

__all__ = ["Paired", "Welch", "mcnemar", "paired", "seeds_for", "welch", "wilson"]

_Z95 = 1.959963984540054  # 97.5 % quantile of the standard normal distribution


def wilson(correct: int, total: int) -> tuple[float, float]:
    """95 % confidence interval of the share ``correct / total`` (Wilson 1927; without continuity correction).

    Raises ValueError unless ``0 <= correct <= total`` and ``total`` is at least 1.
    """
    if total < 1 or not 0 <= correct <= total:
        raise ValueError(f"{correct} of {total} is no share; it takes 0 <= correct <= total and a total of at least 1")
    share, z2 = correct / total, _Z95**2
    centre = share + z2 / (2 * total)
    spread = _Z95 * math.sqrt(share * (1 - share) / total + z2 / (4 * total**2))
    scale = 1 + z2 / total
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def mcnemar(only_a: int, only_b: int) -> float:
    """Exact two-sided p of McNemar's test (McNemar 1947; with binomial probabilities as in Dietterich 1998).

    Of two networks judged on the same images, ``only_a`` images were named rightly by A alone and ``only_b`` by B
    alone. If both were equally good, each of these n images would fall to either side like a coin: p is the
    probability of a split at least as uneven, 2 · P(X ≤ min(only_a, only_b)) with X ~ Binomial(n, ½), at most 1; and 1
    where n is 0. Raises ValueError unless both are whole numbers, 0 or more.
    """
    less, more = sorted(_whole(number) for number in (only_a, only_b))
    if more - less <= 1:
        return 1.0
    # The tail as a multiple of its largest term, P(X = less): each term before it is less / (n - less + 1) times it.
    multiple = term = 1.0
    for k in range(less, 0, -1):
        term *= k / (less + more - k + 1)
        multiple += term
        if term < 1e-17 * multiple:
            break
    return min(1.0, multiple * (math.comb(less + more, less) / (1 << (less + more - 1))))


@dataclass(frozen=True)
class Welch:
    """Two groups compared that are not paired. ``difference``: mean of A − mean of B; ``interval``: of that difference.

    ``t`` with ``freedom`` degrees of freedom; ``p``: two-sided.
    """

    t: float
    freedom: float
    p: float
    difference: float
    interval: tuple[float, float]


def welch(
    mean_a: float,
    deviation_a: float,
    n_a: int,
    mean_b: float,
    deviation_b: float,
    n_b: int,
    comparisons: int = 1,
) -> Welch:
    """Welch's t test (Welch 1947) from the means, standard deviations (n − 1) and sizes of two groups of runs.

    It is for runs with seeds of their own; for the same seeds `paired` mostly sees more. The interval is at level
    1 − 0.05 / ``comparisons``, as there. Raises ValueError unless all are finite, the deviations at least 0, the sizes at
    least 2 and ``comparisons`` at least 1.
    """
    from scipy.special import stdtr, stdtrit

    if not all(map(math.isfinite, (mean_a, mean_b))):
        raise ValueError(f"the means are {mean_a} and {mean_b}; they must be finite numbers")
    if not all(math.isfinite(deviation) and deviation >= 0 for deviation in (deviation_a, deviation_b)):
        raise ValueError(f"the deviations are {deviation_a} and {deviation_b}; they must be finite numbers, 0 or more")
    if min(n_a, n_b) < 2:
        raise ValueError(f"the groups have {n_a} and {n_b} runs; a standard deviation takes at least 2")
    if comparisons < 1:
        raise ValueError(f"comparisons is {comparisons}; it must be 1 or more")
    difference = mean_a - mean_b
    part_a, part_b = deviation_a**2 / n_a, deviation_b**2 / n_b
    error = math.sqrt(part_a + part_b)
    if not error:
        t = math.copysign(math.inf, difference) if difference else 0.0
        return Welch(t, n_a + n_b - 2, 0.0 if difference else 1.0, difference, (difference, difference))
    freedom = (part_a + part_b) ** 2 / (part_a**2 / (n_a - 1) + part_b**2 / (n_b - 1))
    t = difference / error
    half = float(stdtrit(freedom, 1 - 0.025 / comparisons)) * error
    return Welch(t, freedom, 2 * float(stdtr(freedom, -abs(t))), difference, (difference - half, difference + half))


def seeds_for(gamma: float = 0.75, alpha: float = 0.05, beta: float = 0.05) -> int:
    """How many pairs of runs it takes to notice that A beats B with probability ``gamma`` (Noether 1987).

    As recommended for benchmarks by Bouthillier et al. 2021: N = ((Φ⁻¹(1 − α) − Φ⁻¹(β)) / (√6 · (½ − γ)))², rounded up,
    where ``alpha`` is the probability to say so wrongly of equals (one-sided) and ``beta`` to miss it. Raises ValueError
    unless ``gamma`` is above 0.5 and at most 1, and ``alpha`` and ``beta`` above 0 and below 0.5.
    """
    if not 0.5 < gamma <= 1:
        raise ValueError(f"gamma is {gamma}; it must be above 0.5 and at most 1")
    for name, value in (("alpha", alpha), ("beta", beta)):
        if not 0 < value < 0.5:
            raise ValueError(f"{name} is {value}; it must be above 0 and below 0.5")
    normal = NormalDist()
    return math.ceil((normal.inv_cdf(1 - alpha) - normal.inv_cdf(beta)) ** 2 / (6 * (0.5 - gamma) ** 2))


def _whole(number: int) -> int:
    try:
        whole = int(number)
    except (TypeError, ValueError, OverflowError):
        whole = -1
    if whole < 0 or whole != number:
        raise ValueError(f"{number!r} is no number of images; it must be a whole number, 0 or more")
    return whole
