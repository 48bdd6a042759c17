"""One thread that advances every run, in turns; and what may be asked of it from other threads."""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core import data, spec
from core.engine import trainer_loading
from core.engine.run_queries import Reader
from core.engine.run_registry import Roster
from core.messages import Sentence
from core.runs.run import Run, RunError
from core.runs.run_steps import Work
from core.runs.snapshot import Snapshot
from core.storage import run_record as records
from core.storage.store import Store, StoreError
from core.training.history import HistoryPart
from core.training.step_time import Pace, Paces
from core.training.train_state import TrainState

if TYPE_CHECKING:
    from core.trainer import Trainer

SLICE_SECONDS = 0.06  # a run's turn while others wait
ALONE_SECONDS = 0.12  # a lone run's turn
TIDY_SECONDS = 5.0  # from one look at what leaves the memory to the next
EXPIRE_SECONDS = 600.0  # and at what leaves the disk
FORKABLE = ("learning_rate", "batch_size", "seed")  # what a fork may have otherwise than the run it comes from


@dataclass(frozen=True)
class Status:
    """How the engine is: ``ready`` once it can train; ``fault`` says why it never will be; ``warning``: what of the disk."""

    ready: bool
    fault: Sentence | None
    warning: Sentence | None = None


@dataclass(frozen=True, eq=False)
class Change:
    """What is new about one run."""

    snapshot: Snapshot
    version: int
    part: HistoryPart


@dataclass(frozen=True)
class Cursor:
    """What a copy of a run already has."""

    version: int = -1
    history_key: str | None = None
    count: int = 0


class Engine:
    """Runs live here. Every public method answers at once, from any thread, whatever is being trained.

    They raise `RunError` for a run that is not there, `StoreError` where its workspace is open elsewhere. What is asked
    without changing anything is asked of the ``reader``.
    """

    def __init__(
        self, store: Store, make_trainer: Callable[[], type[Trainer]] | None = None, warning: Sentence | None = None
    ) -> None:
        self._store = store
        self._make_trainer = make_trainer or trainer_loading.import_trainer
        self._lock = threading.Condition()
        self._roster = Roster(store)
        self.reader = Reader(store, self._roster, self._lock, self._trainer)
        self._paces = Paces()
        self._status = Status(False, None, warning)
        self._closing = False
        self._tidied, self._expired = time.monotonic(), float("-inf")
        self._thread = threading.Thread(target=self._work, name="engine", daemon=True)

    def start(self, paused: bool = False) -> None:
        """Go on with what was broken off, then work until `close`. ``paused``: nothing goes on by itself."""
        with self._lock:
            self._roster.take_up(paused)
        self._thread.start()

    def close(self) -> None:
        """End after the present piece of work; what is new is on disk then."""
        with self._lock:
            if self._closing:
                return
            self._closing = True
            self._lock.notify()
        if self._thread.is_alive():
            self._thread.join(timeout=5)
        self._keep_due(idle=True, last=True)
        self._store.close({run.workspace for run in self._roster.busy()})

    # Asked from other threads.

    def status(self) -> Status:
        if self._status.warning is None and self._store.said:
            return replace(self._status, warning=self._store.said[-1])
        return self._status

    def runs(self, workspace: str) -> list[Snapshot]:
        """The runs of one workspace, the oldest first; those that were deleted are left out."""
        with self._lock:
            return self._roster.of(workspace)

    def open(self, run_id: str) -> Snapshot:
        with self._lock:
            return self._roster.find(run_id).snapshot()

    def create(self, workspace: str, network: spec.NetworkSpec, settings: spec.TrainingSpec) -> Snapshot:
        spec.check(network, settings)
        with self._lock:
            return self._kept(self._roster.create(workspace, network, settings))

    def fork(self, run_id: str, iteration: int, settings: spec.TrainingSpec) -> Snapshot:
        """A run that goes on from a checkpoint of another one, which stays as it is. Raises `RunError` or `SpecError`."""
        with self._lock:
            run = self._roster.find(run_id)
            spec.check(run.network, settings)
            for name, value in vars(settings).items():
                if name not in FORKABLE and value != getattr(run.settings, name):
                    raise RunError(
                        Sentence("A fork keeps the network and the optimizer of the run that it comes from.")
                    )
            fork = run.fork(self.reader.state(run, iteration), settings, self._roster.next_number(run.workspace))
            fork.fresh_tests |= {i: test for i, test in run.fresh_tests.items() if i in fork.results}
            fork.fresh_states |= {i: state for i, state in run.fresh_states.items() if i in fork.checkpoints}
            try:
                self._store.share_checkpoints(run, fork)
            except OSError:  # said when it is written; only what the first run has in the memory can be gone back to
                fork.checkpoints = {i: fork.checkpoints[i] for i in fork.fresh_states}
                fork.results = {i: fork.results[i] for i in fork.fresh_tests if i in fork.results}
            return self._kept(self._roster.add(fork))

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
                    run = self._roster.find(run_id)
                except (RunError, StoreError):
                    missing.append(run_id)
                    continue
                if run.version != cursor.version or run.history.key != cursor.history_key:
                    part = run.history.part_since(cursor.history_key, cursor.count)
                    changed.append(Change(run.snapshot(), run.version, part))
        return self.status(), changed, missing

    def _trainer(self, network: spec.NetworkSpec, settings: spec.TrainingSpec) -> Trainer:
        if not self._status.ready:
            raise RunError(Sentence("TensorFlow is still starting; please wait a moment."))
        return self._make_trainer()(network, settings)

    def _ask(self, run_id: str, verb: Callable[[Run], None], deleted: bool = False) -> Snapshot:
        with self._lock:
            run = self._roster.find(run_id, deleted)
            verb(run)
            self._lock.notify()
            return run.snapshot()

    # On disk.

    def _kept(self, run: Run) -> Snapshot:
        """Write a run at once. Under the lock."""
        kept = records.to_keep(run)
        self._roster.written(run, kept, self._store.save(kept))
        return run.snapshot()

    def _keep_due(self, idle: bool = False, last: bool = False) -> None:
        with self._lock:
            due = self._roster.due(idle, last)
        for run, kept in due:
            fault = self._store.save(kept)
            with self._lock:
                self._roster.written(run, kept, fault)

    def _tidy(self) -> None:
        now = time.monotonic()
        if now - self._tidied < TIDY_SECONDS:
            return
        self._tidied = now
        with self._lock:
            self._roster.park()
        self._store.touch()
        if now - self._expired > EXPIRE_SECONDS:
            self._expired = now
            self._store.expire()

    # The engine's own thread.

    def _work(self) -> None:
        try:
            trainer_class = self._make_trainer()
            digits = data.mnist()
            seconds = trainer_loading.warm_up(trainer_class, digits)
            with self._lock:
                self._paces.note(*trainer_loading.WARM_UP, 1, seconds)
        except Exception as error:  # packages that do not fit each other raise TypeError, AttributeError and others
            if not isinstance(error, data.DataError):
                traceback.print_exc()
            self._status = replace(self._status, fault=trainer_loading.why_not(error))
            return
        self._status = replace(self._status, ready=True)
        while True:
            with self._lock:
                if self._closing:
                    return
                turn = self._next_turn()
            if turn is not None:
                self._do(*turn, trainer_class, digits)
            self._keep_due(idle=turn is None)
            self._tidy()
            with self._lock:
                if turn is None and not self._closing and not self._roster.busy():
                    self._lock.wait(timeout=1.0)

    def _next_turn(self) -> tuple[Run, Work] | None:
        """The run whose turn it is, and what it wants done; it goes to the end of the row."""
        busy = self._roster.busy()
        for run in busy:
            work = run.next_work(SLICE_SECONDS if len(busy) > 1 else ALONE_SECONDS)
            if work is not None:
                self._roster.had_its_turn(run)
                return run, work
        return None

    def _do(self, run: Run, work: Work, trainer_class: type[Trainer], digits: data.Dataset) -> None:
        try:
            trainer = trainer_class(run.network, run.settings)
            state = self._state_of(run, work) or trainer.initial_state()
            if work.kind == "train":
                self._train(run, work, trainer, state, digits.train)
            elif work.kind == "validate":
                labels = digits.validation.labels[work.images]
                right = trainer.predict(state.weights, digits.validation.images[work.images]).argmax(axis=1) == labels
                self._take_in(run, lambda: run.validated(state, int(right.sum()), len(labels)))
            else:
                judged = trainer.predict(state.weights, digits.test.images[work.images])
                self._take_in(run, lambda: run.tested(work, state, judged, digits.test.labels))
        except RunError:  # the checkpoint to be tested is damaged; the run has said so
            return
        except StoreError as error:  # it cannot be read just now
            self._take_in(run, lambda error=error: run.untested(work.checkpoint, error.sentence))
        except Exception as error:
            traceback.print_exc()
            sentence = Sentence(
                "Training stopped: {reason}. The last state is kept.", reason=trainer_loading.short(error)
            )
            self._take_in(run, lambda: run.failed(sentence))

    def _train(self, run: Run, work: Work, trainer: Trainer, state, split: data.Split) -> None:
        from core.trainer import TrainingDiverged

        began = time.perf_counter()
        try:
            reached, records = trainer.advance(state, split, work.steps)
        except TrainingDiverged as lost:
            good, records = lost.state, lost.records
            if lost.iteration == state.iteration + 1 and run.before is not None and run.before is not state:
                # The slice began on weights that were lost already: the last good ones are a step before.
                good, _ = trainer.advance(run.before, split, state.iteration - run.before.iteration - 1)
            sentence = Sentence(lost.sentence.template, **(lost.sentence.values | {"good": good.iteration}))
            self._take_in(run, lambda: run.diverged(good, records, sentence))
        else:
            took = time.perf_counter() - began
            with self._lock:
                self._paces.note(run.network, run.settings, work.steps, took)
            self._take_in(run, lambda: run.trained(work, reached, records, took))

    def _state_of(self, run: Run, work: Work) -> TrainState | None:
        if work.checkpoint is None or work.state is not None:
            return work.state
        with self._lock:
            return self.reader.state(run, work.checkpoint)

    def _take_in(self, run: Run, outcome: Callable[[], None]) -> None:
        with self._lock:
            outcome()
