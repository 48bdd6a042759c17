"""Resident memory of a process. Only Linux tells it without further packages."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks.table import NotMeasured

PROC = Path("/proc")
LOOK_SECONDS = 0.5


def resident(pid: int | None = None) -> float:
    """MB (10^6 bytes) of a process, by default of this one. Raises `NotMeasured` where the system does not say."""
    return int(_fields(os.getpid() if pid is None else pid)["VmRSS"].split()[0]) * 1024 / 1e6


@contextlib.contextmanager
def most_resident(pid: int) -> Iterator[Callable[[], float]]:
    """Looks at a process again and again; gives the function that tells the most so far, MB."""
    seen, end = [resident(pid)], threading.Event()

    def look() -> None:
        with contextlib.suppress(NotMeasured):  # it has ended
            while not end.wait(LOOK_SECONDS):
                seen.append(resident(pid))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield lambda: max(seen)
    finally:
        end.set()
        thread.join()


def child(pid: int, module: str) -> int:
    """Number of the child process of ``pid`` that runs `python -m module`. Raises `NotMeasured` where there is none."""
    for folder in PROC.glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            if module.encode() in words and int(_fields(int(folder.name))["PPid"]) == pid:
                return int(folder.name)
        except (OSError, NotMeasured):  # it has ended in the meantime
            continue
    raise NotMeasured(f"no process {module} was found")


def _fields(pid: int) -> dict[str, str]:
    try:
        lines = (PROC / str(pid) / "status").read_text().splitlines()
    except OSError as error:
        raise NotMeasured("this system does not tell a process's memory in /proc") from error
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
