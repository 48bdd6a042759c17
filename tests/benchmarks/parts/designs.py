"""What many designs, built and trained one after another, leave in a process's memory."""

from __future__ import annotations

from tests.benchmarks.contender import Contender
from tests.benchmarks.memory import resident
from tests.benchmarks.plan import Plan
from tests.benchmarks.rounds import say
from tests.benchmarks.table import Row, row

MOST_MB = 250
FIRST, STRIDE = 10, 10  # the first designs fill what is filled once


def measure(plan: Plan) -> list[Row]:
    resident()  # says at once where it cannot be measured
    with Contender("designs", {"TF_ENABLE_ONEDNN_OPTS": "1"}) as worker:
        before = after = worker.ask("memory after", FIRST)
        for done in range(FIRST, plan.designs, STRIDE):
            after = worker.ask("memory after", STRIDE)
            say(f"  {done + STRIDE} designs: {after:,.0f} MB")
    grown = after - before
    figure = f"{grown:+,.0f} MB ({before:,.0f} → {after:,.0f})"
    return [row(f"Memory, {plan.designs} designs after the first {FIRST}", figure, grown, most=MOST_MB, unit="MB")]
