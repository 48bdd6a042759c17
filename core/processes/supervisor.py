"""How the server keeps one child process: it starts it, watches it, calls it, and starts it again when it died."""

from __future__ import annotations

import contextlib
import shutil
import sys
import tempfile
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from core.messages import Sentence
from core.processes.child_process import ChildProcess, ProcessUnavailable, Wording

LOOK_SECONDS = 0.8  # a look at a process that is well waits so long for an answer
CALL_SECONDS = 2.0
SILENT_SECONDS = 2.3  # without an answer, before that is said
HUNG_SECONDS = 30.0  # before the process counts as dead
# After so many deaths in so many seconds it is started gently; after twice as many, or where it was never ready, it stays down.
DEATHS, DEATHS_WITHIN = 3, 60.0


class Health(StrEnum):
    RESTING = "resting"  # not started, because nobody needs it
    STARTING = "starting"
    READY = "ready"
    SILENT = "silent"  # it was ready and does not answer
    DOWN = "down"  # and it stays down until `Supervisor.retry`


@dataclass(frozen=True)
class Condition:
    """How the process is, and in a sentence why where that is not well. ``warning``: what there is to know of the disk."""

    health: Health
    sentence: Sentence | None = None
    warning: Sentence | None = None


class Supervisor(ABC):
    """Thread-safe. `start` it once, `close` it at the end. What is below says which process, and how it is called."""

    def __init__(
        self, wording: Wording, folder: Path | None, environment: dict[str, str] | None, every_seconds: float
    ) -> None:
        """``folder``: where things are kept; None: for as long as this object lives. ``every_seconds``: between two looks."""
        self._spare = Path(tempfile.mkdtemp(prefix="layer-lab-"))
        self.folder = folder or self._spare / "kept"
        self._wording, self._environment, self._every_seconds = wording, environment, every_seconds
        self._process: ChildProcess | None = None
        self._condition = Condition(Health.STARTING)
        self._deaths: list[float] = []
        self._closing = threading.Event()
        self._again = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._supervise, name=f"{type(self).__name__} watch", daemon=True)
        self._thread.start()

    def announce_close(self) -> None:
        """`close` is about to come: streams end, nothing is started again. Safe in a signal handler."""
        self._closing.set()

    def close(self) -> None:
        """End the process, which first writes what is new."""
        self._closing.set()
        self._again.set()
        if self._process is not None:
            self._process.close()
        if self._thread is not None:
            self._thread.join(timeout=5)
        shutil.rmtree(self._spare, ignore_errors=True)

    def retry(self) -> None:
        """Start a process that stayed down once more."""
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
    def pid(self) -> int | None:
        process = self._process
        return process.pid if process else None

    # Which process it is.

    @abstractmethod
    def _begin(self, gently: bool) -> ChildProcess:
        """Start it; ``gently``: it died too often of late. Raises `ProcessUnavailable`."""

    @abstractmethod
    def _refresh(self, process: ChildProcess) -> Condition | None:
        """Look what is new; None: it answers and is not ready yet. Raises as `core.processes.rpc.Line.call` does."""

    def _await_need(self) -> None:  # noqa: B027, always is what most want
        """Return as soon as the process is wanted."""

    def _look_seconds(self) -> float:
        """Short while it is well, so that silence is noticed; else as long as a process may need that has much to do."""
        return LOOK_SECONDS if self._condition.health is Health.READY else CALL_SECONDS

    # Calls.

    @contextlib.contextmanager
    def _reached(self, seconds: float) -> Iterator[ChildProcess]:
        """The process, waited for while it starts. Raises `ProcessUnavailable`, also where it ends within the block."""
        end = time.monotonic() + seconds
        while self._process is None and self._condition.health is not Health.DOWN and not self._closing.is_set():
            if time.monotonic() > end:
                break
            time.sleep(0.02)
        process = self._process
        if process is None:
            raise self._wording.unavailable(self._condition.sentence or self._wording.starting)
        try:
            yield process
        except (OSError, EOFError) as error:
            raise self._wording.unavailable(self._wording.broken_off) from error

    # The watching thread.

    def _supervise(self) -> None:
        while not self._closing.is_set():
            self._await_need()
            if self._closing.is_set():
                return
            recent = [death for death in self._deaths if time.monotonic() - death < DEATHS_WITHIN]
            try:
                self._process = self._begin(gently=len(recent) >= DEATHS)
            except ProcessUnavailable as error:
                self._stay_down(error.sentence)
                continue
            reached = self._watch(self._process)
            process, self._process = self._process, None
            if self._closing.is_set():
                process.close()
                return
            if process.alive():  # it hangs, or cannot ever be ready
                process.end()
            if self._condition.health is Health.DOWN:
                self._stay_down(self._condition.sentence)
                continue
            cause = process.cause_of_death()
            process.end()
            print(cause, f"(see {process.log})", file=sys.stderr)
            self._deaths = [*recent, time.monotonic()]
            if (not reached and len(self._deaths) >= DEATHS) or len(self._deaths) >= 2 * DEATHS:
                self._stay_down(cause)
            else:
                self._condition = Condition(Health.STARTING, self._wording.again)

    def _stay_down(self, sentence: Sentence | None) -> None:
        self._again.clear()  # before anybody can see that it is down, and ask for another try
        self._condition = Condition(Health.DOWN, sentence)
        print(sentence, file=sys.stderr)
        if not self._closing.is_set():
            self._again.wait()

    def _watch(self, process: ChildProcess) -> bool:
        """Look again and again until the process is gone; True if it was ever ready."""
        reached, answered = False, time.monotonic()
        while not self._closing.is_set():
            try:
                condition = self._refresh(process)
                answered = time.monotonic()
            except ProcessUnavailable:
                quiet = time.monotonic() - answered
                if quiet > HUNG_SECONDS:
                    return reached
                if quiet > SILENT_SECONDS and self._condition.health is Health.READY:
                    self._condition = Condition(Health.SILENT, self._wording.silent.filled(seconds=HUNG_SECONDS))
                continue
            except (OSError, EOFError, RuntimeError):  # it died, or its answer was a mistake: begin anew
                return reached
            if condition is not None:
                self._condition = condition
                if condition.health is Health.DOWN:
                    return reached
                reached = True
            self._closing.wait(self._every_seconds)
        return reached
