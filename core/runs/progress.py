"""How far a training is: its state, history and checkpoints, the step that it wants done next, and what it makes of what came of that."""

from __future__ import annotations

import numpy as np

from core import spec
from core.evaluation import Evaluation
from core.messages import Sentence
from core.runs import milestones
from core.runs.checkpoints import Checkpoints
from core.runs.milestones import MILESTONES, TEST_CHUNK, VALIDATION_IMAGES
from core.runs.outcomes import Diverged, Outcome, Tested, Trained, Validated
from core.runs.pending_tests import PendingTests
from core.runs.snapshot import Phase, TestResult
from core.runs.speed import Speed
from core.runs.steps import Step, TestStep, TrainingStep, ValidationStep
from core.training.history import History
from core.training.train_state import TrainState


class Progress:
    """Of a training with these ``settings``. It knows no TensorFlow: steps go out, outcomes come in.

    ``version`` grows with every change, ``event`` with what a page should show, ``serial`` with what is to be written at once.
    """

    def __init__(self, settings: spec.TrainingSpec) -> None:
        self.settings = settings
        self.event = self.version = self.serial = 0
        self.state: TrainState | None = None
        self.before: TrainState | None = None  # where the last slice began: the way back if the loss is lost
        self.goal = 0
        self.phase = Phase.READY
        self.notice: Sentence | None = None
        self.history = History()
        self.checkpoints = Checkpoints()
        self.tests = PendingTests()
        self.speed = Speed()
        self.slice_under_way = False
        self.stop_is_due = False  # as soon as the slice is done

    @property
    def iteration(self) -> int:
        return self.state.iteration if self.state else 0

    @property
    def results(self) -> dict[int, TestResult]:
        return self.checkpoints.results

    @property
    def busy(self) -> bool:
        """Whether it wants something done."""
        return self.phase is Phase.TRAINING or bool(self.tests)

    # What it wants done, and what came of it.

    def next_step(self, seconds: float) -> Step | None:
        """The next step, training for about ``seconds``; None where there is nothing to do."""
        at = self.iteration
        if not self.tests and self.phase is Phase.TRAINING and self._test_is_due():
            self.tests.add(at)
        test = self.tests.first
        if test is not None:
            state = self.state if test.iteration == at else self.checkpoints.unsaved_states.get(test.iteration)
            return TestStep(test.iteration, state, slice(test.done, test.done + TEST_CHUNK))
        if self.phase is not Phase.TRAINING:
            return None
        if self._validation_is_due():
            return ValidationStep(self.state, slice(VALIDATION_IMAGES))
        self.slice_under_way = True
        iterations = min(self.speed.iterations_in(seconds), milestones.next_stop(at, self.goal) - at)
        return TrainingStep(self.state, iterations)

    def take_in(self, outcome: Outcome) -> None:
        """What came of the step that it wanted done last."""
        match outcome:
            case Trained():
                self._trained(outcome)
            case Validated():
                self._validated(outcome)
            case Tested():
                self._tested(outcome)
            case Diverged():
                self._diverged(outcome)

    def failed(self, sentence: Sentence) -> None:
        """The step could not be done."""
        self.notice, self.slice_under_way, self.stop_is_due = sentence, False, False
        self.tests.clear()
        self.turn_to(Phase.FAILED)

    def lost(self, iteration: int, sentence: Sentence) -> None:
        """A checkpoint cannot be read any more."""
        self.checkpoints.forget(iteration)
        self.untested(iteration, sentence)

    def untested(self, iteration: int, sentence: Sentence) -> None:
        """A checkpoint could not be read to be tested; it may be the next time."""
        self.tests.drop(iteration)
        self.say(sentence)

    def say(self, sentence: Sentence) -> None:
        self.notice = sentence
        self.changed(event=True)

    def stop_here(self) -> None:
        """Keep this state, and test it."""
        if self.state is not None and self.iteration > 0:
            self._keep_checkpoint(self.state)
            if self.iteration not in self.results:
                self.tests.put_first(self.iteration)

    def turn_to(self, phase: Phase) -> None:
        self.phase = phase
        self.changed(event=True)

    def changed(self, event: bool = False) -> None:
        self.version += 1
        self.event += event
        self.serial += event

    def _trained(self, outcome: Trained) -> None:
        began = outcome.step.state
        self.before, self.slice_under_way = began, False
        self.history.extend(outcome.records, began.seconds if began else 0.0, outcome.state.seconds)
        self._reach(outcome.state)
        done = len(outcome.records)
        self.speed.trained(done, done * self.settings.batch_size, outcome.seconds)
        if self.stop_is_due:
            self.stop_here()
        self.stop_is_due = False
        self.changed()

    def _validated(self, outcome: Validated) -> None:
        self._reach(outcome.state)
        self.history.validate(outcome.state.iteration, outcome.correct, outcome.total)
        self._finish_if_there()
        self.speed.other_step()
        self.changed()

    def _tested(self, outcome: Tested) -> None:
        step, state = outcome.step, outcome.state
        test = self.tests.take_in(step.iteration, step.images.start, outcome.probabilities)
        if test is None:
            return
        here = step.iteration == self.iteration
        if here:
            self._reach(state)
        self.changed()
        if test.done < len(outcome.labels):
            return
        self.tests.drop(step.iteration)
        self.checkpoints.add_test(state, Evaluation(np.concatenate(test.parts), outcome.labels))
        if here:
            self._keep_checkpoint(state)
            self._finish_if_there()
        self.speed.other_step()
        self.changed(event=True)

    def _diverged(self, outcome: Diverged) -> None:
        self.slice_under_way = self.stop_is_due = False
        began, state = self.state.seconds if self.state else 0.0, outcome.state
        self.history.extend(outcome.records, began, max(began, state.seconds))
        self.history.truncate(state.iteration)
        self.checkpoints.forget_after(state.iteration)
        self._reach(state)
        self.notice = outcome.sentence
        self.stop_here()
        self.turn_to(Phase.DIVERGED)

    def _reach(self, state: TrainState) -> None:
        self.state = state
        if milestones.keeps(state.iteration):
            self._keep_checkpoint(state)

    def _keep_checkpoint(self, state: TrainState) -> None:
        if self.checkpoints.add(state):
            self.serial += 1
            self.changed()

    def _finish_if_there(self) -> None:
        there = self.iteration >= self.goal and self.iteration in self.results
        if self.phase is Phase.TRAINING and there and not self._validation_is_due():
            self.turn_to(Phase.REACHED)

    def _test_is_due(self) -> bool:
        at = self.iteration
        return at not in self.results and (at in MILESTONES or at >= self.goal)

    def _validation_is_due(self) -> bool:
        done = self.history.validations
        return milestones.validates(self.iteration) and not (done and done[-1].iteration >= self.iteration)
