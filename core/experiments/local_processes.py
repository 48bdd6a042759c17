"""Dask's processes on this machine: how many it has room for, and how they are started."""

from __future__ import annotations

import logging
import tempfile

import distributed
import psutil
from dask.system import CPU_COUNT
from distributed.system import MEMORY_LIMIT

from core.experiments import run_task

PROCESS_BYTES, SPARE_BYTES = 1.0e9, 0.5e9  # what a process takes, what is left to everybody else


def room(cores: int, free: float) -> int:
    """How many processes the machine has room for: ``free`` bytes of memory, one at least."""
    return max(1, min(cores, int((free - SPARE_BYTES) / PROCESS_BYTES)))


def local_room() -> int:
    """For how many there is room now."""
    limit = MEMORY_LIMIT - psutil.Process().memory_info().rss
    return room(CPU_COUNT, min(psutil.virtual_memory().available, limit))


def start(count: int) -> distributed.LocalCluster:
    """A scheduler and ``count`` processes of one thread each; takes seconds."""
    return distributed.LocalCluster(
        n_workers=count, threads_per_worker=1, processes=True, host="127.0.0.1",
        dashboard_address="127.0.0.1:0", scheduler_kwargs={"dashboard": False}, worker_dashboard_address=None,
        silence_logs=logging.ERROR, local_directory=tempfile.gettempdir(),
        memory_limit=int(max(2 * PROCESS_BYTES, psutil.virtual_memory().available / count)),
        env={run_task.LOCAL: "1"},
    )  # fmt: skip
