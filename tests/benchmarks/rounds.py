"""Contenders take turns, round by round, so that whatever else the machine does meets them all alike."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """One figure over another in each round: the median, the least and the most."""

    median: float
    least: float
    most: float

    def times(self, other: str) -> str:
        """ "1.25 × other (1.21–1.29)" """
        return f"{self.median:.2f} × {other} ({self.least:.2f}–{self.most:.2f})"


def interleaved(rounds: int, contenders: Mapping[str, Callable[[], float]]) -> dict[str, list[float]]:
    """A B C, A B C, …: what each contender gave in each round."""
    figures: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(rounds):
        for name, run in contenders.items():
            figures[name].append(run())
            say(f"  round {number + 1} of {rounds}: {name}: {figures[name][-1]:.4g}")
    return figures


def ratio(above: Sequence[float], below: Sequence[float]) -> Ratio:
    """Round by round, ``above`` over ``below``."""
    shares = [a / b for a, b in zip(above, below, strict=True)]
    return Ratio(statistics.median(shares), min(shares), max(shares))


def p95(values: Sequence[float]) -> float:
    """The value that 95 % of them do not exceed: one of them, by the nearest rank."""
    ordered = sorted(values)
    return ordered[max(0, -(-95 * len(ordered) // 100) - 1)]


def say(line: str) -> None:
    """How far the measurement is, beside the table."""
    print(line, file=sys.stderr, flush=True)
