"""How many runs a comparison takes, before the first one."""

from __future__ import annotations

import math
from statistics import NormalDist


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
