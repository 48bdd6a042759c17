"""What goes into a bundle, gathered as values before anything is drawn or written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core import spec
from core.evaluation import Evaluation
from core.runs.snapshot import TestResult
from core.training.history import History


@dataclass(frozen=True, eq=False)
class Contents:
    """A run at one iteration.

    ``name``: as somebody typed it. ``weights``: at ``iteration``, by name, float32. ``results``: in order.
    ``probabilities``: of the test set at ``iteration``, float32 (N, 10); None where it was not tested there. ``labels``:
    int64 (N,). ``images``: uint8 (N, 28, 28, 1). ``origin``: number of the run, and the iteration, at which it was forked.
    ``created``: when the run was, in seconds since 1970. ``checkpoints``: (iteration, weights) of each that was kept, read one
    after the other and once, so that not all of them need to be in memory.
    """

    name: str
    network: spec.NetworkSpec
    settings: spec.TrainingSpec
    iteration: int
    weights: Mapping[str, np.ndarray]
    history: History
    results: tuple[TestResult, ...]
    probabilities: np.ndarray | None
    labels: np.ndarray
    images: np.ndarray
    origin: tuple[int, int] | None = None
    created: float = 0.0
    checkpoints: Iterable[tuple[int, Mapping[str, np.ndarray]]] = ()

    @cached_property
    def evaluation(self) -> Evaluation | None:
        """How well the network does on the test set at ``iteration``; None where it was not tested there."""
        return None if self.probabilities is None else Evaluation(self.probabilities, self.labels)

    @property
    def result(self) -> Evaluation | TestResult | None:
        """The accuracy at ``iteration``, also where only that much of a test is known."""
        return self.evaluation or next((done for done in self.results if done.iteration == self.iteration), None)

    @property
    def checkpoint(self) -> int | None:
        """The iteration of the weights where the history goes on beyond it."""
        return self.iteration if self.iteration < len(self.history) else None

    @property
    def seconds(self) -> float | None:
        """Of training up to ``iteration``; None where the history does not reach it."""
        reached = 0 < self.iteration <= len(self.history)
        return float(self.history.rows[self.iteration - 1, 4]) if reached else None
