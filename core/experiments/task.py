"""One design trained with one seed: a pure function of its inputs, wherever it is computed; and what can come of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from core import spec
from core.messages import Sentence
from core.significance.wilson_interval import wilson

START_SECONDS = 5.0  # about, until the first process has loaded what it needs
FIXED_SECONDS = 1.5  # about, that a task takes beside its training: it compiles and judges


@dataclass(frozen=True)
class Task:
    """``tested``: judge it on the test set, too; else only the validation set is opened.

    ``versions``: of everything that the result follows from (`core.experiments.provenance`); two tasks that are equal have equal results on
    the same kind of machine.
    """

    network: spec.NetworkSpec
    settings: spec.TrainingSpec
    iterations: int
    versions: tuple[tuple[str, str], ...]
    tested: bool = True

    @cached_property
    def key(self) -> str:
        """64 hexadecimal digits, the same in every process."""
        return key_of(spec.to_json(self.network, self.settings), self.iterations, self.versions, self.tested)


def key_of(design: str, iterations: int, versions: Iterable[Iterable[str]], tested: bool) -> str:
    """The key of the task; ``design``: as `spec.to_json` wrote it."""
    return hashlib.sha256(json.dumps([design, iterations, list(versions), tested]).encode()).hexdigest()


@dataclass(frozen=True)
class PlannedRun:
    """One run of an experiment: its task, and which variant (of a search: which candidate) and seed that is."""

    variant: int
    seed: int
    task: Task

    @property
    def key(self) -> str:
        return self.task.key


@dataclass(frozen=True)
class Result:
    """What came of a task. ``seconds``: spent training, the compilation not counted.

    ``validation`` of ``validation_total`` images classified correctly; ``test`` of ``test_total``, None where the test set stayed
    closed. ``diverged``: the iteration whose loss was no longer a number; then nothing was judged, and the counts are None.
    """

    seconds: float
    validation: int | None
    validation_total: int
    test: int | None
    test_total: int
    diverged: int | None = None

    @property
    def accuracy(self) -> float | None:
        """On the test set."""
        return None if self.test is None else self.test / self.test_total

    @property
    def validation_accuracy(self) -> float | None:
        return None if self.validation is None else self.validation / self.validation_total

    @property
    def interval(self) -> tuple[float, float] | None:
        """95 % interval of `accuracy` (Wilson): what the choice of test images alone makes uncertain."""
        return None if self.test is None else wilson(self.test, self.test_total)


@dataclass(frozen=True)
class Failure:
    """Why there is no result. ``task``: it is the task's own fault, and trying again would not help.

    Else it is the cluster's: with ``sentence`` None it was lost on the way or nobody wants it.
    """

    sentence: Sentence | None = None
    task: bool = False


Outcome = Result | Failure
