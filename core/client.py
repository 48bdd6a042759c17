"""What the dashboard talks to: it starts the worker, watches it, starts it again, and keeps a copy of what it shows.

Pages read the copies and never wait for the worker; only a person's command is a call, and it has a time limit.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import numpy as np

from core import spec
from core.ablation import Ablation
from core.anatomy import Off
from core.engine import Cursor, Status
from core.history import History
from core.look import Look
from core.pace import Pace
from core.sentence import Sentence
from core.snapshot import Snapshot
from core.worker_process import WorkerProcess, WorkerUnavailable

WATCH_SECONDS = 0.1
CALL_SECONDS = 2.0
ABLATE_SECONDS = 60.0  # a class may ask at once, and each waits for those before
HUNG_SECONDS = 30.0  # without an answer, before the worker counts as dead
FORGET_SECONDS = 120.0  # a copy that nobody reads is dropped
# After so many deaths in so many seconds its runs stay paused; after twice as many it stays down.
DEATHS, DEATHS_WITHIN = 3, 60.0
TESTS_KEPT = 48  # probabilities of the test set: 400 KB each

Answer = TypeVar("Answer")


class Health(StrEnum):
    STARTING = "starting"
    READY = "ready"
    DOWN = "down"  # and it stays down until `Client.retry`


@dataclass(frozen=True)
class Condition:
    """How the worker is, and in a sentence why where that is not well. ``warning``: what there is to know of the disk."""

    health: Health
    sentence: Sentence | None = None
    warning: Sentence | None = None


class _Copy:
    """What the server knows of one run."""

    def __init__(self) -> None:
        self.snapshot: Snapshot | None = None
        self.history = History()
        self.version = -1
        self.floor = -1  # the event of the last command's answer: what is older is out of date
        self.read_at = time.monotonic()


class Client:
    """Thread-safe. `start` it once, `close` it at the end."""

    def __init__(self, folder: Path | None = None, environment: dict[str, str] | None = None) -> None:
        """``folder``: where runs are kept; None: for as long as this client lives."""
        self._spare = Path(tempfile.mkdtemp(prefix="layer-lab-"))
        self.folder = folder or self._spare / "kept"
        self._environment = environment
        self._lock = threading.Lock()
        self._copies: dict[str, _Copy] = {}
        self._tests: OrderedDict[tuple[str, int], np.ndarray] = OrderedDict()
        self._worker: WorkerProcess | None = None
        self._condition = Condition(Health.STARTING)
        self._deaths: list[float] = []
        self._closing = threading.Event()
        self._again = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._supervise, name="worker-watch", daemon=True)
        self._thread.start()

    def announce_close(self) -> None:
        """`close` is about to come: streams end, nothing is started again. Safe in a signal handler."""
        self._closing.set()

    def close(self) -> None:
        """End the worker, which first writes what is new."""
        self._closing.set()
        self._again.set()
        if self._worker is not None:
            self._worker.close()
        if self._thread is not None:
            self._thread.join(timeout=5)
        shutil.rmtree(self._spare, ignore_errors=True)

    def retry(self) -> None:
        """Start a worker that stayed down once more."""
        self._deaths.clear()
        self._condition = Condition(Health.STARTING)
        self._again.set()

    @property
    def closed(self) -> bool:
        return self._closing.is_set()

    @property
    def condition(self) -> Condition:
        return self._condition

    @property
    def worker_pid(self) -> int | None:
        return self._worker.pid if self._worker else None

    # A person's commands: short calls, each with its time limit. They raise `WorkerUnavailable`,
    # `RunError`, `StoreError` or `SpecError`.

    def runs(self, workspace: str) -> list[Snapshot]:
        """The runs of a workspace, the oldest first."""
        return self._call("runs", workspace)

    def open(self, run_id: str) -> Snapshot:
        """From now on its copy follows it."""
        return self._note(self._call("open", run_id))

    def create(self, workspace: str, network: spec.NetworkSpec, settings: spec.TrainingSpec) -> Snapshot:
        return self._note(self._call("create", workspace, network, settings))

    def fork(self, run_id: str, iteration: int, settings: spec.TrainingSpec) -> Snapshot:
        """A run that goes on from a moment of another one, with settings of its own."""
        return self._note(self._call("fork", run_id, iteration, settings))

    def train(self, run_id: str, goal: int) -> Snapshot:
        return self._note(self._call("train", run_id, goal))

    def pause(self, run_id: str) -> Snapshot:
        return self._note(self._call("pause", run_id))

    def test(self, run_id: str, iteration: int | None = None) -> Snapshot:
        """Test a kept moment, with None all of them; the results come with events."""
        return self._note(self._call("test", run_id, iteration))

    def rename(self, run_id: str, name: str) -> Snapshot:
        return self._call("rename", run_id, name)

    def delete(self, run_id: str) -> None:
        """`restore` brings it back for a while."""
        self._call("delete", run_id)

    def restore(self, run_id: str) -> Snapshot:
        return self._call("restore", run_id)

    def history(self, run_id: str) -> History:
        """The whole course of a run, whether its copy is followed or not."""
        return History.of(self._call("history", run_id))

    def weights(self, run_id: str, iteration: int | None = None) -> tuple[int, Mapping[str, np.ndarray]]:
        """(iteration, all weights) at a kept moment; None: now."""
        return self._call("weights", run_id, iteration)

    def probabilities(self, snapshot: Snapshot, iteration: int) -> np.ndarray:
        """Of the test set, as tested at that iteration: float32 (10,000, 10). Kept, so asked only once."""
        key = (snapshot.run_id, iteration)
        with self._lock:
            if key in self._tests:
                self._tests.move_to_end(key)
                return self._tests[key]
        found = self._call("probabilities", snapshot.run_id, iteration)
        with self._lock:
            self._tests[key] = found
            while len(self._tests) > TESTS_KEPT:
                self._tests.popitem(last=False)
        return found

    def pace(self, network: spec.NetworkSpec, settings: spec.TrainingSpec) -> Pace | None:
        """Seconds an iteration of that design takes; None before anything was measured."""
        return self._call("pace", network, settings)

    def look(
        self,
        run_id: str,
        images: np.ndarray,
        off: Off | None = None,
        layers: tuple[str, ...] | None = None,
        at: int | None = None,
    ) -> Look:
        """What the layers put out, now or at a kept moment; see `core.reader.Reader.look`. Raises `AnatomyError` and `DataError`, too."""
        return self._call("look", run_id, images, off or {}, layers, at, line="looks")

    def answers(self, run_id: str, images: np.ndarray) -> list[tuple[int, np.ndarray]]:
        """(iteration, probabilities (N, 10)) of the images at every kept moment and now."""
        return self._call("answers", run_id, images, line="looks")

    def ablate(self, run_id: str, off: Off, at: int | None = None) -> Ablation:
        """Test accuracy with and without the filters in ``off``: seconds."""
        return self._call("ablate", run_id, off, at, line="tests", seconds=ABLATE_SECONDS)

    # Copies: never a call.

    def snapshot(self, run_id: str) -> Snapshot | None:
        """The run as last heard of; None where nothing was."""
        with self._lock:
            copy = self._copies.get(run_id)
            if copy is None:
                return None
            copy.read_at = time.monotonic()
            return copy.snapshot

    def read(self, run_id: str, reader: Callable[[Snapshot, History], Answer]) -> Answer | None:
        """What ``reader`` makes of a run and its history, while neither changes."""
        with self._lock:
            copy = self._copies.get(run_id)
            if copy is None or copy.snapshot is None:
                return None
            copy.read_at = time.monotonic()
            return reader(copy.snapshot, copy.history)

    def _note(self, snapshot: Snapshot) -> Snapshot:
        with self._lock:
            copy = self._copies.setdefault(snapshot.run_id, _Copy())
            copy.snapshot, copy.floor, copy.read_at = snapshot, snapshot.event, time.monotonic()
        return snapshot

    def _call(self, verb: str, *arguments: object, line: str = "calls", seconds: float | None = None) -> object:
        limit = CALL_SECONDS if seconds is None else seconds
        began = time.monotonic()
        while self._worker is None and self._condition.health is Health.STARTING:
            if time.monotonic() - began > CALL_SECONDS:
                break
            time.sleep(0.02)
        worker = self._worker
        if worker is None:
            raise WorkerUnavailable(
                self._condition.sentence or Sentence("The training process is starting; please try again in a moment.")
            )
        try:
            return getattr(worker, line).call(verb, *arguments, timeout=max(0.1, began + limit - time.monotonic()))
        except (OSError, EOFError) as error:
            raise WorkerUnavailable(
                Sentence(
                    "The training process has just ended and is being started again; please try again in a moment."
                )
            ) from error

    # The watching thread.

    def _supervise(self) -> None:
        while not self._closing.is_set():
            recent = [moment for moment in self._deaths if time.monotonic() - moment < DEATHS_WITHIN]
            try:
                self._worker = WorkerProcess(self.folder, self._spare, len(recent) >= DEATHS, self._environment)
            except WorkerUnavailable as error:
                self._stay_down(error.sentence)
                continue
            reached = self._watch(self._worker)
            worker, self._worker = self._worker, None
            if self._closing.is_set():
                worker.close()
                return
            if worker.alive():  # it hangs, or cannot ever be ready
                worker.end()
            if self._condition.health is Health.DOWN:
                self._stay_down(self._condition.sentence)
                continue
            cause = worker.cause_of_death()
            worker.end()
            print(cause, f"(see {worker.log})", file=sys.stderr)
            self._deaths = [*recent, time.monotonic()]
            if (not reached and len(self._deaths) >= DEATHS) or len(self._deaths) >= 2 * DEATHS:
                self._stay_down(cause)
            else:
                self._condition = Condition(
                    Health.STARTING, Sentence("The training process ended and is being started again.")
                )

    def _stay_down(self, sentence: Sentence | None) -> None:
        self._again.clear()  # before anybody can see that it is down, and ask for another try
        self._condition = Condition(Health.DOWN, sentence)
        print(sentence, file=sys.stderr)
        if not self._closing.is_set():
            self._again.wait()

    def _watch(self, worker: WorkerProcess) -> bool:
        """Keep the copies up to date until the worker is gone; True if it was ever ready."""
        reached, answered = False, time.monotonic()
        with self._lock:
            for copy in self._copies.values():  # a new worker counts anew
                copy.version, copy.floor = -1, -1
        while not self._closing.is_set():
            try:
                status = self._refresh(worker)
                answered = time.monotonic()
            except WorkerUnavailable:
                if time.monotonic() - answered > HUNG_SECONDS:
                    return reached
                continue
            except (OSError, EOFError, RuntimeError):  # it died, or its answer was a mistake: begin anew
                return reached
            if status.fault is not None:
                self._condition = Condition(Health.DOWN, status.fault)
                return reached
            if status.ready:
                reached = True
                self._condition = Condition(Health.READY, warning=status.warning)
            self._closing.wait(WATCH_SECONDS)
        return reached

    def _refresh(self, worker: WorkerProcess) -> Status:
        now = time.monotonic()
        with self._lock:
            for run_id in [key for key, copy in self._copies.items() if now - copy.read_at > FORGET_SECONDS]:
                del self._copies[run_id]
            cursors = {
                run_id: Cursor(copy.version, copy.history.key, len(copy.history))
                for run_id, copy in self._copies.items()
            }
        status, changes, missing = worker.watch.call("changes", cursors, timeout=CALL_SECONDS)
        with self._lock:
            for change in changes:
                copy = self._copies.get(change.snapshot.run_id)
                if copy is not None and change.snapshot.event >= copy.floor:
                    copy.snapshot, copy.version = change.snapshot, change.version
                    copy.history.join(change.part)
            for run_id in missing:
                self._copies.pop(run_id, None)
        return status
