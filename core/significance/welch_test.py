"""Two groups of runs that are not paired by seed: Welch's t-test."""

from __future__ import annotations

import math
from dataclasses import dataclass


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

    It is for runs with seeds of their own; for the same seeds `core.significance.paired_test.paired` mostly sees more. The interval is at level
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
