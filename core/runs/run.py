"""One training as a person has it: with a number, a name, a goal, and all that may be asked of it."""

from __future__ import annotations

import time

import numpy as np

from core import spec
from core.fields.limits import shown
from core.messages import Sentence
from core.runs.checkpoints import Checkpoints
from core.runs.errors import NotKept, RunError
from core.runs.milestones import MAX_ITERATIONS, MILESTONES
from core.runs.progress import Progress
from core.runs.record import Record, Unsaved
from core.runs.run_id import new_run_id
from core.runs.snapshot import MAX_NAME, Origin, Phase, Snapshot, TestResult
from core.training.history import HistoryPart
from core.training.train_state import TrainState

FORKABLE = {"learning_rate", "batch_size", "seed"}  # what a fork may have otherwise than the run it comes from


class Run(Progress):
    """Changed only under the engine's lock."""

    def __init__(
        self,
        workspace: str,
        network: spec.NetworkSpec,
        settings: spec.TrainingSpec,
        run_id: str | None = None,
        number: int = 1,
    ) -> None:
        super().__init__(settings)
        self.run_id = run_id or new_run_id()
        self.workspace, self.network, self.number = workspace, network, number
        self.name = ""
        self.created = time.time()
        self.deleted: float | None = None  # when
        self.origin: Origin | None = None
        self.unsaved: Sentence | None = None  # why it cannot be written to the disk
        self.saved_serial, self.saved_iteration = -1, 0

    @classmethod
    def restored(cls, record: Record, rows: np.ndarray, state: TrainState | None) -> Run:
        """The run as it was written down, ``rows`` those of its history."""
        run = cls(record.workspace, record.network, record.settings, record.run_id, record.number)
        run.name, run.created, run.deleted, run.origin = record.name, record.created, record.deleted, record.origin
        run.phase, run.goal, run.notice, run.state = record.phase, record.goal, record.notice, state
        run.event = record.event + 1
        run.checkpoints = Checkpoints(record.checkpoints, record.results)
        # A key of its own: copies of the history may be ahead of this one and must begin anew.
        run.history.join(HistoryPart(run.history.key, 0, rows, record.validations))
        run.saved_serial, run.saved_iteration = run.serial, record.iteration
        return run

    @property
    def begun(self) -> bool:
        return bool(self.iteration or self.goal)

    def record(self) -> Record:
        return Record(
            run_id=self.run_id, workspace=self.workspace, number=self.number, name=self.name, created=self.created,
            deleted=self.deleted, origin=self.origin, network=self.network, settings=self.settings, phase=self.phase,
            goal=self.goal, iteration=self.iteration, seconds=self.state.seconds if self.state else 0.0,
            begun=self.state is not None, event=self.event, notice=self.notice,
            checkpoints=tuple(self.checkpoints.values()), results=self._results(),
            validations=tuple(self.history.validations),
        )  # fmt: skip

    def to_save(self) -> Unsaved:
        """Everything of it that is not on disk yet; the arrays are those of the run, which change no more."""
        states, tests = dict(self.checkpoints.unsaved_states), dict(self.checkpoints.unsaved_tests)
        return Unsaved(self.record(), self.history.rows, self.state, states, tests, self.serial, self.version)

    def snapshot(self) -> Snapshot:
        test = self.tests.first
        testing, tested = (test.iteration, test.done) if test else (None, None)
        if test is None and self.stop_is_due:
            testing, tested = self.iteration, 0
        return Snapshot(
            run_id=self.run_id, workspace=self.workspace, number=self.number, name=self.name, created=self.created,
            origin=self.origin, network=self.network, settings=self.settings, phase=self.phase, iteration=self.iteration,
            goal=self.goal, seconds=self.state.seconds if self.state else 0.0,
            images_per_second=self.speed.images_per_second if self.phase is Phase.TRAINING else None,
            testing=testing, tested=tested, checkpoints=tuple(self.checkpoints.values()), results=self._results(),
            validation=self.history.last_validation, notice=self.notice, unsaved=self.unsaved,
            history_key=self.history.key, event=self.event, serial=self.serial, saved_serial=self.saved_serial,
            saved_iteration=self.saved_iteration,
        )  # fmt: skip

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
            raise RunError(Sentence("This run has diverged; reset it, or try a smaller learning rate."))
        if goal <= self.iteration:
            raise RunError(
                Sentence(
                    "This run is already at iteration {iteration:,}; reset it to start over.",
                    iteration=self.iteration,
                )
            )
        # Tests of earlier checkpoints can wait until somebody asks again.
        self.tests.clear(but=self.iteration if self.iteration in MILESTONES else None)
        self.goal, self.notice, self.stop_is_due = goal, None, False
        self.speed.stand_still()
        self.turn_to(Phase.TRAINING)

    def pause(self) -> None:
        """Stop where it is, or where the slice leads that is under way, and test there."""
        if self.phase is Phase.TRAINING:
            self.stop_is_due = self.slice_under_way
            if not self.slice_under_way:
                self.stop_here()
            self.turn_to(Phase.PAUSED)

    def test(self, iteration: int | None = None) -> None:
        """Test a checkpoint, or with None all of them, unless they were. Raises `RunError` where nothing was kept."""
        if iteration is not None and iteration not in self.checkpoints:
            raise NotKept(Sentence("There is no checkpoint of iteration {iteration}.", iteration=shown(iteration)))
        for wanted in self.checkpoints if iteration is None else [iteration]:
            if wanted not in self.results and wanted not in self.tests:
                self.tests.add(wanted)
                self.changed()

    def rename(self, name: str) -> None:
        """Raises `RunError` for a name that is too long."""
        name = " ".join(str(name).encode("utf-8", "ignore").decode().split())  # a lone surrogate can be written nowhere
        if len(name) > MAX_NAME:
            raise RunError(Sentence("The name is too long; the maximum is {most} characters.", most=MAX_NAME))
        self.name = name
        self.changed(event=True)

    def delete(self) -> None:
        """It stops, and is gone for good after a while; until then `restore` brings it back."""
        if self.phase is Phase.TRAINING:
            self.phase = Phase.PAUSED
        self.tests.clear()
        self.stop_is_due = False
        self.deleted = time.time()
        self.changed(event=True)

    def restore(self) -> None:
        self.deleted = None
        self.stop_is_due = self.slice_under_way and self.phase is Phase.PAUSED  # from before it was deleted
        self.changed(event=True)

    def fork(self, state: TrainState, settings: spec.TrainingSpec, number: int, new_id: str | None = None) -> Run:
        """Another run that goes on from ``state``, a checkpoint of this one, and has the course up to there in common.

        Raises `RunError` where ``settings`` change what cannot be changed in the midst of a training.
        """
        changed = {name for name, value in vars(settings).items() if value != getattr(self.settings, name)}
        if not changed <= FORKABLE:
            raise RunError(Sentence("A fork keeps the network and the optimizer of the run it comes from."))
        run = Run(self.workspace, self.network, settings, new_id, number)
        run.origin = Origin(self.run_id, self.number, state.iteration)
        run.state = state
        run.history = self.history.until(state.iteration)
        run.checkpoints = self.checkpoints.until(state)
        run.turn_to(Phase.PAUSED)
        return run

    # On disk.

    def saved(self, unsaved: Unsaved, fault: Sentence | None) -> None:
        """What was to be written is on disk, or with ``fault`` is not and waits in the memory."""
        if fault is None:
            self.checkpoints.saved(unsaved)
            self.saved_serial, self.saved_iteration = unsaved.serial, unsaved.record.iteration
        self.version += 1
        self.event += fault != self.unsaved
        self.unsaved = fault

    def _results(self) -> tuple[TestResult, ...]:
        return tuple(self.results[iteration] for iteration in sorted(self.results))
