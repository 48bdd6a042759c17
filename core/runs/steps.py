"""What a run wants done next: one small step at a time, so that runs can take turns."""

from __future__ import annotations

from dataclasses import dataclass

from core.training.train_state import TrainState


@dataclass(frozen=True, eq=False)
class TrainingStep:
    """Train ``iterations`` more, on from ``state``; None: from the first state, not made yet."""

    state: TrainState | None
    iterations: int


@dataclass(frozen=True, eq=False)
class ValidationStep:
    """Judge ``images`` of the validation set with ``state``; None: with the first state, not made yet."""

    state: TrainState | None
    images: slice


@dataclass(frozen=True, eq=False)
class TestStep:
    """Judge ``images`` of the test set with the state after ``iteration`` iterations.

    ``state`` None: it is still to be read from the disk, or of a run that has not begun to be made.
    """

    __test__ = False  # no test case, whatever its name suggests to pytest

    iteration: int
    state: TrainState | None
    images: slice


Step = TrainingStep | ValidationStep | TestStep
