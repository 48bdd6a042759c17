"""What the dashboard talks to: it starts the worker, watches it, starts it again, and keeps a copy of what it shows.

Pages read the copies and never wait for the worker; only a person's command is a call, and it has a time limit.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from core import spec
from core.engine.changes import Change, Cursor
from core.processes.child_process import ChildProcess
from core.processes.copy_cache import CopyCache
from core.processes.rpc import Interface, Verbs
from core.processes.supervisor import CALL_SECONDS, Condition, Health, Supervisor
from core.processes.training_process import WORDING, WorkerProcess
from core.processes.training_protocol import ABLATIONS, COMMANDS, INSPECTIONS, NOVELTIES, READINGS, WATCH
from core.runs.snapshot import Snapshot
from core.training.history import History
from core.training.step_time import Pace

__all__ = ["Client", "Condition", "Health"]

WATCH_SECONDS = 0.1
ABLATE_SECONDS = 60.0  # a class may ask at once, and each waits for those before
START_SECONDS = 20.0  # so long what a person asks for waits for a worker that is starting, also on a busy machine
FORGET_SECONDS = 120.0  # a copy that nobody reads is dropped
TESTS_KEPT = 48  # probabilities of the test set: 400 KB each

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class _Copy:
    """What the server knows of one run. ``floor``: the event of the last command's answer: what is older is out of date."""

    snapshot: Snapshot
    floor: int = -1
    version: int = -1
    history: History = field(default_factory=History)  # grows


class Client(Supervisor):
    """Thread-safe. `start` it once, `close` it at the end.

    A person's commands are its methods; ``inspections``, ``novelties``, ``ablations`` and ``readings`` are the worker's own verbs. Each call has
    its time limit, and raises `WorkerUnavailable` beside what the engine raises.
    """

    def __init__(
        self,
        folder: Path | None = None,
        environment: dict[str, str] | None = None,
        call_seconds: float = CALL_SECONDS,
    ) -> None:
        """``folder``: where runs are kept; None: for as long as this client lives."""
        super().__init__(WORDING, folder, environment, WATCH_SECONDS)
        self.call_seconds = call_seconds
        self.inspections = self._remote(INSPECTIONS)
        self.novelties = self._remote(NOVELTIES, ABLATE_SECONDS)
        self.ablations = self._remote(ABLATIONS, ABLATE_SECONDS)
        self._commands = self._remote(COMMANDS)
        self._patient_commands = self._remote(COMMANDS, start_seconds=START_SECONDS)
        self.readings = self._remote(READINGS)
        self._lock = threading.Lock()
        self._copies = CopyCache[_Copy](FORGET_SECONDS)
        self._tests: OrderedDict[tuple[str, int], np.ndarray] = OrderedDict()

    @property
    def worker_pid(self) -> int | None:
        return self.pid

    # A person's commands: short calls. They raise `RunError`, `StoreError` or `SpecError`, too.

    def runs(self, workspace: str) -> list[Snapshot]:
        """The runs of a workspace, the oldest first."""
        return self._commands.runs(workspace)

    def open(self, run_id: str) -> Snapshot:
        """From now on its copy follows it."""
        return self._note(self._commands.open(run_id))

    def create(
        self, workspace: str, network: spec.NetworkSpec, settings: spec.TrainingSpec, new_id: str | None = None
    ) -> Snapshot:
        """``new_id``: as `core.runs.run_id` gives it. Asked again with the same one, because no answer came, it is the same run."""
        return self._note(self._patient_commands.create(workspace, network, settings, new_id))

    def fork(self, run_id: str, iteration: int, settings: spec.TrainingSpec, new_id: str | None = None) -> Snapshot:
        """A run that goes on from a checkpoint of another one, with settings of its own; ``new_id`` as in `create`."""
        return self._note(self._patient_commands.fork(run_id, iteration, settings, new_id))

    def train(self, run_id: str, goal: int) -> Snapshot:
        return self._note(self._patient_commands.train(run_id, goal))

    def pause(self, run_id: str) -> Snapshot:
        return self._note(self._commands.pause(run_id))

    def test(self, run_id: str, iteration: int | None = None) -> Snapshot:
        """Test a checkpoint, with None all of them; the results come with events."""
        return self._note(self._commands.test(run_id, iteration))

    def rename(self, run_id: str, name: str) -> Snapshot:
        return self._commands.rename(run_id, name)

    def delete(self, run_id: str) -> None:
        """`restore` brings it back for a while."""
        self._commands.delete(run_id)

    def restore(self, run_id: str) -> Snapshot:
        return self._commands.restore(run_id)

    def history(self, run_id: str) -> History:
        """The whole course of a run, whether its copy is followed or not."""
        return History.of(self.readings.history(run_id))

    def weights(self, run_id: str, iteration: int | None = None) -> tuple[int, Mapping[str, np.ndarray]]:
        """(iteration, all weights) at a checkpoint; None: now."""
        return self.readings.weights(run_id, iteration)

    def probabilities(self, snapshot: Snapshot, iteration: int) -> np.ndarray:
        """Of the test set, as tested at that iteration: float32 (10,000, 10). Kept, so asked only once."""
        key = (snapshot.run_id, iteration)
        with self._lock:
            if key in self._tests:
                self._tests.move_to_end(key)
                return self._tests[key]
        found = self.readings.probabilities(snapshot.run_id, iteration)
        with self._lock:
            self._tests[key] = found
            while len(self._tests) > TESTS_KEPT:
                self._tests.popitem(last=False)
        return found

    def pace(self, network: spec.NetworkSpec, settings: spec.TrainingSpec) -> Pace | None:
        """Seconds an iteration of that design takes; None before anything was measured."""
        return self._commands.pace(network, settings)

    # Copies: never a call.

    def snapshot(self, run_id: str) -> Snapshot | None:
        """The run as last heard of; None where nothing was."""
        copy = self._copies.get(run_id)
        return None if copy is None else copy.snapshot

    def read(self, run_id: str, reader: Callable[[Snapshot, History], Answer]) -> Answer | None:
        """What ``reader`` makes of a run and its history, while neither changes."""
        with self._copies.reading(run_id) as copy:
            return None if copy is None else reader(copy.snapshot, copy.history)

    def _note(self, snapshot: Snapshot) -> Snapshot:
        def answered(copy: _Copy | None) -> _Copy:
            return replace(copy or _Copy(snapshot), snapshot=snapshot, floor=snapshot.event)

        self._copies.change(snapshot.run_id, answered, read=True)
        return snapshot

    def _remote(
        self, verbs: Verbs[Interface], seconds: float | None = None, start_seconds: float | None = None
    ) -> Interface:
        """The verbs as the worker answers them, whichever process it is by then; ``seconds``, and ``start_seconds`` while it starts:
        usually `call_seconds`."""

        def call(verb: str, *arguments: object) -> Any:
            waits = start_seconds if self.condition.health is Health.STARTING else None
            with self._reached(waits or self.call_seconds) as worker:
                return worker.line(verbs).call(verb, *arguments, timeout=waits or seconds or self.call_seconds)

        return verbs.remote(call)

    # The watching thread.

    def _begin(self, gently: bool) -> ChildProcess:
        worker = WorkerProcess(self.folder, self._spare, gently, self._environment)
        self._copies.change_all(lambda copy: replace(copy, version=-1, floor=-1))  # a new worker counts anew
        return worker

    def _refresh(self, process: ChildProcess) -> Condition | None:
        cursors = {
            run_id: Cursor(copy.version, copy.history.key, len(copy.history))
            for run_id, copy in self._copies.followed().items()
        }
        status, changes, missing = process.remote(WATCH, self._look_seconds()).changes(cursors)
        for change in changes:
            self._copies.change(change.snapshot.run_id, partial(_changed, change))
        for run_id in missing:
            self._copies.drop(run_id)
        if status.fault is not None:
            return Condition(Health.DOWN, status.fault)
        return Condition(Health.READY, warning=status.warning) if status.ready else None


def _changed(change: Change, copy: _Copy | None) -> _Copy | None:
    """The copy with what is new; None where it is no longer followed."""
    if copy is None or change.snapshot.event < copy.floor:
        return copy
    copy.history.join(change.part)
    return replace(copy, snapshot=change.snapshot, version=change.version)
