"""The runs: those in the memory, which can be worked on, and those on disk, which come when they are asked for."""

from __future__ import annotations

import contextlib
import time

from core import spec
from core.messages import Sentence
from core.runs.errors import NotKept, RunError
from core.runs.record import Unsaved
from core.runs.run import Run
from core.runs.snapshot import Phase, Snapshot
from core.storage.errors import StoreError
from core.storage.store import Store
from core.training.train_state import TrainState

SAVE_EVERY_SECONDS = 1.5  # of a run's own training, from one file to the next
AGAIN_SECONDS = 5.0  # after something could not be written
PARK_AFTER_SECONDS = 60.0  # a run at rest that nobody looks at leaves the memory; its files stay
GO_ON_WITHIN_SECONDS = 600.0  # a training that was broken off longer ago waits for its learner


class RunRegistry:
    """Used only under the engine's lock."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._runs: dict[str, Run] = {}
        self._touched: dict[str, float] = {}
        self._saved: dict[str, tuple[int, float]] = {}  # run id → (serial, seconds of training) on disk
        self._tried: dict[str, float] = {}  # run id → when writing failed
        self._interrupted: set[str] = set()  # workspaces that were open in a process that died

    @property
    def in_memory(self) -> list[Run]:
        return list(self._runs.values())

    def take_up(self, paused: bool) -> None:
        """Go on with what a process left that died; ``paused``: not by itself."""
        for workspace, seconds in self.store.interrupted():
            with contextlib.suppress(StoreError):  # in use elsewhere by now
                self.store.claim(workspace)
                self._interrupted.add(workspace)
                for record in self.store.records(workspace):
                    if record.phase is Phase.TRAINING and record.deleted is None:
                        with contextlib.suppress(StoreError, RunError):  # damaged: who opens it is told
                            self._load(
                                record.run_id, goes_on=not paused and seconds < GO_ON_WITHIN_SECONDS, died=paused
                            )

    def find(self, run_id: str, deleted: bool = False) -> Run:
        """Raises `RunError`, also for a run that was deleted unless such a one is wanted, or `StoreError`."""
        run = self._runs.get(run_id) or self._load(run_id)
        if run.deleted is not None and not deleted:
            raise NotKept(Sentence("This run was deleted."))
        self._touched[run_id] = time.monotonic()
        return run

    def of(self, workspace: str) -> list[Snapshot]:
        """The runs of a workspace, the oldest first, without those deleted. Raises `StoreError`."""
        found = {record.run_id: record.snapshot() for record in self.store.records(workspace) if record.deleted is None}
        for run in self._runs.values():
            if run.workspace == workspace:
                found.pop(run.run_id, None)
                if run.deleted is None:
                    found[run.run_id] = run.snapshot()
        return sorted(found.values(), key=lambda each: (each.number, each.created))

    def add(self, run: Run) -> None:
        self._runs[run.run_id] = run
        self._touched[run.run_id] = time.monotonic()

    def next_number(self, workspace: str) -> int:
        """Numbers are given once: a deleted run keeps its own."""
        here = [run.number for run in self._runs.values() if run.workspace == workspace]
        return 1 + max([*here, *(record.number for record in self.store.records(workspace))], default=0)

    def fork(self, run: Run, state: TrainState, settings: spec.TrainingSpec, new_id: str | None = None) -> Run:
        """One that goes on from ``state``, a checkpoint of ``run``. Raises `RunError` or `StoreError`."""
        fork = run.fork(state, settings, self.next_number(run.workspace), new_id)
        try:
            self.store.share_checkpoints(run, fork)
        except OSError:  # said when it is written
            fork.checkpoints.forget_saved()
        self.add(fork)
        return fork

    def busy(self) -> list[Run]:
        """Those that want something done, the one longest without a turn first."""
        return [run for run in self._runs.values() if run.busy]

    def had_its_turn(self, run: Run) -> None:
        self._runs[run.run_id] = self._runs.pop(run.run_id)

    def park(self) -> None:
        """What is at rest, on disk and unwatched leaves the memory; a run that was never begun and is not the last, the disk, too."""
        now = time.monotonic()
        for run in self.in_memory:
            rests = not run.busy and now - self._touched[run.run_id] > PARK_AFTER_SECONDS
            if rests and run.saved_serial == run.serial:
                try:
                    superseded = not run.begun and run.number + 1 < self.next_number(run.workspace)
                except StoreError:  # busy: the next time
                    continue
                for known in (self._runs, self._touched, self._saved):
                    known.pop(run.run_id, None)
                if superseded:
                    self.store.remove(run.workspace, run.run_id)
        self.store.release_all_but({run.workspace for run in self._runs.values()})

    # On disk.

    def due(self, idle: bool, last: bool = False) -> list[tuple[Run, Unsaved]]:
        """What is to be written: of runs that something happened to, and of those that trained for a while since.

        ``idle``: or at all. ``last``: whatever failed just now is tried once more.
        """
        found, now = [], time.monotonic()
        for run in self._runs.values():
            serial, seconds = self._saved.get(run.run_id, (-1, 0.0))
            trained = run.state.seconds - seconds if run.state else 0.0
            waits = not last and now - self._tried.get(run.run_id, -AGAIN_SECONDS) < AGAIN_SECONDS
            if not waits and (run.serial != serial or trained >= SAVE_EVERY_SECONDS or (idle and trained > 0)):
                found.append((run, run.to_save()))
        return found

    def saved(self, run: Run, unsaved: Unsaved, fault: Sentence | None) -> None:
        """What was to be written is on disk, or with ``fault`` is not."""
        if fault is None:
            self._saved[run.run_id] = (unsaved.serial, unsaved.record.seconds)
            self._tried.pop(run.run_id, None)
        else:
            self._tried[run.run_id] = time.monotonic()
        run.saved(unsaved, fault)

    def _load(self, run_id: str, goes_on: bool = False, died: bool = False) -> Run:
        run = self.store.find(run_id)
        if run is None:
            raise NotKept(Sentence("This run no longer exists."))
        self.add(run)
        self._saved[run_id] = (run.serial, run.state.seconds if run.state else 0.0)
        if run.phase is Phase.TRAINING:
            if not goes_on:
                run.phase = Phase.PAUSED
            run.say(_broken_off(run, goes_on, died))
            self._interrupted.discard(run.workspace)
        elif run.workspace in self._interrupted and run.iteration:
            self._interrupted.discard(run.workspace)
            run.say(
                Sentence(
                    "The training process was restarted; this run is at iteration {iteration:,}, as before.",
                    iteration=run.iteration,
                )
            )
        return run


def _broken_off(run: Run, goes_on: bool, died: bool) -> Sentence:
    if goes_on:
        return Sentence(
            "The training process was restarted; this run went on from iteration {iteration:,}.",
            iteration=run.iteration,
        )
    if died:
        return Sentence(
            "The training process stopped several times, so this run was paused at iteration {iteration:,}.",
            iteration=run.iteration,
        )
    return Sentence(
        "The server stopped while this run was training; it is paused at iteration {iteration:,}, the last one saved.",
        iteration=run.iteration,
    )
