"""Two networks on the same images: whether their disagreements are split more unevenly than chance would split them."""

from __future__ import annotations

import math


def mcnemar(only_a: int, only_b: int) -> float:
    """Exact two-sided p of McNemar's test (McNemar 1947; with binomial probabilities as in Dietterich 1998).

    Of two networks judged on the same images, ``only_a`` images were classified correctly by A alone and ``only_b`` by B
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


def _whole(number: int) -> int:
    try:
        whole = int(number)
    except (TypeError, ValueError, OverflowError):
        whole = -1
    if whole < 0 or whole != number:
        raise ValueError(f"{number!r} is no number of images; it must be a whole number, 0 or more")
    return whole
