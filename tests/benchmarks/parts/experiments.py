"""Runs a second of an experiment on the local cluster, against one process that trains them one after another."""

from __future__ import annotations

import os
import queue
import time

from core.cluster import Cluster
from tests.benchmarks.contender import Contender
from tests.benchmarks.experiment_tasks import tasks
from tests.benchmarks.plan import Plan
from tests.benchmarks.rounds import interleaved, ratio
from tests.benchmarks.table import NotMeasured, Row, row

LEAST = 1.3


def measure(plan: Plan) -> list[Row]:
    count, iterations = plan.experiment_runs, plan.experiment_iterations
    turns = {
        "one process": lambda: count / _one_process(count, iterations),
        "cluster": lambda: count / _cluster(count, iterations),
    }
    figures = interleaved(plan.experiment_rounds, turns)
    times = ratio(figures["cluster"], figures["one process"])
    speed = sorted(figures["cluster"])[len(figures["cluster"]) // 2]
    return [
        row(
            f"Experiment: {count} runs of {iterations:,} iterations, {os.cpu_count()} processes",
            f"{60 * speed:.1f} runs a minute",
            times.median,
            least=LEAST,
            unit="×",
            ratio=times.times("one process, one after another"),
        )
    ]


def _one_process(count: int, iterations: int) -> float:
    """Seconds from the start of the process to the last result."""
    began = time.perf_counter()
    with Contender("tasks") as process:
        process.ask(f"tasks of {iterations}", count)
        return time.perf_counter() - began


def _cluster(count: int, iterations: int) -> float:
    """Seconds from the start of the processes to the last result."""
    began, ended, waiting = time.perf_counter(), queue.Queue(), tasks(count, iterations)
    cluster = Cluster({})
    cluster.open(lambda attempt, iteration: None)
    try:
        for number in range(cluster.processes()):
            cluster.submit(f"first-{number}", waiting.pop(0), lambda _, outcome: ended.put(outcome))
        for number in range(count):
            outcome = ended.get(timeout=600)
            if not hasattr(outcome, "test"):
                raise NotMeasured(f"a task came to nothing: {outcome}")
            if waiting:
                cluster.submit(f"next-{number}", waiting.pop(0), lambda _, outcome: ended.put(outcome))
        return time.perf_counter() - began
    finally:
        cluster.close()
