"""A task from its first weights to its result: trained to its last iteration, then judged.

`run_task` does it in any process; `run_on_worker` is what a process of the Dask cluster is given, one task at a time, on one thread of
TensorFlow. The functions are sent there by name, so the project must be importable there.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from core import data
from core.evaluation import evaluate
from core.experiments import provenance
from core.experiments.task import Result, Task
from core.messages import Sentence, SentenceError

if TYPE_CHECKING:  # both take seconds to load
    from distributed import Worker

    from core.trainer import Trainer
    from core.training.train_state import TrainState

SLICE_SECONDS = 0.25  # of training between two reports; whoever wants to stop it waits no longer
_FIRST_SLICE = 2

TOPIC = "layer-lab"  # of the reports
LOCAL = "LAYER_LAB_LOCAL_CLUSTER"  # set in the processes that this machine's server has started
_STOPPED = "layer_lab_stopped"  # attribute of the Dask worker: attempts that nobody wants any more
_ONE_THREAD = {
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_FORCE_GPU_ALLOW_GROWTH": "true",  # several processes share a GPU
}


class Stopped(Exception):
    """Nobody wants the result any more."""


class VersionsDiffer(SentenceError, RuntimeError):
    """This process would come to another result than the one that the task comes from."""


def run_task(
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
        at = min(error.iteration, task.iterations)
        return Result(error.state.seconds, None, len(digits.validation), None, len(digits.test), diverged=at)
    _go_on(stopped)
    validation = _correct(trainer, state, digits.validation)
    _go_on(stopped)
    test = _correct(trainer, state, digits.test) if task.tested else None
    return Result(state.seconds, validation, len(digits.validation), test, len(digits.test))


def run_on_worker(attempt: str, task: Task) -> Result:
    """`run_task` in a process of Dask; (attempt, iteration) goes out under `TOPIC` as it goes. Raises what `run_task` raises."""
    from distributed import get_worker

    _settle()
    worker = get_worker()
    try:
        return run_task(
            task,
            lambda iteration: worker.log_event(TOPIC, [attempt, iteration]),
            lambda: attempt in getattr(worker, _STOPPED, ()),
        )
    finally:
        setattr(worker, _STOPPED, getattr(worker, _STOPPED, set()) - {attempt})


def stop_on_worker(attempt: str, dask_worker: Worker) -> None:
    """The attempt ends soon, or as soon as it begins."""
    setattr(dask_worker, _STOPPED, {*getattr(dask_worker, _STOPPED, ()), attempt})


def _settle() -> None:
    """Once a process, before TensorFlow is loaded."""
    if "tensorflow" in sys.modules:
        return
    for name, value in _ONE_THREAD.items():
        os.environ.setdefault(name, value)
    if os.environ.get(LOCAL):
        with contextlib.suppress(AttributeError, OSError):
            os.nice(19)  # a training that somebody watches comes first


def _same_versions(task: Task) -> None:
    found = provenance.differences(task.versions, provenance.here())
    if found:
        name, wanted, other = found[0]
        raise VersionsDiffer(
            Sentence(
                "A cluster process has {name} {other}, but this server has {wanted}: the results would not be comparable. Install the same versions there.",
                name=name,
                other=other,
                wanted=wanted,
            )
        )


def _go_on(stopped: Callable[[], bool]) -> None:
    if stopped():
        raise Stopped


def _correct(trainer: Trainer, state: TrainState, split: data.Split) -> int:
    return evaluate(trainer.predict(state.weights, split.images), split.labels).correct
