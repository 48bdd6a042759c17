"""Tests of a run that are wanted or under way: of whole checkpoints, each in parts."""

from __future__ import annotations

import numpy as np


class PendingTest:
    """The test of the state at ``iteration``; ``parts``: the probabilities of the test set so far, each (n, 10)."""

    def __init__(self, iteration: int) -> None:
        self.iteration = iteration
        self.parts: list[np.ndarray] = []

    @property
    def done(self) -> int:
        """Images judged."""
        return sum(map(len, self.parts))


class PendingTests:
    """In the order in which they are made."""

    def __init__(self) -> None:
        self._tests: list[PendingTest] = []

    def __contains__(self, iteration: int) -> bool:
        return any(test.iteration == iteration for test in self._tests)

    def __bool__(self) -> bool:
        return bool(self._tests)

    @property
    def first(self) -> PendingTest | None:
        return self._tests[0] if self._tests else None

    def add(self, iteration: int) -> None:
        self._tests.append(PendingTest(iteration))

    def put_first(self, iteration: int) -> None:
        if iteration not in self:
            self._tests.insert(0, PendingTest(iteration))

    def drop(self, iteration: int) -> None:
        self._tests = [test for test in self._tests if test.iteration != iteration]

    def clear(self, but: int | None = None) -> None:
        """``but``: the one that stays."""
        self._tests = [test for test in self._tests if test.iteration == but]

    def take_in(self, iteration: int, start: int, probabilities: np.ndarray) -> PendingTest | None:
        """The part from image ``start`` on was judged; gives its test, or None where that was given up in the meantime."""
        for test in self._tests:
            if test.iteration == iteration and test.done == start:
                test.parts.append(probabilities)
                return test
        return None
