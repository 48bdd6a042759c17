"""An experiment as others see it at one time: values only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.experiments.architecture_search import Wish
from core.experiments.question import Question
from core.experiments.task import Result
from core.messages import Sentence, SentenceError
from core.significance.paired_test import Paired
from core.spec import NetworkSpec, TrainingSpec


class ExperimentError(SentenceError, ValueError):
    """What an experiment should do cannot be; ``sentence`` says why."""


@dataclass(frozen=True)
class Status:
    """``notice``: why nothing is computed now. ``warning``: what there is to know of the disk. ``processes``: that compute."""

    notice: Sentence | None
    warning: Sentence | None
    processes: int


class Stage(StrEnum):
    """Of one run, and of an experiment as a whole."""

    WAITING = "waiting"  # for a process
    STARTING = "starting"  # a process has it, and compiles
    TRAINING = "training"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"  # put aside; `reason` says why


ENDED = (Stage.DONE, Stage.CANCELLED, Stage.FAILED)


@dataclass(frozen=True)
class RunState:
    """One variant (of a search: one candidate) with one seed. ``recalled``: it was known before this experiment needed it."""

    variant: int  # its place among the question's variants
    seed: int
    stage: Stage
    iteration: int
    result: Result | None = None
    reason: Sentence | None = None
    recalled: bool = False


@dataclass(frozen=True)
class Summary:
    """One variant over the seeds that have ended. ``accuracy``: the mean on the test set, None before the first."""

    variant: int
    parameters: int
    seeds: int  # judged
    diverged: int
    failed: int
    accuracy: float | None
    low: float | None  # the worst seed
    high: float | None  # the best
    seconds: float | None  # median of the training


@dataclass(frozen=True)
class Comparison:
    """One variant against the question's first, over the seeds that both have ended: `Paired` of (this one, the first)."""

    variant: int
    seeds: tuple[int, ...]
    paired: Paired | None  # None before the first pair
    unpaired: float | None  # half the width of the interval, had the seeds not been paired (Welch)
    verdict: tuple[Sentence, ...]  # the headline, then what there is to add; with the letters A, B, … of the variants


@dataclass(frozen=True)
class Candidate:
    """One network that the search judged, on the validation set alone."""

    network: NetworkSpec
    parameters: int
    run: RunState

    @property
    def accuracy(self) -> float | None:
        """On the validation set; None before it was judged, and where it never was."""
        return None if self.run.result is None else self.run.result.validation_accuracy


@dataclass(frozen=True)
class Found:
    """What a search came to. ``winner``: the simplest that passed; None where none did."""

    wish: Wish
    candidates: tuple[Candidate, ...]
    winner: NetworkSpec | None
    opened: Result | None  # the winner on the test set, opened once at the end


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """What a question, or a search, has come to so far; which of them says its class."""

    experiment_id: str
    workspace: str
    number: int  # 1, 2, … in its workspace
    created: float  # seconds since 1970
    stage: Stage
    notice: Sentence | None  # what a person should know: no scheduler answers, …
    runs: tuple[RunState, ...]  # of a search: those of its candidates, in the order in which they were tried
    seconds_left: float | None  # about; None where nothing is known, 0 at the end
    processes: int  # that compute now, for all experiments
    event: int  # grows when something happened that a page should show: a result, a stage, a notice
    serial: int  # grows with everything, progress too

    @property
    def ended(self) -> bool:
        return self.stage in ENDED


@dataclass(frozen=True, kw_only=True)
class DesignComparison(Experiment):
    """A question with its answer so far."""

    question: Question
    prediction: str | None  # "A", "B", …, "same", or None where nobody predicted
    looks: tuple[int, ...]  # how many seeds there were each time: (5, 12) says that 7 were added after looking
    summaries: tuple[Summary, ...]
    comparisons: tuple[Comparison, ...]


@dataclass(frozen=True, kw_only=True)
class NetworkSearch(Experiment):
    """A search for the simplest network that is good enough."""

    found: Found


@dataclass(frozen=True)
class Cost:
    """What a question will take. ``known``: runs that need not be computed again. ``seconds``: of waiting; None: nothing measured yet."""

    runs: int
    known: int
    seconds: float | None
    measured: bool  # on these very designs; else an estimate
    processes: int


@dataclass(frozen=True)
class Point:
    """One design after so many iterations, over all seeds that were judged on the test set."""

    network: NetworkSpec
    settings: TrainingSpec
    iterations: int
    seeds: int
    accuracy: float  # mean
    low: float
    high: float
    parameters: int
    seconds: float  # median of the training
