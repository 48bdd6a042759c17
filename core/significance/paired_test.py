"""Two designs over the same seeds: the differences seed by seed, how sure their mean is, and how many seeds would settle it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

REAL, NONE, OPEN, SINGLE = "real", "none", "open", "single"

ERROR = 0.05  # the share of experiments that may say "real" where there is no difference
POWER = 0.8  # the share of experiments that should be settled with the seeds that `Paired.seeds_needed` names
MOST_NEEDED = 9_999
RESAMPLES = 10_000
DECIMALS = 12  # of a difference; what is smaller is the rounding of the subtraction


@dataclass(frozen=True)
class Paired:
    """Two designs, A and B, compared over ``n`` seeds. Accuracies and their differences are shares, from 0 to 1.

    ``difference``: the mean of A − B. ``interval``: of that mean, by Student's t, at `level`; (−inf, inf) for one pair.
    ``bootstrap``: the percentile interval of the same level; too narrow for few seeds (with five, less than two thirds
    of the other's width), so the verdict follows ``interval``. ``probability``: the share of seeds where A is better,
    ties counted half, an estimate of P(A > B) (Bouthillier et al. 2021). ``ties``: seeds where neither is.
    ``deviation``: standard deviation of the differences; None for one pair.

    ``verdict``: `REAL` where the interval leaves out 0; else `NONE` where it lies within ± ``worthwhile``; else `OPEN`; and
    `SINGLE` for one pair. ``seeds_needed``: how many more would about settle what is open; 0 where nothing is, None for one
    pair. ``comparisons``: how many such comparisons one question makes.
    """

    n: int
    difference: float
    interval: tuple[float, float]
    bootstrap: tuple[float, float]
    probability: float
    ties: int
    deviation: float | None
    worthwhile: float
    comparisons: int
    verdict: str
    seeds_needed: int | None

    @property
    def level(self) -> float:
        """Of both intervals: 0.95 for one comparison."""
        return 1 - ERROR / self.comparisons

    @property
    def wins(self) -> int:
        """Seeds where A is better."""
        return round(self.probability * self.n - self.ties / 2)


def paired(a: Sequence[float], b: Sequence[float], worthwhile: float = 0.002, comparisons: int = 1) -> Paired:
    """The accuracies ``a`` against ``b``: the same seeds in the same order, so that what a seed does to both drops out.

    The paired t interval (Dietterich 1998; Colas et al. 2018) at level 1 − 0.05 / ``comparisons``, so that all of them
    together are wrong in at most 5 of 100 experiments (Bonferroni; Dunn 1961).

    Raises ValueError unless both are rows of equally many finite numbers, at least one, ``worthwhile`` is finite and
    above 0, and ``comparisons`` is a whole number, 1 or more.
    """
    row_a, row_b = _row("a", a), _row("b", b)
    if len(row_a) != len(row_b):
        raise ValueError(f"a has {len(row_a)} accuracies and b {len(row_b)}; it must be one of each for every seed")
    if not (math.isfinite(worthwhile) and worthwhile > 0):
        raise ValueError(f"worthwhile is {worthwhile}; it must be a finite number above 0")
    error = _error(comparisons)
    n, differences = len(row_a), (row_a - row_b).round(DECIMALS)
    mean = round(float(differences.mean()), DECIMALS) + 0.0  # never −0
    ties = int((differences == 0).sum())
    if n == 1:
        interval = bootstrap = (-math.inf, math.inf)
        deviation, verdict, needed = None, SINGLE, None
    else:
        deviation = float(differences.std(ddof=1)) if np.ptp(differences) else 0.0
        half = _quantile(n, error) * deviation / math.sqrt(n)
        interval = (mean - half, mean + half)
        bootstrap = _bootstrap(differences, error) if deviation else interval
        verdict = _verdict(interval, worthwhile)
        needed = _more(n, deviation, worthwhile, error) if verdict == OPEN else 0
    return Paired(
        n=n,
        difference=mean,
        interval=interval,
        bootstrap=bootstrap,
        probability=float(((differences > 0).sum() + ties / 2) / n),
        ties=ties,
        deviation=deviation,
        worthwhile=worthwhile,
        comparisons=comparisons,
        verdict=verdict,
        seeds_needed=needed,
    )


def _row(name: str, values: Sequence[float]) -> np.ndarray:
    row = np.asarray(values, np.float64)
    if row.ndim != 1 or not len(row):
        raise ValueError(f"{name} has the shape {row.shape}; it must be a row of accuracies, at least one")
    if not np.isfinite(row).all():
        raise ValueError(f"{name} has {row[~np.isfinite(row)][0]} in it; all must be finite numbers")
    return row


def _error(comparisons: int) -> float:
    if comparisons < 1 or comparisons != int(comparisons):
        raise ValueError(f"comparisons is {comparisons}; it must be a whole number, 1 or more")
    return ERROR / comparisons


def _verdict(interval: tuple[float, float], worthwhile: float) -> str:
    low, high = interval
    if low > 0 or high < 0:
        return REAL
    return NONE if -worthwhile <= low and high <= worthwhile else OPEN


def _quantile(n: int, error: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(n - 1, 1 - error / 2))


def _bootstrap(differences: np.ndarray, error: float) -> tuple[float, float]:
    """Percentile interval of the mean (Efron 1979): the differences are drawn again, with replacement, always in the same way."""
    n = len(differences)
    chance = np.random.default_rng(0)
    rows = max(1, 1_000_000 // n)  # of n numbers each: what is drawn at a time stays below some 10 MB
    means = [
        differences[chance.integers(n, size=(min(rows, RESAMPLES - start), n))].mean(axis=1)
        for start in range(0, RESAMPLES, rows)
    ]
    low, high = np.quantile(np.concatenate(means), (error / 2, 1 - error / 2))
    return float(low), float(high)


def _more(n: int, deviation: float, worthwhile: float, error: float) -> int:
    """How many pairs beyond ``n`` would about settle it, 1 to 9,999, if the deviation stays as it is.

    Settled in 80 of 100 experiments, whichever it is: a difference of ``worthwhile`` is called real, and where there is none,
    the interval lies within ± ``worthwhile``. The second takes more seeds: both ends must keep inside, which fails at most
    as often as both one-sided tests together (Schuirmann 1987), so each may fail in 10 of 100. The power is that of the t
    test (noncentral t; Colas et al. 2018), for ``worthwhile`` and not for the difference seen so far: that one may be luck,
    and a plan built on it would be too hopeful.
    """
    from scipy.special import nctdtr

    def settles(pairs: int) -> bool:
        missed = nctdtr(pairs - 1, worthwhile * math.sqrt(pairs) / deviation, _quantile(pairs, error))
        return not missed > (1 - POWER) / 2  # NaN where there is next to no chance to miss it

    low, high = n, n + MOST_NEEDED  # low does not settle it
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if settles(middle) else (middle, high)
    return high - n
