"""Dask's processes, as the system sees them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psutil

from tests.support.root import ROOT


def workers(server: int | None = None) -> list[psutil.Process]:
    """The processes that compute for this process, or for a ``server`` and its experiments' process."""
    found = []
    for process in psutil.Process(server).children(recursive=server is not None):
        try:
            if "spawn_main" in " ".join(process.cmdline()):
                found.append(process)
        except psutil.Error:
            continue
    return found


class Started:
    """`python -m dask scheduler` or `… worker`, from the project's folder; ended with the block."""

    def __init__(self, *arguments: str, folder: Path = ROOT, **environment: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments],
            cwd=folder,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        for process in [*psutil.Process(self.process.pid).children(recursive=True), self.process]:
            process.kill()
        self.process.wait()

    def __enter__(self) -> Started:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.kill()
