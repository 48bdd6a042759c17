"""Many runs at once in one worker, beside one run alone: iterations a second in all, and the worker's memory."""

from __future__ import annotations

import contextlib
import time
from itertools import count
from statistics import median

from core import spec
from core.processes.training_client import Client, Health
from core.runs.milestones import MAX_ITERATIONS
from core.runs.snapshot import Snapshot
from tests.benchmarks.memory import resident
from tests.benchmarks.plan import Plan
from tests.benchmarks.rounds import interleaved, ratio, say
from tests.benchmarks.table import NotMeasured, Row, not_measured, row

SHARE, WORKER_MB = 0.9, 1200
WORKSPACE = "benchmark"
BEGUN = 110  # iterations: past the tests at 0, 1 and 100
SETTLE_SECONDS = 1.0


def measure(plan: Plan) -> list[Row]:
    with contextlib.closing(Client()) as client:
        client.start()
        while client.condition.health is not Health.READY:
            if client.condition.health is Health.DOWN:
                raise NotMeasured(client.condition.sentence)
            time.sleep(0.05)
        runs = [
            client.create(WORKSPACE, spec.tutorial(), spec.TrainingSpec(seed=seed)).run_id
            for seed in range(plan.learners)
        ]
        say(f"  {len(runs)} runs train to iteration {BEGUN}")
        for run_id in runs:
            client.train(run_id, BEGUN)
        _await_rest(client)
        turn = count()
        rates = interleaved(
            plan.rounds,
            {
                "one run, iterations a second": lambda: _rate(client, [runs[next(turn) % len(runs)]], plan),
                f"{len(runs)} runs, iterations a second": lambda: _rate(client, runs, plan),
            },
        )
        try:
            held = resident(client.worker_pid)
            memory = row("Worker's memory with them", f"{held:,.0f} MB", held, most=WORKER_MB, unit="MB")
        except NotMeasured as error:
            memory = not_measured("Worker's memory with them", error)
    one, together = rates.values()
    found = ratio(together, one)
    figure = f"{median(together):.1f} of {median(one):.1f} iterations a second"
    return [
        row(f"{len(runs)} runs at once", figure, found.median, least=SHARE, unit="×", ratio=found.times("one run")),
        memory,
    ]


def _rate(client: Client, runs: list[str], plan: Plan) -> float:
    """Iterations a second of these runs together, while all others rest; at rest before and after."""
    for run_id in runs:
        client.train(run_id, MAX_ITERATIONS)
    time.sleep(SETTLE_SECONDS)
    began, before = time.perf_counter(), _iterations(client)
    time.sleep(plan.window_seconds)
    ended, after = time.perf_counter(), _iterations(client)
    for run_id in runs:
        client.pause(run_id)
    _await_rest(client)
    return (after - before) / (ended - began)


def _iterations(client: Client) -> int:
    return sum(snapshot.iteration for snapshot in client.runs(WORKSPACE))


def _await_rest(client: Client) -> None:
    """Until every run is at rest and its test is over."""
    while any(map(_busy, client.runs(WORKSPACE))):
        time.sleep(0.2)


def _busy(snapshot: Snapshot) -> bool:
    return snapshot.phase == "training" or snapshot.tested is not None
