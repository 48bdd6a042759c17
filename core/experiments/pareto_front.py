"""What accuracy costs, over everything that was trained: a point for each design, and the designs that nothing cheaper beats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import fmean, median

from core import spec
from core.experiments.task import Result, Task
from core.experiments.view import Point
from core.spec import NetworkSpec, TrainingSpec

COSTS = ("parameters", "seconds")


def points(rows: Iterable[tuple[Task, Result]]) -> list[Point]:
    """One `Point` for each network with its settings, whatever the seed, after so many iterations; the fewest parameters first.

    What was not judged on the test set is left out. Where a seed stands twice (computed by other versions), the later row counts.
    """
    judged: dict[tuple[NetworkSpec, TrainingSpec, int], dict[int, tuple[float, float]]] = {}
    for task, result in rows:
        if result.accuracy is not None:
            design = task.network, replace(task.settings, seed=0), task.iterations
            judged.setdefault(design, {})[task.settings.seed] = result.accuracy, result.seconds
    found = [_point(*design, list(seeds.values())) for design, seeds in judged.items()]
    return sorted(found, key=lambda point: (point.parameters, point.iterations, repr(point)))


def best(points: Sequence[Point], by: str = "parameters") -> list[int]:
    """Places of the points that none of the others beats at the same cost or less, the cheapest first.

    ``by``: "parameters" or "seconds". The accuracy grows strictly along them; of two that are equal in both, the first counts.
    Raises ValueError for another ``by``.
    """
    if by not in COSTS:
        raise ValueError(f"by is {by!r}; it must be one of {COSTS}")
    order = sorted(range(len(points)), key=lambda place: (getattr(points[place], by), -points[place].accuracy, place))
    found: list[int] = []
    for place in order:
        if not found or points[place].accuracy > points[found[-1]].accuracy:
            found.append(place)
    return found


def _point(
    network: NetworkSpec, settings: TrainingSpec, iterations: int, seeds: Sequence[tuple[float, float]]
) -> Point:
    """``seeds``: (accuracy, seconds) of each."""
    accuracies = [accuracy for accuracy, _ in seeds]
    return Point(
        network, settings, iterations, seeds=len(seeds),
        accuracy=fmean(accuracies), low=min(accuracies), high=max(accuracies),
        parameters=spec.parameters(network), seconds=median(seconds for _, seconds in seeds),
    )  # fmt: skip
