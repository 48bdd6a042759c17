"""One thread that advances every run, in turns; and what may be asked of it from other threads."""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from core import data, spec
from core.engine import trainer_loading
from core.engine.changes import Change, Cursor, Status
from core.engine.run_queries import RunQueries
from core.engine.run_registry import RunRegistry
from core.engine.step_execution import perform
from core.messages import Sentence, short
from core.runs.errors import NotYet, RunError
from core.runs.outcomes import Trained
from core.runs.run import Run
from core.runs.snapshot import Snapshot
from core.runs.steps import Step, TestStep
from core.storage.errors import StoreError
from core.storage.store import Store
from core.training.step_time import Pace, Paces
from core.training.train_state import TrainState

if TYPE_CHECKING:
    from core.trainer import Trainer

SLICE_SECONDS = 0.06  # a run's turn while others wait
ALONE_SECONDS = 0.12  # a lone run's turn
TIDY_SECONDS = 5.0  # from one look at what leaves the memory to the next
EXPIRE_SECONDS = 600.0  # and at what leaves the disk


class Engine:
    """Runs live here. Every public method answers at once, from any thread, whatever is being trained.

    They raise `RunError` for a run that is not there, `StoreError` where its workspace is open elsewhere. What is asked
    without changing anything is asked of its ``queries``.
    """

    def __init__(
        self, store: Store, make_trainer: Callable[[], type[Trainer]] | None = None, warning: Sentence | None = None
    ) -> None:
        self._store = store
        self._make_trainer = make_trainer or trainer_loading.import_trainer
        self._lock = threading.Condition()
        self._runs = RunRegistry(store)
        self.queries = RunQueries(store, self._runs, self._lock, self._trainer)
        self._trainer_class: type[Trainer] | None = None
        self._paces = Paces()
        self._fault: Sentence | None = None
        self._warning = warning
        self._closing = False
        self._tidied, self._expired = time.monotonic(), float("-inf")
        self._thread = threading.Thread(target=self._work, name="engine", daemon=True)

    def start(self, paused: bool = False) -> None:
        """Go on with what was broken off, then work until `close`. ``paused``: nothing goes on by itself."""
        with self._lock:
            self._runs.take_up(paused)
        self._thread.start()

    def close(self) -> None:
        """End after the present step; what is new is on disk then."""
        with self._lock:
            if self._closing:
                return
            self._closing = True
            self._lock.notify()
        if self._thread.is_alive():
            self._thread.join(timeout=5)
        self.save_due(idle=True, last=True)
        self._store.close({run.workspace for run in self._runs.busy()})

    @property
    def in_memory(self) -> list[Run]:
        """The runs that have not left the memory."""
        with self._lock:
            return self._runs.in_memory

    # Asked from other threads.

    def status(self) -> Status:
        said = self._store.said
        return Status(self._trainer_class is not None, self._fault, self._warning or (said[-1] if said else None))

    def runs(self, workspace: str) -> list[Snapshot]:
        """The runs of one workspace, the oldest first; those that were deleted are left out."""
        with self._lock:
            return self._runs.of(workspace)

    def open(self, run_id: str) -> Snapshot:
        with self._lock:
            return self._runs.find(run_id).snapshot()

    def create(
        self, workspace: str, network: spec.NetworkSpec, settings: spec.TrainingSpec, new_id: str | None = None
    ) -> Snapshot:
        """A run that is about to begin. Raises `SpecError`, too.

        ``new_id``: what it is to be called; whoever asks again with the same one, because the answer was lost, gets the same run.
        """
        spec.check(network, settings)
        with self._lock:
            made = self._made(new_id)
            if made is not None:
                return made.snapshot()
            run = Run(workspace, network, settings, new_id, self._runs.next_number(workspace))
            self._runs.add(run)
            return self._save(run)

    def fork(self, run_id: str, iteration: int, settings: spec.TrainingSpec, new_id: str | None = None) -> Snapshot:
        """A run that goes on from a checkpoint of another one, which stays as it is; ``new_id`` as in `create`. Raises `SpecError`,
        too."""
        with self._lock:
            made = self._made(new_id)
            if made is not None:
                return made.snapshot()
            run = self._runs.find(run_id)
            spec.check(run.network, settings)
            return self._save(self._runs.fork(run, self.queries.state(run, iteration), settings, new_id))

    def train(self, run_id: str, goal: int) -> Snapshot:
        return self._ask(run_id, lambda run: run.train(goal))

    def pause(self, run_id: str) -> Snapshot:
        return self._ask(run_id, Run.pause)

    def test(self, run_id: str, iteration: int | None = None) -> Snapshot:
        """Test a checkpoint, with None all of them; the results come when they are there."""
        return self._ask(run_id, lambda run: run.test(iteration))

    def rename(self, run_id: str, name: str) -> Snapshot:
        return self._ask(run_id, lambda run: run.rename(name))

    def delete(self, run_id: str) -> Snapshot:
        """It can be brought back by `restore` for a while."""
        return self._ask(run_id, Run.delete)

    def restore(self, run_id: str) -> Snapshot:
        return self._ask(run_id, Run.restore, deleted=True)

    def pace(self, network: spec.NetworkSpec, settings: spec.TrainingSpec) -> Pace | None:
        """Seconds an iteration of that design; None before anything was measured."""
        with self._lock:
            return self._paces.of(network, settings)

    def changes(self, cursors: Mapping[str, Cursor]) -> tuple[Status, list[Change], list[str]]:
        """For each run named: what its copy lacks, if anything; and the names of those that do not exist."""
        changed, missing = [], []
        with self._lock:
            for run_id, cursor in cursors.items():
                try:
                    run = self._runs.find(run_id)
                except (RunError, StoreError):
                    missing.append(run_id)
                    continue
                if run.version != cursor.version or run.history.key != cursor.history_key:
                    part = run.history.part_since(cursor.history_key, cursor.count)
                    changed.append(Change(run.snapshot(), run.version, part))
        return self.status(), changed, missing

    def _trainer(self, network: spec.NetworkSpec, settings: spec.TrainingSpec) -> Trainer:
        if self._trainer_class is None:
            raise NotYet(Sentence("TensorFlow is still starting; please wait a moment."))
        return self._trainer_class(network, settings)

    def _made(self, new_id: str | None) -> Run | None:
        """What an earlier call with that name made."""
        if new_id is None:
            return None
        try:
            return self._runs.find(new_id)
        except RunError:
            return None

    def _ask(self, run_id: str, verb: Callable[[Run], None], deleted: bool = False) -> Snapshot:
        with self._lock:
            run = self._runs.find(run_id, deleted)
            verb(run)
            self._lock.notify()
            return run.snapshot()

    # Turns: what its own thread does, and whoever steps it by hand.

    def train_with(self, trainer_class: type[Trainer]) -> None:
        """From now on it can train."""
        self._trainer_class = trainer_class

    def take_turn(self) -> bool:
        """The next step of the run whose turn it is; False where there was nothing to do."""
        with self._lock:
            turn = None if self._closing else self._next_turn()
        if turn is not None:
            self._do(*turn)
        return turn is not None

    def save_due(self, idle: bool = False, last: bool = False) -> None:
        """Write what is new and due. ``idle``: or new at all; ``last``: also what failed just now."""
        with self._lock:
            due = self._runs.due(idle, last)
        for run, unsaved in due:
            fault = self._store.save(unsaved)
            with self._lock:
                self._runs.saved(run, unsaved, fault)

    def _work(self) -> None:
        try:
            trainer_class = self._make_trainer()
            seconds = trainer_loading.warm_up(trainer_class, data.mnist())
        except Exception as error:  # packages that do not fit each other raise TypeError, AttributeError and others
            if not isinstance(error, data.DataError):
                traceback.print_exc()
            self._fault = trainer_loading.why_not(error)
            return
        with self._lock:
            self._paces.note(*trainer_loading.WARM_UP, 1, seconds)
            self.train_with(trainer_class)
        while not self._closing:
            busy = self.take_turn()
            self.save_due(idle=not busy)
            self._tidy()
            with self._lock:
                if not busy and not self._closing and not self._runs.busy():
                    self._lock.wait(timeout=1.0)

    def _next_turn(self) -> tuple[Run, Step] | None:
        """The run whose turn it is, and what it wants done; it goes to the end of the row."""
        busy = self._runs.busy()
        for run in busy:
            step = run.next_step(SLICE_SECONDS if len(busy) > 1 else ALONE_SECONDS)
            if step is not None:
                self._runs.had_its_turn(run)
                return run, step
        return None

    def _do(self, run: Run, step: Step) -> None:
        try:
            trainer = self._trainer(run.network, run.settings)
            state = self._state_of(run, step) or trainer.initial_state()
            outcome = perform(step, state, run.before, trainer, data.mnist())
        except RunError:  # the checkpoint to be tested is damaged; the run has said so
            return
        except StoreError as error:  # it cannot be read just now
            with self._lock:
                run.untested(step.iteration if isinstance(step, TestStep) else run.iteration, error.sentence)
        except Exception as error:
            traceback.print_exc()
            sentence = Sentence("Training stopped: {reason}. The last state is kept.", reason=short(error))
            with self._lock:
                run.failed(sentence)
        else:
            with self._lock:
                if isinstance(outcome, Trained):
                    self._paces.note(run.network, run.settings, outcome.step.iterations, outcome.seconds)
                run.take_in(outcome)

    def _state_of(self, run: Run, step: Step) -> TrainState | None:
        """None: the first one, which is still to be made."""
        if step.state is not None or run.state is None or not isinstance(step, TestStep):
            return step.state
        with self._lock:
            return self.queries.state(run, step.iteration)

    # On disk.

    def _save(self, run: Run) -> Snapshot:
        """Write a run at once. Under the lock."""
        unsaved = run.to_save()
        self._runs.saved(run, unsaved, self._store.save(unsaved))
        return run.snapshot()

    def _tidy(self) -> None:
        now = time.monotonic()
        if now - self._tidied < TIDY_SECONDS:
            return
        self._tidied = now
        with self._lock:
            self._runs.park()
        self._store.touch()
        if now - self._expired > EXPIRE_SECONDS:
            self._expired = now
            self._store.expire()
