"""Runs a second of an experiment on the local cluster, against one process that trains them one after another."""

from __future__ import annotations

import os
import queue
import time
from statistics import median

from core.experiments.cluster import Cluster
from core.experiments.local_processes import local_room
from tests.benchmarks.contender import Contender
from tests.benchmarks.experiment_tasks import DESIGNS, tasks
from tests.benchmarks.plan import Plan
from tests.benchmarks.rounds import interleaved, ratio
from tests.benchmarks.table import NotMeasured, Row, row

LEAST = 1.3


def measure(plan: Plan) -> list[Row]:
    """The target is that of the tutorial's network; the smaller one shows where more is to be had."""
    first, *others = DESIGNS
    return [_measured(plan, first, LEAST), *(_measured(plan, question, None) for question in others)]


def _measured(plan: Plan, question: str, least: float | None) -> Row:
    count, iterations = plan.experiment_runs, plan.experiment_iterations
    turns = {
        "one process": lambda: count / _one_process(question, count, iterations),
        "cluster": lambda: count / _cluster(question, count, iterations),
    }
    figures = interleaved(plan.experiment_rounds, turns)
    times = ratio(figures["cluster"], figures["one process"])
    return row(
        f"Experiment, {question}: {count} runs of {iterations:,} iterations, {local_room()} processes",
        f"{60 * median(figures['cluster']):.1f} runs a minute",
        times.median if least else None,
        least=least,
        unit="×",
        ratio=times.times("one process, one after another"),
    )


def _one_process(question: str, count: int, iterations: int) -> float:
    """Seconds from the start of the process to the last result."""
    began = time.perf_counter()
    with Contender("tasks") as process:
        process.ask(f"{question}, {iterations}", count)
        return time.perf_counter() - began


def _cluster(question: str, count: int, iterations: int) -> float:
    """Seconds from the start of the processes to the last result."""
    began, ended, waiting = time.perf_counter(), queue.Queue(), tasks(question, count, iterations)
    cluster, environment = Cluster({}), dict(os.environ)
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
        os.environ.clear()  # of what Dask wrote there for its processes: the next contender must not find it
        os.environ.update(environment)
