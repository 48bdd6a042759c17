"""The worker as the server sees it: a child process that is started, called and ended."""

from __future__ import annotations

import contextlib
import os
import queue
import secrets
import signal
import subprocess
import sys
import threading
import time
from multiprocessing.connection import Client as connect
from pathlib import Path

from core import worker
from core.sentence import Sentence, SentenceError

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 20.0


class WorkerUnavailable(SentenceError, RuntimeError):
    """The worker cannot answer; ``sentence`` says why, and what comes next."""


class Line:
    """One connection to the worker: one call at a time, each with its time limit."""

    def __init__(self, address: str, key: bytes) -> None:
        self._connection = connect(address, authkey=key)
        self._lock = threading.Lock()
        self._number = 0

    def call(self, verb: str, *arguments: object, timeout: float) -> object:
        """The worker's answer, or its error raised. OSError or EOFError where it died, `WorkerUnavailable` where it is late."""
        deadline = time.monotonic() + timeout
        if not self._lock.acquire(timeout=timeout):
            raise _late()
        try:
            self._number += 1
            self._connection.send((self._number, verb, arguments))
            while self._connection.poll(max(0.0, deadline - time.monotonic())):
                number, error, answer = self._connection.recv()
                if number != self._number:  # the answer to a call that was given up
                    continue
                if error is not None:
                    raise error
                return answer
            raise _late()
        finally:
            self._lock.release()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._connection.close()


def _late() -> WorkerUnavailable:
    return WorkerUnavailable(Sentence("The training process is busy and did not answer in time; please try again."))


class WorkerProcess:
    """A running worker. Raises `WorkerUnavailable` if it does not come up."""

    def __init__(
        self, folder: Path, spare: Path, paused: bool = False, environment: dict[str, str] | None = None
    ) -> None:
        """``folder``: where runs are kept; ``spare``: a folder of the server's own, for the log, and for runs where there is no other."""
        key = secrets.token_bytes(32)
        self.log = spare / "worker.log"
        command = [sys.executable, "-m", worker.__name__, str(folder), str(spare / "runs")]
        command += [worker.PAUSED] if paused else []
        try:
            with open(self.log, "ab") as log:
                self._process = subprocess.Popen(
                    command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
                )
        except OSError as error:
            raise WorkerUnavailable(
                Sentence("The training process could not be started: {reason}.", reason=error.strerror or str(error))
            ) from error
        try:
            self._process.stdin.write(key.hex().encode() + b"\n")
            self._process.stdin.flush()
            address = self._first_line()
            # What takes milliseconds or seconds has lines of its own, so that a command never waits behind it.
            self.calls, self.watch, self.looks, self.tests = (Line(address, key) for _ in range(4))
        except (OSError, EOFError, WorkerUnavailable, subprocess.TimeoutExpired) as error:
            self.end()
            raise error if isinstance(error, WorkerUnavailable) else WorkerUnavailable(self.cause_of_death()) from error

    @property
    def pid(self) -> int:
        return self._process.pid

    def alive(self) -> bool:
        return self._process.poll() is None

    def close(self) -> None:
        """Let it write what is new, and end."""
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=worker.LAST_SECONDS + 1)
        self.end()

    def end(self) -> None:
        """At once."""
        with contextlib.suppress(OSError):
            self._process.kill()
        self._process.wait()
        for name in ("calls", "watch", "looks", "tests"):
            if hasattr(self, name):
                getattr(self, name).close()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()

    def cause_of_death(self) -> Sentence:
        """Why the process is no longer there, as far as its exit status tells."""
        code = self._process.poll()
        if code is not None and code < 0:
            name = signal.Signals(-code).name
            return Sentence(
                "The training process was ended from outside ({signal}); often there was too little memory.",
                signal=name,
            )
        return Sentence(
            "The training process ended by itself ({status}): {reason}.",
            status=code if code is not None else "?",
            reason=self._last_words(),
        )

    def _first_line(self) -> str:
        lines: queue.Queue[bytes] = queue.Queue()
        threading.Thread(target=lambda: lines.put(self._process.stdout.readline()), daemon=True).start()
        try:
            line = lines.get(timeout=START_SECONDS)
        except queue.Empty:
            raise WorkerUnavailable(
                Sentence("The training process did not start within {seconds:g} seconds.", seconds=START_SECONDS)
            ) from None
        if not line:
            self._process.wait(timeout=5)
            raise WorkerUnavailable(self.cause_of_death())
        return line.decode().strip()

    def _last_words(self) -> str:
        with contextlib.suppress(OSError), open(self.log, "rb") as log:
            log.seek(max(0, os.fstat(log.fileno()).st_size - 2000))
            lines = log.read().decode(errors="replace").strip().splitlines()
            if lines:
                return lines[-1][:160].rstrip(". ")
        return "?"
