"""A task performed: trained from its first weights to its last iteration, then judged."""

from __future__ import annotations

import time
from collections.abc import Callable

from core import data
from core.evaluation import evaluate
from core.experiments import provenance
from core.experiments.task import Result, Task
from core.messages import Sentence, SentenceError

SLICE_SECONDS = 0.25  # of training between two reports; whoever wants to stop it waits no longer
_FIRST_SLICE = 2


class Stopped(Exception):
    """Nobody wants the result any more."""


class VersionsDiffer(SentenceError, RuntimeError):
    """This process would come to another result than the one that asks."""


def perform(
    task: Task, report: Callable[[int], None] = lambda iteration: None, stopped: Callable[[], bool] = lambda: False
) -> Result:
    """``report`` is told the iterations done, every `SLICE_SECONDS` and at the end.

    Raises `Stopped` soon after ``stopped`` says so, `VersionsDiffer` where the task was made for other versions than those here,
    `data.DataError` without images, `spec.SpecError` for a design that cannot be.
    """
    _same_versions(task)
    from core.trainer import Trainer, TrainingDiverged  # only here, for TensorFlow takes seconds to load

    digits = data.mnist()
    trainer = Trainer(task.network, task.settings)
    _go_on(stopped)
    state = trainer.initial_state()
    try:
        # Compiles; its state is not used, so its seconds do not count.
        trainer.advance(state, digits.train, min(_FIRST_SLICE, task.iterations))
        report(0)
        at_once = _FIRST_SLICE
        while state.iteration < task.iterations:
            _go_on(stopped)
            began = time.perf_counter()
            count = min(at_once, task.iterations - state.iteration)
            state, _ = trainer.advance(state, digits.train, count)
            report(state.iteration)
            each = (time.perf_counter() - began) / count
            at_once = max(1, min(2 * at_once, round(SLICE_SECONDS / each)))
    except TrainingDiverged as error:
        return _unjudged(error, task, digits)
    _go_on(stopped)
    validation = _correct(trainer, state, digits.validation)
    _go_on(stopped)
    test = _correct(trainer, state, digits.test) if task.tested else None
    return Result(state.seconds, validation, len(digits.validation), test, len(digits.test))


def _same_versions(task: Task) -> None:
    found = provenance.differences(task.versions, provenance.here())
    if found:
        name, wanted, other = found[0]
        raise VersionsDiffer(
            Sentence(
                "A process of the cluster has {name} {other}, this server has {wanted}: results would not compare. Install "
                "the same versions there.",
                name=name,
                other=other,
                wanted=wanted,
            )
        )


def _go_on(stopped: Callable[[], bool]) -> None:
    if stopped():
        raise Stopped


def _unjudged(error, task: Task, digits: data.Dataset) -> Result:
    at = min(error.iteration, task.iterations)
    return Result(error.state.seconds, None, len(digits.validation), None, len(digits.test), diverged=at)


def _correct(trainer, state, split: data.Split) -> int:
    return evaluate(trainer.predict(state.weights, split.images), split.labels).correct
