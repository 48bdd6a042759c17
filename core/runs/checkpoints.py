"""The checkpoints of one run with their test results, and what of them is in the memory alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from core.evaluation import Evaluation
from core.runs import milestones
from core.runs.record import Unsaved
from core.runs.snapshot import Checkpoint, TestResult
from core.training.train_state import TrainState


class Checkpoints(Mapping[int, Checkpoint]):
    """By iteration, the earliest first. What is on disk is read from there; the rest is here, whole."""

    def __init__(self, known: Iterable[Checkpoint] = (), results: Iterable[TestResult] = ()) -> None:
        self.results: dict[int, TestResult] = {result.iteration: result for result in results}
        self.unsaved_states: dict[int, TrainState] = {}
        self.unsaved_tests: dict[int, np.ndarray] = {}  # probabilities of the test set, (N, 10)
        self._known = {checkpoint.iteration: checkpoint for checkpoint in known}

    def __getitem__(self, iteration: int) -> Checkpoint:
        return self._known[iteration]

    def __iter__(self) -> Iterator[int]:
        return iter(sorted(self._known))

    def __len__(self) -> int:
        return len(self._known)

    def add(self, state: TrainState) -> bool:
        """Keep that state, and no more stops than there may be; False where it is kept already."""
        if state.iteration in self._known:
            return False
        self._known[state.iteration] = Checkpoint(state.iteration, state.seconds)
        self.unsaved_states[state.iteration] = state
        for passed in milestones.surplus(self._known):
            self.forget(passed)
        return True

    def add_test(self, state: TrainState, judged: Evaluation) -> None:
        self.unsaved_tests[state.iteration] = judged.probabilities
        self.results[state.iteration] = TestResult(state.iteration, judged.correct, judged.total, state.seconds)

    def forget(self, iteration: int) -> None:
        for known in (self._known, self.results, self.unsaved_states, self.unsaved_tests):
            known.pop(iteration, None)

    def forget_after(self, iteration: int) -> None:
        for later in [at for at in self._known if at > iteration]:
            self.forget(later)

    def forget_saved(self) -> None:
        """Only what is in the memory can be gone back to."""
        for at in [at for at in self._known if at not in self.unsaved_states]:
            self.forget(at)
        self.results = {at: result for at, result in self.results.items() if at in self.unsaved_tests}

    def until(self, state: TrainState) -> Checkpoints:
        """Those of a run that goes on from ``state``, a checkpoint of this one: its own file of that is still to be written."""
        at = state.iteration
        found = Checkpoints(self.values(), self.results.values())
        found.unsaved_states, found.unsaved_tests = dict(self.unsaved_states), dict(self.unsaved_tests)
        found.forget_after(at)
        found.add(state)
        found.unsaved_states[at] = state
        return found

    def saved(self, unsaved: Unsaved) -> None:
        """That much of it is on disk now."""
        for at, state in unsaved.states.items():
            if self.unsaved_states.get(at) is state:
                del self.unsaved_states[at]
        for at, test in unsaved.tests.items():
            if self.unsaved_tests.get(at) is test:
                del self.unsaved_tests[at]
