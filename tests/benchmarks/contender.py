"""A contender in a process of its own, which stands still until it is asked."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping

from tests.benchmarks.plan import ROOT
from tests.benchmarks.table import NotMeasured


class Contender:
    """Runs a module of `tests.benchmarks.contenders`; a context manager that ends it.

    ``environment``: variables to set; None takes one away.
    """

    def __init__(self, module: str, environment: Mapping[str, str | None] | None = None) -> None:
        variables = {**os.environ, **(environment or {})}
        self._module = module
        self._words = tempfile.TemporaryFile()  # noqa: SIM115
        self._process = subprocess.Popen(
            [sys.executable, "-m", f"tests.benchmarks.contenders.{module}"],
            cwd=ROOT,
            env={name: value for name, value in variables.items() if value is not None},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._words,
            text=True,
            start_new_session=True,  # Ctrl-C is for the measurement, which then ends this one
        )

    def ask(self, name: str, number: int) -> float:
        """What the contender's function of that name gives for that number. Raises `NotMeasured` where it has died."""
        with contextlib.suppress(OSError):
            self._process.stdin.write(f"{name} {number}\n")
            self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise NotMeasured(f"{self._module} ended: {self._last_words()}")
        return float(answer)

    def close(self) -> None:
        """End it: its input ends, and where that is not enough it is killed."""
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._words.close()

    def _last_words(self) -> str:
        self._process.wait()
        self._words.seek(0)
        lines = self._words.read().decode(errors="replace").strip().splitlines()
        return lines[-1][:160] if lines else f"exit status {self._process.returncode}"

    def __enter__(self) -> Contender:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
