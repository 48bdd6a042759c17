"""What came of one step of a run, as values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.messages import Sentence
from core.runs.steps import TestStep, TrainingStep
from core.training.history import Records
from core.training.train_state import TrainState


@dataclass(frozen=True, eq=False)
class Trained:
    """It was trained up to ``state``; ``seconds`` is how long that took."""

    step: TrainingStep
    state: TrainState
    records: Records
    seconds: float


@dataclass(frozen=True, eq=False)
class Validated:
    """Of ``total`` validation images ``correct`` are right with ``state``."""

    state: TrainState
    correct: int
    total: int


@dataclass(frozen=True, eq=False)
class Tested:
    """A part of the test set was judged with ``state``: ``probabilities`` (n, 10). ``labels`` are those of the whole set."""

    __test__ = False  # no test case, whatever its name suggests to pytest

    step: TestStep
    state: TrainState
    probabilities: np.ndarray
    labels: np.ndarray


@dataclass(frozen=True, eq=False)
class Diverged:
    """The loss was lost. ``state`` is the last good one, ``records`` lead up to it from the state that the step was on."""

    state: TrainState
    records: Records
    sentence: Sentence


Outcome = Trained | Validated | Tested | Diverged
