"""One thread that advances every run, in turns; and what may be asked of it from other threads."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core import ablation, anatomy, checkpoint, data, loading, spec
from core import look as looks
from core.history import HistoryPart
from core.pace import Pace, Paces
from core.run import Phase, Run, RunError, Snapshot, Work
from core.sentence import Sentence

if TYPE_CHECKING:
    from core.trainer import Trainer

SLICE_SECONDS = 0.06  # a run's turn while others wait
ALONE_SECONDS = 0.12  # a lone run's turn
KEEP_EVERY_SECONDS = 1.5  # of a run's own training, from one file to the next
PARK_AFTER_SECONDS = 600  # a run that nobody looks at leaves the memory; its file stays


@dataclass(frozen=True)
class Status:
    """How the engine is: ``ready`` once it can train; ``fault`` says why it never will be."""

    ready: bool
    fault: Sentence | None


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
    """Runs live here. Every public method answers at once, from any thread, whatever is being trained."""

    def __init__(self, folder: Path, make_trainer: Callable[[], type[Trainer]] | None = None) -> None:
        self._folder = folder
        self._make_trainer = make_trainer or loading.import_trainer
        self._lock = threading.Condition()
        self._runs: dict[str, Run] = {}
        self._touched: dict[str, float] = {}
        self._parked: dict[str, str] = {}  # run id → workspace
        self._kept: dict[str, tuple[int, float]] = {}  # run id → (event, seconds of training) in its file
        self._paces = Paces()
        self._status = Status(False, None)
        self._closing = False
        self._thread = threading.Thread(target=self._work, name="engine", daemon=True)

    def start(self, paused: bool = False) -> None:
        """Take up the runs in the folder, then work until `close`. ``paused``: none of them goes on by itself."""
        for unfinished in self._folder.glob("*.part"):  # a worker was killed while it wrote
            unfinished.unlink()
        for path in sorted(self._folder.glob(f"*{checkpoint.SUFFIX}")):
            with contextlib.suppress(ValueError):
                self._take_up(_open(path), paused)
        self._thread.start()

    def close(self) -> None:
        with self._lock:
            self._closing = True
            self._lock.notify()
        self._thread.join(timeout=5)

    def _take_up(self, run: Run, paused: bool) -> None:
        if run.phase is Phase.TRAINING and paused:
            run.phase = Phase.PAUSED
            run.say(
                Sentence(
                    "The training process stopped several times, so this run was paused at iteration {iteration:,}.",
                    iteration=run.iteration,
                )
            )
        elif run.phase is Phase.TRAINING:
            run.say(
                Sentence(
                    "The training process was restarted; this run went on from iteration {iteration:,}.",
                    iteration=run.iteration,
                )
            )
        elif run.iteration:
            run.say(
                Sentence(
                    "The training process was restarted; this run is at iteration {iteration:,}, as before.",
                    iteration=run.iteration,
                )
            )
        self._runs[run.run_id] = run
        self._touched[run.run_id] = time.monotonic()

    # Asked from other threads.

    def status(self) -> Status:
        return self._status

    def runs(self, workspace: str) -> list[Snapshot]:
        """The runs of one workspace, the oldest first."""
        with self._lock:
            for run_id in [key for key, owner in self._parked.items() if owner == workspace]:
                with contextlib.suppress(RunError):  # its file is damaged: the others are shown
                    self._find(run_id)
            return [run.snapshot() for run in self._runs.values() if run.workspace == workspace]

    def create(self, workspace: str, network: spec.NetworkSpec, settings: spec.TrainingSpec) -> Snapshot:
        spec.check(network, settings)
        with self._lock:
            run = Run(workspace, network, settings)
            self._runs[run.run_id] = run
            self._touched[run.run_id] = time.monotonic()
            self._keep(run)
            return run.snapshot()

    def train(self, run_id: str, goal: int) -> Snapshot:
        return self._ask(run_id, lambda run: run.train(goal))

    def pause(self, run_id: str) -> Snapshot:
        return self._ask(run_id, Run.pause)

    def reset(self, run_id: str, seed: int | None = None) -> Snapshot:
        return self._ask(run_id, lambda run: run.reset(seed))

    def probabilities(self, run_id: str, iteration: int) -> np.ndarray:
        """Of the test set, float32 (10,000, 10), as tested at that iteration. Raises `RunError` where it was not."""
        with self._lock:
            run = self._find(run_id)
            if iteration not in run.probabilities:
                raise RunError(Sentence("Iteration {iteration:,} was not tested.", iteration=iteration))
            return run.probabilities[iteration]

    def pace(self, network: spec.NetworkSpec, settings: spec.TrainingSpec) -> Pace | None:
        """Seconds an iteration of that design; None before anything was measured."""
        with self._lock:
            return self._paces.of(network, settings)

    def look(
        self, run_id: str, images: np.ndarray, off: anatomy.Off, layers: tuple[str, ...] | None = None
    ) -> looks.Look:
        """What the layers (None: all) put out now for ``images``, uint8 (1 or 2, 28, 28, 1). It takes some milliseconds.

        Raises `RunError`, `DataError` or `AnatomyError`.
        """
        looks.check_number(images)
        trainer, iteration, weights, key, _ = self._moment(run_id)
        return looks.looked(
            trainer.network, trainer.settings, key, iteration, weights, off, layers,
            lambda weights: trainer.forward(weights, images),
        )  # fmt: skip

    def ablate(self, run_id: str, off: anatomy.Off) -> ablation.Ablation:
        """Test accuracy now, with all filters and without those in ``off``. It takes seconds. Raises like `look`."""
        trainer, iteration, weights, _, judged = self._moment(run_id)
        return ablation.ablate(trainer, weights, iteration, off, data.mnist().test, judged)

    def _moment(self, run_id: str) -> tuple[Trainer, int, Mapping[str, np.ndarray], str, np.ndarray | None]:
        """A run's trainer, iteration, weights, history key and, where it was tested, probabilities, as they are now."""
        if not self._status.ready:
            raise RunError(Sentence("TensorFlow is still starting; please wait a moment."))
        with self._lock:
            run = self._find(run_id)
            state, network, settings, key = run.state, run.network, run.settings, run.history.key
            judged = run.probabilities.get(run.iteration)
        trainer = self._make_trainer()(network, settings)
        state = state or trainer.initial_state()
        return trainer, state.iteration, state.weights, key, judged

    def changes(self, cursors: Mapping[str, Cursor]) -> tuple[Status, list[Change], list[str]]:
        """For each run named: what its copy lacks, if anything; and the names of those that do not exist."""
        changed, missing = [], []
        with self._lock:
            for run_id, cursor in cursors.items():
                try:
                    run = self._find(run_id)
                except RunError:
                    missing.append(run_id)
                    continue
                if run.version != cursor.version or run.history.key != cursor.history_key:
                    part = run.history.part_since(cursor.history_key, cursor.count)
                    changed.append(Change(run.snapshot(), run.version, part))
        return self._status, changed, missing

    def _ask(self, run_id: str, verb: Callable[[Run], None]) -> Snapshot:
        with self._lock:
            run = self._find(run_id)
            verb(run)
            self._lock.notify()
            return run.snapshot()

    def _find(self, run_id: str) -> Run:
        if self._parked.pop(run_id, None) is not None:
            with contextlib.suppress(ValueError):
                run = _open(self._folder / f"{run_id}{checkpoint.SUFFIX}")
                self._runs[run_id] = run
                self._kept[run_id] = (run.event, run.snapshot().seconds)
        if run_id not in self._runs:
            raise RunError(Sentence("This run is no longer there."))
        self._touched[run_id] = time.monotonic()
        return self._runs[run_id]

    # The engine's own thread.

    def _work(self) -> None:
        try:
            trainer_class = self._make_trainer()
            digits = data.mnist()
            seconds = loading.warm_up(trainer_class, digits)
            with self._lock:
                self._paces.note(*loading.WARM_UP, 1, seconds)
        except Exception as error:  # packages that do not fit each other raise TypeError, AttributeError and others
            if not isinstance(error, data.DataError):
                traceback.print_exc()
            self._status = Status(False, loading.why_not(error))
            return
        self._status = Status(True, None)
        while True:
            with self._lock:
                if self._closing:
                    return
                turn = self._next_turn()
                if turn is None:
                    self._keep_due(idle=True)
                    self._park_unwatched()
                    self._lock.wait(timeout=1.0)
                    continue
            self._do(*turn, trainer_class, digits)
            with self._lock:
                self._keep_due()

    def _next_turn(self) -> tuple[Run, Work] | None:
        """The run whose turn it is, and what it wants done; it goes to the end of the row."""
        busy = [run for run in self._runs.values() if run.busy]
        for run in busy:
            work = run.next_work(SLICE_SECONDS if len(busy) > 1 else ALONE_SECONDS)
            if work is not None:
                self._runs[run.run_id] = self._runs.pop(run.run_id)
                return run, work
        return None

    def _do(self, run: Run, work: Work, trainer_class: type[Trainer], digits: data.Dataset) -> None:
        try:
            trainer = trainer_class(run.network, run.settings)
            state = work.state or trainer.initial_state()
            if work.kind == "train":
                self._train(run, work, trainer, state, digits.train)
            elif work.kind == "validate":
                labels = digits.validation.labels[work.images]
                right = trainer.predict(state.weights, digits.validation.images[work.images]).argmax(axis=1) == labels
                self._take_in(run, work, lambda: run.validated(state, int(right.sum()), len(labels)))
            else:
                judged = trainer.predict(state.weights, digits.test.images[work.images])
                self._take_in(run, work, lambda: run.tested(work, state, judged, digits.test.labels))
        except Exception as error:
            traceback.print_exc()
            sentence = Sentence("Training stopped: {reason}. The last state is kept.", reason=loading.short(error))
            self._take_in(run, work, lambda: run.failed(sentence))

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
            self._take_in(run, work, lambda: run.diverged(good, records, sentence))
        else:
            took = time.perf_counter() - began
            with self._lock:
                self._paces.note(run.network, run.settings, work.steps, took)
            self._take_in(run, work, lambda: run.trained(work, reached, records, took))

    def _take_in(self, run: Run, work: Work, outcome: Callable[[], None]) -> None:
        with self._lock:
            if run.history is work.history:  # not reset in the meantime
                outcome()

    def _keep_due(self, idle: bool = False) -> None:
        """Write the runs that something happened to, and those that trained for a while since."""
        for run in self._runs.values():
            event, seconds = self._kept.get(run.run_id, (-1, 0.0))
            trained = run.state.seconds - seconds if run.state else 0.0
            if run.event != event or trained >= KEEP_EVERY_SECONDS or (idle and trained > 0):
                self._keep(run)

    def _keep(self, run: Run) -> None:
        self._kept[run.run_id] = (run.event, run.state.seconds if run.state else 0.0)
        try:
            checkpoint.save(run, self._folder)
        except OSError as error:
            print(f"run {run.run_id} could not be kept: {error}", file=sys.stderr)

    def _park_unwatched(self) -> None:
        now = time.monotonic()
        for run in list(self._runs.values()):
            if not run.busy and now - self._touched[run.run_id] > PARK_AFTER_SECONDS:
                self._keep(run)
                self._parked[run.run_id] = run.workspace
                del self._runs[run.run_id]


def _open(path: Path) -> Run:
    """The run in that file. Raises ValueError where it is damaged, and then puts it aside."""
    try:
        return checkpoint.load(path)
    except ValueError as error:
        print(error, file=sys.stderr)
        with contextlib.suppress(OSError):
            path.rename(path.with_suffix(".damaged"))
        raise
