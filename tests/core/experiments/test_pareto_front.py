"""The frontier against brute force, and what makes a point."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core import spec
from core.experiments import pareto_front
from core.experiments.task import Result, Task
from core.experiments.view import Point
from core.spec import Conv, NetworkSpec, TrainingSpec

SMALL = NetworkSpec((Conv(2, 3, 2),))


def task(network=SMALL, seed=0, iterations=100, versions=(), **settings) -> Task:
    return Task(network, TrainingSpec(seed=seed, **settings), iterations, versions)


def result(test: int | None, seconds=1.0, diverged=None) -> Result:
    return Result(seconds, 4_000, 5_000, test, 10_000, diverged)


def point(parameters=1.0, seconds=1.0, accuracy=0.5) -> Point:
    return Point(SMALL, TrainingSpec(), 100, 1, accuracy, accuracy, accuracy, parameters, seconds)


# Points.


def test_the_seeds_of_a_design_are_one_point():
    rows = [
        (task(seed=seed), result(count, seconds))
        for seed, count, seconds in [(3, 9_000, 1), (0, 9_300, 9), (7, 9_600, 2)]
    ]
    (found,) = pareto_front.points(rows)
    assert (found.accuracy, found.low, found.high) == (pytest.approx(0.93), 0.9, 0.96)
    assert (found.seeds, found.seconds, found.iterations) == (3, 2, 100)
    assert found.parameters == sum(part.parameters for part in spec.summary(SMALL))
    assert (found.network, found.settings) == (SMALL, TrainingSpec(seed=0))


def test_what_differs_is_another_point_and_the_smallest_comes_first():
    tasks = [task(spec.tutorial()), task(), task(iterations=1_000), task(learning_rate=0.01), task(optimizer="sgd")]
    found = pareto_front.points((each, result(9_000)) for each in tasks)
    assert len(found) == 5
    assert found[-1].network == spec.tutorial()
    assert found[-2].iterations == 1_000


def test_the_order_of_the_rows_counts_for_nothing():
    rows = [(task(network, seed, iterations), result(9_000 + 10 * seed + iterations)) for network in (SMALL, spec.tutorial()) for seed in range(3) for iterations in (10, 20)]  # fmt: skip
    assert pareto_front.points(rows) == pareto_front.points(rows[::-1])


def test_what_was_not_judged_on_the_test_set_is_no_point():
    diverged = Result(1.0, None, 5_000, None, 10_000, diverged=3)
    assert pareto_front.points([(task(), result(None)), (task(seed=1), diverged)]) == []
    (found,) = pareto_front.points([(task(), result(None)), (task(seed=1), diverged), (task(seed=2), result(9_000))])
    assert (found.seeds, found.accuracy) == (1, 0.9)


def test_a_seed_counts_once_whatever_version_computed_it():
    rows = [(task(versions=(("numpy", version),)), result(count)) for version, count in [("1", 9_000), ("2", 9_200)]]
    (found,) = pareto_front.points(rows)
    assert (found.seeds, found.accuracy) == (1, 0.92)


def test_nothing_gives_nothing():
    assert pareto_front.points([]) == []
    assert pareto_front.best([]) == []


# The best ones.


def brute_force(points, by) -> set[int]:
    """A point is beaten by one that costs no more and is at least as accurate, and better in one of both, or its equal before it."""

    def beats(place, other):
        a, b = points[place], points[other]
        cheaper, better = getattr(a, by) <= getattr(b, by), a.accuracy >= b.accuracy
        same = getattr(a, by) == getattr(b, by) and a.accuracy == b.accuracy
        return cheaper and better and (place < other if same else True)

    places = range(len(points))
    return {place for place in places if not any(beats(other, place) for other in places if other != place)}


@pytest.mark.parametrize("by", pareto_front.COSTS)
@pytest.mark.parametrize("values", [5, 20, 10_000])  # few values: many ties
def test_the_best_are_those_that_nothing_beats(by, values):
    chance = np.random.default_rng(values)
    for _ in range(60):
        numbers = chance.integers(0, values, (chance.integers(1, 30), 3)).tolist()
        points = [point(*each) for each in numbers]
        found = pareto_front.best(points, by)
        assert set(found) == brute_force(points, by)
        costs = [getattr(points[place], by) for place in found]
        accuracies = [points[place].accuracy for place in found]
        assert costs == sorted(set(costs))
        assert accuracies == sorted(set(accuracies))


def test_by_hand():
    points = [point(100, accuracy=0.9), point(10, accuracy=0.8), point(50, accuracy=0.7), point(10, accuracy=0.85), point(200, accuracy=0.9)]  # fmt: skip
    assert pareto_front.best(points) == [3, 0]
    assert pareto_front.best([points[0], points[0]]) == [0]
    assert pareto_front.best([point(), replace(points[0], seconds=0.5)], "seconds") == [1]


def test_another_cost_is_refused():
    with pytest.raises(ValueError, match="one of"):
        pareto_front.best([point()], "accuracy")
