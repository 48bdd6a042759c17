"""At which iterations a training stops for a moment: to be tested, to be validated, to be kept."""

from __future__ import annotations

from collections.abc import Iterable

MILESTONES = (0, 1, 100, 1_000, 10_000)  # the tutorial's steps, each tested on the full test set
MAX_ITERATIONS = 100_000
VALIDATION_IMAGES = 1_000  # of the 5,000: all of them would cost the training a tenth of its speed
TEST_CHUNK = 1_000  # images of the test set judged in one turn
MOST_STOPS = 24  # checkpoints kept outside the series: where a run was paused or reached its goal
_EARLY_VALIDATIONS = {0, 1, 2, 5, 10, 20, 50, 100, 200, 400, 600, 800}


def validates(iteration: int) -> bool:
    """Whether the validation accuracy is taken after that many iterations."""
    return iteration in _EARLY_VALIDATIONS or iteration == 1_000 or (iteration > 1_000 and iteration % 500 == 0)


def keeps(iteration: int) -> bool:
    """Whether the state is kept in passing: after 0, 1, 2, 5, 10, 20, 50, 100, … iterations, even steps on a logarithmic scale."""
    return iteration == 0 or (iteration > 0 and str(iteration).rstrip("0") in ("1", "2", "5"))


def surplus(checkpoints: Iterable[int]) -> list[int]:
    """Of the iterations with a checkpoint those that are too many: the oldest stops."""
    stops = sorted(iteration for iteration in checkpoints if not keeps(iteration))
    return stops[: max(0, len(stops) - MOST_STOPS)]


def next_stop(iteration: int, goal: int) -> int:
    """The next iteration after this one at which training must stop to look."""
    beyond = (iteration // 500 + 1) * 500 if iteration >= 1_000 else 1_000
    return min(stop for stop in {goal, beyond, *_EARLY_STOPS} if stop > iteration)


_EARLY_STOPS = _EARLY_VALIDATIONS | {iteration for iteration in range(1_001) if keeps(iteration)}
