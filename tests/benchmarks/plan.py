"""How much is measured."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Plan:
    """The defaults are the full measurement; `quick` only shows that everything works."""

    rounds: int = 7  # of contenders that take turns
    loop_iterations: int = 60  # of each contender in a round
    window_seconds: float = 10.0  # of steady training
    clicks: int = 40
    page_visits: int = 7  # to each page
    starts: int = 5
    learners: int = 30
    designs: int = 200
    experiment_rounds: int = 1
    experiment_runs: int = 20
    experiment_iterations: int = 1_000


def quick() -> Plan:
    return Plan(
        rounds=2,
        loop_iterations=15,
        window_seconds=3.0,
        clicks=12,
        page_visits=2,
        starts=1,
        learners=5,
        designs=20,
        experiment_runs=6,
        experiment_iterations=100,
    )
