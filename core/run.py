"""One training: its goal, its phase, its state, its history and its test results.

A `Run` plans its next piece of work and takes in what came of it; the `Engine` does the work. No TensorFlow here.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from core import spec
from core.evaluation import Evaluation
from core.history import History, Records
from core.rules import shown
from core.sentence import Sentence, SentenceError
from core.state import TrainState
from core.statistics import wilson

MILESTONES = (0, 1, 100, 1_000, 10_000)  # the tutorial's steps, each tested on the full test set
MAX_ITERATIONS = 100_000
VALIDATION_IMAGES = 1_000  # of the 5,000: all of them would cost the training a tenth of its speed
TEST_CHUNK = 1_000  # images of the test set judged in one turn
_EARLY_VALIDATIONS = {0, 1, 2, 5, 10, 20, 50, 100, 200, 400, 600, 800}


class Phase(StrEnum):
    READY = "ready"  # at iteration 0, nothing asked of it yet
    TRAINING = "training"
    PAUSED = "paused"
    REACHED = "reached"  # at its goal
    DIVERGED = "diverged"  # the loss was no longer a number
    FAILED = "failed"  # something else went wrong; `Snapshot.notice` says what


class RunError(SentenceError, ValueError):
    """Something asked of a run that cannot be; ``sentence`` says what and why."""


@dataclass(frozen=True)
class TestResult:
    """The full test set after ``iteration`` iterations and ``seconds`` of training."""

    __test__ = False  # no test case, whatever its name suggests to pytest

    iteration: int
    correct: int
    total: int
    seconds: float

    @property
    def accuracy(self) -> float:
        return self.correct / self.total

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.correct, self.total)


@dataclass(frozen=True)
class Snapshot:
    """What a screen needs to know of a run at one moment."""

    run_id: str
    workspace: str
    network: spec.NetworkSpec
    settings: spec.TrainingSpec
    phase: Phase
    iteration: int
    goal: int
    seconds: float  # spent training
    images_per_second: float | None  # while training, its turns' waiting counted in
    tested: int | None  # images of the test set judged so far, while a test is under way
    results: tuple[TestResult, ...]
    notice: Sentence | None
    history_key: str
    event: int  # grows when something happened that a page should show: a phase, a result, a notice

    @property
    def latest(self) -> TestResult | None:
        return self.results[-1] if self.results else None


@dataclass(frozen=True, eq=False)
class Work:
    """A piece of work on one state: ``steps`` of training, or else judging ``images`` of a split."""

    kind: str  # "train" | "validate" | "test"
    state: TrainState | None  # None: the first state, not made yet
    history: History  # whose run it is for: a reset in the meantime makes the outcome void
    steps: int = 0
    images: slice | None = None
    test: list[np.ndarray] | None = None  # the test that the images belong to


class Run:
    """Changed only under the engine's lock."""

    def __init__(
        self, workspace: str, network: spec.NetworkSpec, settings: spec.TrainingSpec, run_id: str | None = None
    ):
        self.run_id = run_id or secrets.token_urlsafe(12)
        self.workspace = workspace
        self.network = network
        self.event = 0
        self.version = 0
        self._begin(settings)

    def _begin(self, settings: spec.TrainingSpec) -> None:
        self.settings = settings
        self.state: TrainState | None = None
        self.before: TrainState | None = None  # where the last slice began: the way back if the loss is lost
        self.goal = 0
        self.phase = Phase.READY
        self.notice: Sentence | None = None
        self.history = History()
        self.results: dict[int, TestResult] = {}
        self.probabilities: dict[int, np.ndarray] = {}
        self._test: list[np.ndarray] | None = None
        self._seconds_a_step: float | None = None
        self._rate: float | None = None
        self._mark: float | None = None

    @property
    def iteration(self) -> int:
        return self.state.iteration if self.state else 0

    @property
    def busy(self) -> bool:
        return self.phase is Phase.TRAINING or self._test is not None

    def snapshot(self) -> Snapshot:
        tested = None if self._test is None else sum(map(len, self._test))
        return Snapshot(
            run_id=self.run_id,
            workspace=self.workspace,
            network=self.network,
            settings=self.settings,
            phase=self.phase,
            iteration=self.iteration,
            goal=self.goal,
            seconds=self.state.seconds if self.state else 0.0,
            images_per_second=self._rate if self.phase is Phase.TRAINING else None,
            tested=tested,
            results=tuple(self.results[i] for i in sorted(self.results)),
            notice=self.notice,
            history_key=self.history.key,
            event=self.event,
        )

    # What a person asks of it.

    def train(self, goal: int) -> None:
        """Train until ``goal`` iterations are done. Raises `RunError` where that cannot be."""
        if type(goal) is not int or not 1 <= goal <= MAX_ITERATIONS:
            raise RunError(
                Sentence(
                    "The goal is {goal}; it must be a whole number from 1 to {most:,}.",
                    goal=shown(goal),
                    most=MAX_ITERATIONS,
                )
            )
        if self.phase is Phase.DIVERGED:
            raise RunError(Sentence("This training has lost its way; reset it, or try a smaller learning rate."))
        if goal <= self.iteration:
            raise RunError(
                Sentence(
                    "This training is already at iteration {iteration:,}; reset it to begin anew.",
                    iteration=self.iteration,
                )
            )
        if self._test is not None and self.iteration not in MILESTONES:
            self._test = None
        self.goal, self.notice, self._mark = goal, None, None
        self._turn_to(Phase.TRAINING)

    def pause(self) -> None:
        """Stop where it is, and test there."""
        if self.phase is Phase.TRAINING:
            self._test_here()
            self._turn_to(Phase.PAUSED)

    def reset(self, seed: int | None = None) -> None:
        """Back to iteration 0: the same first weights, or those of another ``seed``."""
        settings = self.settings if seed is None else replace(self.settings, seed=seed)
        spec.check(self.network, settings)
        self._begin(settings)
        self._changed(event=True)

    # What it wants done, and what came of it.

    def next_work(self, seconds: float) -> Work | None:
        """The next piece of work, training for about ``seconds``; None where there is nothing to do."""
        if self._test is not None:
            done = sum(map(len, self._test))
            return Work("test", self.state, self.history, images=slice(done, done + TEST_CHUNK), test=self._test)
        if self.phase is not Phase.TRAINING:
            return None
        at = self.iteration
        if at not in self.results and (at in MILESTONES or at >= self.goal):
            self._test = []
            return self.next_work(seconds)
        if not self._validated() and _validates(at):
            return Work("validate", self.state, self.history, images=slice(VALIDATION_IMAGES))
        steps = 1 if self._seconds_a_step is None else max(1, round(seconds / self._seconds_a_step))
        return Work("train", self.state, self.history, steps=min(steps, _next_stop(at, self.goal) - at))

    def trained(self, work: Work, state: TrainState, records: Records, seconds: float) -> None:
        """A slice of training came back: ``seconds`` is how long it took."""
        now = time.monotonic()
        self.before, self.state = work.state, state
        self.history.extend(records)
        pace = seconds / max(1, len(records))
        self._seconds_a_step = pace if self._seconds_a_step is None else 0.7 * self._seconds_a_step + 0.3 * pace
        if self._mark is not None and now > self._mark:
            rate = len(records) * self.settings.batch_size / (now - self._mark)
            self._rate = rate if self._rate is None else 0.9 * self._rate + 0.1 * rate
        self._mark = now
        if self.phase is Phase.PAUSED:  # in the meantime
            self._test_here()
        self._changed()

    def validated(self, state: TrainState, correct: int, total: int) -> None:
        self.state = state
        self.history.validate(state.iteration, correct, total)
        self._finish_if_there()
        self._mark = time.monotonic()
        self._changed()

    def tested(self, work: Work, state: TrainState, probabilities: np.ndarray, labels: np.ndarray) -> None:
        """A part of the test set was judged; ``labels`` are those of the whole set."""
        if self._test is None or work.test is not self._test:  # given up in the meantime
            return
        self.state = state
        self._test.append(probabilities)
        self._changed()
        if sum(map(len, self._test)) < len(labels):
            return
        judged = Evaluation(np.concatenate(self._test), labels)
        self._test = None
        self._drop_passing_results()
        self.probabilities[state.iteration] = judged.probabilities
        self.results[state.iteration] = TestResult(state.iteration, judged.correct, judged.total, state.seconds)
        self._finish_if_there()
        self._mark = time.monotonic()
        self._changed(event=True)

    def diverged(self, state: TrainState, records: Records, sentence: Sentence) -> None:
        """The loss was lost: ``state`` is the last good one, ``records`` lead up to it from the state that the work was on."""
        self.state = state
        self.history.extend(records)
        self.history.truncate(state.iteration)
        for iteration in [i for i in self.results if i > state.iteration]:
            del self.results[iteration], self.probabilities[iteration]
        self.notice = sentence
        self._test_here()
        self._turn_to(Phase.DIVERGED)

    def failed(self, sentence: Sentence) -> None:
        self.notice = sentence
        self._test = None
        self._turn_to(Phase.FAILED)

    def say(self, sentence: Sentence) -> None:
        self.notice = sentence
        self._changed(event=True)

    def _test_here(self) -> None:
        if self._test is None and self.iteration > 0 and self.iteration not in self.results:
            self._test = []

    def _finish_if_there(self) -> None:
        at = self.iteration
        due = _validates(at) and not self._validated()
        if self.phase is Phase.TRAINING and at >= self.goal and at in self.results and not due:
            self._turn_to(Phase.REACHED)

    def _drop_passing_results(self) -> None:
        """Of the results outside the tutorial's steps only the latest is kept."""
        for iteration in [i for i in self.results if i not in MILESTONES]:
            del self.results[iteration], self.probabilities[iteration]

    def _validated(self) -> bool:
        done = self.history.validations
        return bool(done) and done[-1].iteration >= self.iteration

    def _turn_to(self, phase: Phase) -> None:
        self.phase = phase
        self._changed(event=True)

    def _changed(self, event: bool = False) -> None:
        self.version += 1
        self.event += event


def _validates(iteration: int) -> bool:
    """Whether the validation accuracy is taken after that many iterations."""
    return iteration in _EARLY_VALIDATIONS or iteration == 1_000 or (iteration > 1_000 and iteration % 500 == 0)


def _next_stop(iteration: int, goal: int) -> int:
    """The next iteration after this one at which training must stop to look."""
    beyond = (iteration // 500 + 1) * 500 if iteration >= 1_000 else 1_000
    stops = {goal, beyond, *MILESTONES, *_EARLY_VALIDATIONS}
    return min(stop for stop in stops if stop > iteration)
