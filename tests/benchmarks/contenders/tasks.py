"""An experiment's tasks in one process, one after another, with all the threads that TensorFlow takes by itself."""

from __future__ import annotations

import time
from functools import partial

from core.experiments.run_task import run_task
from tests.benchmarks.contenders.serve import serve
from tests.benchmarks.experiment_tasks import DESIGNS, LENGTHS, tasks


def seconds(question: str, iterations: int, count: int) -> float:
    """Until the last of ``count`` tasks has its result."""
    began = time.perf_counter()
    for task in tasks(question, count, iterations):
        run_task(task)
    return time.perf_counter() - began


if __name__ == "__main__":
    serve(
        {
            f"{question}, {iterations}": partial(seconds, question, iterations)
            for question in DESIGNS
            for iterations in LENGTHS
        }
    )
