"""What a run wants done next, and a test of it that is under way."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from core.training.train_state import TrainState


@dataclass(frozen=True, eq=False)
class Test:
    """A test of the state at ``iteration``. ``parts``: the probabilities of the test set so far, each (n, 10)."""

    __test__ = False  # no test case, whatever its name suggests to pytest

    iteration: int
    parts: list[np.ndarray] = field(default_factory=list)

    @property
    def done(self) -> int:
        """Images judged."""
        return sum(map(len, self.parts))


@dataclass(frozen=True, eq=False)
class Work:
    """A piece of work on one state: ``steps`` of training, or else judging ``images`` of a split."""

    kind: str  # "train" | "validate" | "test"
    state: TrainState | None  # None: the first state, not made yet, or that of the ``checkpoint``, not read yet
    steps: int = 0
    images: slice | None = None
    test: Test | None = None  # the test that the images belong to
    checkpoint: int | None = None  # the checkpoint that is tested; None: the present state
