"""A run as others see it at one time: values only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core import spec
from core.messages import Sentence
from core.significance.wilson_interval import wilson
from core.training.history import Validation

MAX_NAME = 60  # characters of a run's name


class Phase(StrEnum):
    READY = "ready"  # at iteration 0, nothing asked of it yet
    TRAINING = "training"
    PAUSED = "paused"
    REACHED = "reached"  # at its goal
    DIVERGED = "diverged"  # the loss was no longer a number
    FAILED = "failed"  # something else went wrong; `Snapshot.notice` says what


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
class Checkpoint:
    """A state of the run that can be gone back to: after ``iteration`` iterations and ``seconds`` of training."""

    iteration: int
    seconds: float


@dataclass(frozen=True)
class Origin:
    """Where a run was forked from another one."""

    run_id: str
    number: int
    iteration: int


@dataclass(frozen=True)
class Snapshot:
    """What a screen needs to know of a run at one time."""

    run_id: str
    workspace: str
    number: int  # 1, 2, … in its workspace
    name: str  # "": none was given
    created: float  # seconds since 1970
    origin: Origin | None
    network: spec.NetworkSpec
    settings: spec.TrainingSpec
    phase: Phase
    iteration: int
    goal: int
    seconds: float  # spent training
    images_per_second: float | None  # while training, its turns' waiting counted in
    testing: int | None  # the iteration whose state is being tested
    tested: int | None  # images of the test set judged so far, while a test is under way
    checkpoints: tuple[Checkpoint, ...]
    results: tuple[TestResult, ...]
    validation: Validation | None  # the last one
    notice: Sentence | None
    unsaved: Sentence | None  # why what is new of it cannot be written to the disk
    history_key: str
    event: int  # grows when something happened that a page should show: a phase, a result, a notice
    serial: int  # grows with everything that is to be written at once: checkpoints, results, names, notices
    saved_serial: int  # what was there at this serial is on disk
    saved_iteration: int  # and the training up to here

    @property
    def latest(self) -> TestResult | None:
        return self.results[-1] if self.results else None

    def result_at(self, iteration: int) -> TestResult | None:
        return next((result for result in self.results if result.iteration == iteration), None)

    @property
    def begun(self) -> bool:
        """Whether anything was asked of it."""
        return bool(self.iteration or self.goal)
