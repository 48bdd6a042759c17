"""One training: its goal, its phase, its state, its history, its checkpoints and its test results.

A `Run` plans its next piece of work and takes in what came of it; the `Engine` does the work. No TensorFlow here.
"""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING

import numpy as np

from core import spec
from core.evaluation import Evaluation
from core.fields.limits import shown
from core.messages import Sentence, SentenceError
from core.runs import milestones
from core.runs.milestones import MAX_ITERATIONS, MILESTONES
from core.runs.run_steps import Test, Work
from core.runs.snapshot import Checkpoint, Origin, Phase, Snapshot, TestResult
from core.training.history import History, Records
from core.training.train_state import TrainState

if TYPE_CHECKING:
    from core.storage.run_record import Kept

MAX_NAME = 60  # characters
VALIDATION_IMAGES = 1_000  # of the 5,000: all of them would cost the training a tenth of its speed
TEST_CHUNK = 1_000  # images of the test set judged in one turn


class RunError(SentenceError, ValueError):
    """Something asked of a run that cannot be; ``sentence`` says what and why."""


class Run:
    """Changed only under the engine's lock."""

    def __init__(
        self,
        workspace: str,
        network: spec.NetworkSpec,
        settings: spec.TrainingSpec,
        run_id: str | None = None,
        number: int = 1,
    ):
        self.run_id = run_id or secrets.token_urlsafe(12)
        self.workspace, self.network, self.settings, self.number = workspace, network, settings, number
        self.name = ""
        self.created = time.time()
        self.deleted: float | None = None  # when
        self.origin: Origin | None = None
        self.event = self.version = self.serial = 0  # `serial` grows with whatever is to be written at once
        self.state: TrainState | None = None
        self.before: TrainState | None = None  # where the last slice began: the way back if the loss is lost
        self.goal = 0
        self.phase = Phase.READY
        self.notice: Sentence | None = None
        self.history = History()
        self.checkpoints: dict[int, Checkpoint] = {}
        self.results: dict[int, TestResult] = {}
        # What is not on disk yet: states of checkpoints, and probabilities of test results.
        self.fresh_states: dict[int, TrainState] = {}
        self.fresh_tests: dict[int, np.ndarray] = {}
        self.unkept: Sentence | None = None
        self.kept_serial, self.kept_iteration = -1, 0
        self._tests: list[Test] = []
        self._slice_under_way = False
        self._seconds_a_step: float | None = None
        self._rate: float | None = None
        self._mark: float | None = None

    @property
    def iteration(self) -> int:
        return self.state.iteration if self.state else 0

    @property
    def busy(self) -> bool:
        return self.phase is Phase.TRAINING or bool(self._tests)

    @property
    def begun(self) -> bool:
        return bool(self.iteration or self.goal)

    def snapshot(self) -> Snapshot:
        test = self._tests[0] if self._tests else None
        if test is None and self._slice_under_way and self.phase is Phase.PAUSED and self.deleted is None:
            test = Test(self.iteration)  # that comes as soon as the slice is done
        return Snapshot(
            run_id=self.run_id,
            workspace=self.workspace,
            number=self.number,
            name=self.name,
            created=self.created,
            origin=self.origin,
            network=self.network,
            settings=self.settings,
            phase=self.phase,
            iteration=self.iteration,
            goal=self.goal,
            seconds=self.state.seconds if self.state else 0.0,
            images_per_second=self._rate if self.phase is Phase.TRAINING else None,
            testing=test and test.iteration,
            tested=test and test.done,
            checkpoints=tuple(self.checkpoints[i] for i in sorted(self.checkpoints)),
            results=tuple(self.results[i] for i in sorted(self.results)),
            notice=self.notice,
            unkept=self.unkept,
            history_key=self.history.key,
            event=self.event,
            serial=self.serial,
            kept_serial=self.kept_serial,
            kept_iteration=self.kept_iteration,
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
        # Tests of earlier checkpoints can wait until somebody asks again.
        here = self.iteration if self.iteration in MILESTONES else None
        self._tests = [test for test in self._tests if test.iteration == here]
        self.goal, self.notice, self._mark = goal, None, None
        self._turn_to(Phase.TRAINING)

    def pause(self) -> None:
        """Stop where it is, and test there."""
        if self.phase is Phase.TRAINING:
            if not self._slice_under_way:  # else where that leads
                self._stop_here()
            self._turn_to(Phase.PAUSED)

    def test(self, iteration: int | None = None) -> None:
        """Test a checkpoint, or with None all of them, unless they were. Raises `RunError` where nothing was kept."""
        if iteration is not None and iteration not in self.checkpoints:
            raise RunError(Sentence("Nothing was kept of iteration {iteration}.", iteration=shown(iteration)))
        waiting = {test.iteration for test in self._tests}
        for wanted in sorted(self.checkpoints) if iteration is None else [iteration]:
            if wanted not in self.results and wanted not in waiting:
                self._tests.append(Test(wanted))
                self._changed()

    def rename(self, name: str) -> None:
        """Raises `RunError` for a name that is too long."""
        name = " ".join(str(name).encode("utf-8", "ignore").decode().split())  # a lone surrogate can be written nowhere
        if len(name) > MAX_NAME:
            raise RunError(Sentence("The name is too long; the most is {most} characters.", most=MAX_NAME))
        self.name = name
        self._changed(event=True)

    def delete(self) -> None:
        """It stops, and is gone for good after a while; until then `restore` brings it back."""
        if self.phase is Phase.TRAINING:
            self.phase = Phase.PAUSED
        self._tests.clear()
        self.deleted = time.time()
        self._changed(event=True)

    def restore(self) -> None:
        self.deleted = None
        self._changed(event=True)

    def fork(self, state: TrainState, settings: spec.TrainingSpec, number: int) -> Run:
        """Another run that goes on from ``state``, a checkpoint of this one, and has the course up to there in common."""
        at = state.iteration
        run = Run(self.workspace, self.network, settings, number=number)
        run.origin = Origin(self.run_id, self.number, at)
        run.state = state
        run.history = self.history.until(at)
        run.checkpoints = {i: checkpoint for i, checkpoint in self.checkpoints.items() if i <= at}
        run.results = {i: result for i, result in self.results.items() if i <= at}
        run.fresh_states[at] = state  # its own file of it has its own name and settings
        run._keep_checkpoint(state)
        run._turn_to(Phase.PAUSED)
        return run

    # What it wants done, and what came of it.

    def next_work(self, seconds: float) -> Work | None:
        """The next piece of work, training for about ``seconds``; None where there is nothing to do."""
        if self._tests:
            test = self._tests[0]
            images = slice(test.done, test.done + TEST_CHUNK)
            if test.iteration == self.iteration:
                return Work("test", self.state, images=images, test=test)
            return Work(
                "test", self.fresh_states.get(test.iteration), images=images, test=test, checkpoint=test.iteration
            )
        if self.phase is not Phase.TRAINING:
            return None
        at = self.iteration
        if at not in self.results and (at in MILESTONES or at >= self.goal):
            self._test_here()
            return self.next_work(seconds)
        if not self._validated() and milestones.validates(at):
            return Work("validate", self.state, images=slice(VALIDATION_IMAGES))
        steps = 1 if self._seconds_a_step is None else max(1, round(seconds / self._seconds_a_step))
        self._slice_under_way = True
        return Work("train", self.state, steps=min(steps, milestones.next_stop(at, self.goal) - at))

    def trained(self, work: Work, state: TrainState, records: Records, seconds: float) -> None:
        """A slice of training came back: ``seconds`` is how long it took."""
        now = time.monotonic()
        self.before, self._slice_under_way = work.state, False
        self.history.extend(records, work.state.seconds if work.state else 0.0, state.seconds)
        self._reach(state)
        pace = seconds / max(1, len(records))
        self._seconds_a_step = pace if self._seconds_a_step is None else 0.7 * self._seconds_a_step + 0.3 * pace
        if self._mark is not None and now > self._mark:
            rate = len(records) * self.settings.batch_size / (now - self._mark)
            self._rate = rate if self._rate is None else 0.9 * self._rate + 0.1 * rate
        self._mark = now
        if self.phase is Phase.PAUSED and self.deleted is None:  # in the meantime
            self._stop_here()
        self._changed()

    def validated(self, state: TrainState, correct: int, total: int) -> None:
        self._reach(state)
        self.history.validate(state.iteration, correct, total)
        self._finish_if_there()
        self._mark = time.monotonic()
        self._changed()

    def tested(self, work: Work, state: TrainState, probabilities: np.ndarray, labels: np.ndarray) -> None:
        """A part of the test set was judged; ``labels`` are those of the whole set."""
        test = work.test
        if test is None or test not in self._tests:  # given up in the meantime
            return
        if work.checkpoint is None:
            self._reach(state)
        test.parts.append(probabilities)
        self._changed()
        if test.done < len(labels):
            return
        judged = Evaluation(np.concatenate(test.parts), labels)
        self._tests.remove(test)
        self.fresh_tests[state.iteration] = judged.probabilities
        self.results[state.iteration] = TestResult(state.iteration, judged.correct, judged.total, state.seconds)
        if work.checkpoint is None:
            self._keep_checkpoint(state)
            self._finish_if_there()
        self._mark = time.monotonic()
        self._changed(event=True)

    def diverged(self, state: TrainState, records: Records, sentence: Sentence) -> None:
        """The loss was lost: ``state`` is the last good one, ``records`` lead up to it from the state that the work was on."""
        self._slice_under_way = False
        began = self.state.seconds if self.state else 0.0
        self.history.extend(records, began, max(began, state.seconds))
        self.history.truncate(state.iteration)
        for lost in [i for i in self.checkpoints if i > state.iteration]:
            self._forget(lost)
        self._reach(state)
        self.notice = sentence
        self._stop_here()
        self._turn_to(Phase.DIVERGED)

    def failed(self, sentence: Sentence) -> None:
        self.notice, self._slice_under_way = sentence, False
        self._tests.clear()
        self._turn_to(Phase.FAILED)

    def lost(self, iteration: int, sentence: Sentence) -> None:
        """A checkpoint cannot be read any more."""
        self._forget(iteration)
        self.untested(iteration, sentence)

    def untested(self, iteration: int, sentence: Sentence) -> None:
        """A checkpoint could not be read to be tested; it may be the next time."""
        self._tests = [test for test in self._tests if test.iteration != iteration]
        self.say(sentence)

    def say(self, sentence: Sentence) -> None:
        self.notice = sentence
        self._changed(event=True)

    def written(self, kept: Kept, fault: Sentence | None) -> None:
        """What was to be written is on disk, or with ``fault`` is not and waits in the memory."""
        if fault is None:
            for fresh, done in ((self.fresh_states, kept.states), (self.fresh_tests, kept.tests)):
                for at in [at for at, value in done.items() if fresh.get(at) is value]:
                    del fresh[at]
            self.kept_serial, self.kept_iteration = kept.serial, kept.iteration
        self.version += 1
        self.event += fault != self.unkept
        self.unkept = fault

    def _reach(self, state: TrainState) -> None:
        self.state = state
        if milestones.keeps(state.iteration):
            self._keep_checkpoint(state)

    def _keep_checkpoint(self, state: TrainState) -> None:
        if state.iteration in self.checkpoints:
            return
        self.checkpoints[state.iteration] = Checkpoint(state.iteration, state.seconds)
        self.fresh_states[state.iteration] = state
        for passed in milestones.surplus(self.checkpoints):
            self._forget(passed)
        self.serial += 1
        self._changed()

    def _forget(self, iteration: int) -> None:
        for known in (self.checkpoints, self.results, self.fresh_states, self.fresh_tests):
            known.pop(iteration, None)

    def _stop_here(self) -> None:
        """Keep this state, and test it."""
        if self.state is not None and self.iteration > 0:
            self._keep_checkpoint(self.state)
            self._test_here()

    def _test_here(self) -> None:
        at = self.iteration
        if at not in self.results and all(test.iteration != at for test in self._tests):
            self._tests.insert(0, Test(at))

    def _finish_if_there(self) -> None:
        at = self.iteration
        due = milestones.validates(at) and not self._validated()
        if self.phase is Phase.TRAINING and at >= self.goal and at in self.results and not due:
            self._turn_to(Phase.REACHED)

    def _validated(self) -> bool:
        done = self.history.validations
        return bool(done) and done[-1].iteration >= self.iteration

    def _turn_to(self, phase: Phase) -> None:
        self.phase = phase
        self._changed(event=True)

    def _changed(self, event: bool = False) -> None:
        self.version += 1
        self.event += event
        self.serial += event
