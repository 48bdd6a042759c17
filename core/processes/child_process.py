"""A process of this project as the server sees it: a child that is started, called and ended."""

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
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any

from core.messages import Sentence, SentenceError, reason
from core.processes.rpc import Interface, Line, Verbs

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 60.0  # on a machine that is busy with other things, too


class ProcessUnavailable(SentenceError, RuntimeError):
    """The process cannot answer; ``sentence`` says why, and what comes next."""


@dataclass(frozen=True)
class Wording:
    """What a person reads about one process. What stands in braces is filled in when it is shown."""

    unavailable: type[ProcessUnavailable]  # what is raised with it
    starting: Sentence
    late: Sentence  # it did not answer in time, and what was asked will not be done
    unfinished: Sentence  # what was asked was begun and takes longer
    silent: Sentence  # it has not answered for a while
    broken_off: Sentence  # it ended in the midst of a call
    again: Sentence  # it ended and is started anew
    not_started: Sentence  # {reason}
    too_slow: Sentence  # {seconds}
    killed: Sentence  # {signal}
    ended: Sentence  # {status}, {reason}


class ChildProcess:
    """A running process, `python -m` and ``command``. Raises `ProcessUnavailable` if it does not come up.

    ``interfaces``: those that it answers; each has a line of its own, so that a command never waits behind what takes seconds.
    ``last_seconds``: as `core.processes.process_life.Life` has it. ``log``: the file that takes what it prints as errors.
    """

    def __init__(
        self,
        wording: Wording,
        command: Sequence[str],
        interfaces: Sequence[Verbs[Any]],
        *,
        log: Path,
        last_seconds: float,
        root: Path = ROOT,
        environment: dict[str, str] | None = None,
    ) -> None:
        self.log, self.began = log, time.monotonic()
        self._wording, self._last_seconds = wording, last_seconds
        self._lines: dict[Verbs[Any], Line] = {}
        key = secrets.token_bytes(32)
        try:
            with open(log, "ab") as errors:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", *command],
                    cwd=root,
                    env=environment,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                )
        except OSError as error:
            raise wording.unavailable(wording.not_started.filled(reason=reason(error))) from error
        self._input, self._output = _pipe(self._process.stdin), _pipe(self._process.stdout)
        try:
            self._input.write(key.hex().encode() + b"\n")
            self._input.flush()
            address = self._first_line()
            for verbs in interfaces:
                self._lines[verbs] = Line(address, key, self._late, self._unfinished)
        except (OSError, EOFError, ProcessUnavailable, subprocess.TimeoutExpired) as error:
            self.end()
            if isinstance(error, ProcessUnavailable):
                raise
            raise wording.unavailable(self.cause_of_death()) from error

    @property
    def pid(self) -> int:
        return self._process.pid

    def line(self, verbs: Verbs[Any]) -> Line:
        """The one over which these verbs are called."""
        return self._lines[verbs]

    def remote(self, verbs: Verbs[Interface], seconds: float) -> Interface:
        """The verbs to call, each answered within so many ``seconds`` or given up."""
        return verbs.remote(partial(self.line(verbs).call, timeout=seconds))

    def alive(self) -> bool:
        return self._process.poll() is None

    def close(self) -> None:
        """Let it write what is new, and end."""
        with contextlib.suppress(OSError):
            self._input.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=self._last_seconds + 1)
        self.end()

    def end(self) -> None:
        """At once."""
        with contextlib.suppress(OSError):
            self._process.kill()
        self._process.wait()
        for line in self._lines.values():
            line.close()
        for pipe in (self._input, self._output):
            with contextlib.suppress(OSError):
                pipe.close()

    def cause_of_death(self) -> Sentence:
        """Why the process is no longer there, as far as its exit status tells."""
        code = self._process.poll()
        if code is not None and code < 0:
            return self._wording.killed.filled(signal=signal.Signals(-code).name)
        return self._wording.ended.filled(status=code if code is not None else "?", reason=self._last_words())

    def _late(self) -> ProcessUnavailable:
        return self._wording.unavailable(self._wording.late)

    def _unfinished(self) -> ProcessUnavailable:
        return self._wording.unavailable(self._wording.unfinished)

    def _first_line(self) -> str:
        lines: queue.Queue[bytes] = queue.Queue()
        threading.Thread(target=lambda: lines.put(self._output.readline()), daemon=True).start()
        try:
            line = lines.get(timeout=START_SECONDS)
        except queue.Empty:
            raise self._wording.unavailable(self._wording.too_slow.filled(seconds=START_SECONDS)) from None
        if not line:
            self._process.wait(timeout=5)
            raise self._wording.unavailable(self.cause_of_death())
        return line.decode().strip()

    def _last_words(self) -> str:
        with contextlib.suppress(OSError), open(self.log, "rb") as log:
            log.seek(max(0, os.fstat(log.fileno()).st_size - 2000))
            lines = log.read().decode(errors="replace").strip().splitlines()
            if lines:
                return lines[-1][:160].rstrip(". ")
        return "?"


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("a pipe to the process is missing; the process was started without it")
    return pipe
