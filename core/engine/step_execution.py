"""One step of a run, done: a step, a state and a trainer go in, what came of it comes out. Nothing else changes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from core import data
from core.runs.outcomes import Diverged, Outcome, Tested, Trained, Validated
from core.runs.steps import Step, TestStep, TrainingStep, ValidationStep
from core.training.train_state import TrainState

if TYPE_CHECKING:
    from core.trainer import Trainer


def perform(
    step: Step, state: TrainState, before: TrainState | None, trainer: Trainer, digits: data.Dataset
) -> Outcome:
    """``state`` is what the step is about; ``before``: where the last slice of training began, should the loss be lost."""
    match step:
        case TrainingStep():
            return _train(step, state, before, trainer, digits.train)
        case ValidationStep():
            images, labels = digits.validation.images[step.images], digits.validation.labels[step.images]
            correct = int((trainer.predict(state.weights, images).argmax(axis=1) == labels).sum())
            return Validated(state, correct, len(labels))
        case TestStep():
            probabilities = trainer.predict(state.weights, digits.test.images[step.images])
            return Tested(step, state, probabilities, digits.test.labels)


def _train(
    step: TrainingStep, state: TrainState, before: TrainState | None, trainer: Trainer, split: data.Split
) -> Trained | Diverged:
    from core.trainer import TrainingDiverged  # here, because it takes seconds

    began = time.perf_counter()
    try:
        reached, records = trainer.advance(state, split, step.iterations)
    except TrainingDiverged as lost:
        good = lost.state
        if lost.iteration == state.iteration + 1 and before is not None and before is not state:
            # The slice began on weights that were lost already: the last good ones are a step before.
            good, _ = trainer.advance(before, split, state.iteration - before.iteration - 1)
        return Diverged(good, lost.records, lost.sentence.filled(good=good.iteration))
    return Trained(step, reached, records, time.perf_counter() - began)
