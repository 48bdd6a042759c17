"""What runs in a process of the Dask cluster: one task at a time, on one thread of TensorFlow.

The functions are sent by name, so the project must be importable there.
"""

from __future__ import annotations

import contextlib
import os
import sys

from distributed import Worker, get_worker

from core.experiments.run_task import perform
from core.experiments.task import Result, Task

TOPIC = "layer-lab"  # of the reports
_ONE_THREAD = {
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_FORCE_GPU_ALLOW_GROWTH": "true",  # several processes share a GPU
}
_STOPPED = "layer_lab_stopped"  # attribute of the Dask worker: attempts that nobody wants any more
LOCAL = "LAYER_LAB_LOCAL_CLUSTER"  # set in the processes that this machine's server has started


def compute(attempt: str, task: Task) -> Result:
    """Perform the task; (attempt, iteration) goes out under `TOPIC` as it goes. Raises what `perform` raises."""
    _settle()
    worker = get_worker()
    try:
        return perform(
            task,
            lambda iteration: worker.log_event(TOPIC, [attempt, iteration]),
            lambda: attempt in getattr(worker, _STOPPED, ()),
        )
    finally:
        setattr(worker, _STOPPED, getattr(worker, _STOPPED, set()) - {attempt})


def stop(attempt: str, dask_worker: Worker) -> None:
    """The attempt ends soon, or as soon as it begins."""
    setattr(dask_worker, _STOPPED, {*getattr(dask_worker, _STOPPED, ()), attempt})


def _settle() -> None:
    """Once a process, before TensorFlow is loaded."""
    if "tensorflow" in sys.modules:
        return
    for name, value in _ONE_THREAD.items():
        os.environ.setdefault(name, value)
    if os.environ.get(LOCAL):
        with contextlib.suppress(AttributeError, OSError):
            os.nice(19)  # a training that somebody watches comes first
