"""Training in the running app with one browser watching, beside the bare loop in a process of its own."""

from __future__ import annotations

import time
from statistics import median

from core.runs.milestones import MAX_ITERATIONS
from tests.benchmarks.browser import chromium, screen
from tests.benchmarks.contender import Contender
from tests.benchmarks.plan import Plan
from tests.benchmarks.rounds import interleaved, ratio
from tests.benchmarks.screen import Screen
from tests.benchmarks.server import Server
from tests.benchmarks.table import Row, row

SHARE = 0.9
STEADY = 1_000  # iterations: from here on the pace is steady
SETTLE_SECONDS = 2.0


def measure(plan: Plan) -> list[Row]:
    with chromium() as browser, Contender("trainer") as bare, Server() as server, screen(browser) as tab:
        server.await_worker()
        tab.open(server.url)
        tab.begin()
        tab.train_to(MAX_ITERATIONS)
        tab.await_iteration(STEADY)
        tab.pause()
        bare.ask("bare float32", 10)
        iterations = round(plan.window_seconds * 10 / bare.ask("bare float32", 10))
        rates = interleaved(
            plan.rounds,
            {
                "app, iterations a second": lambda: _in_the_app(tab, plan.window_seconds),
                "bare, iterations a second": lambda: iterations / bare.ask("bare float32", iterations),
            },
        )
    app, alone = rates.values()
    found = ratio(app, alone)
    figure = f"{median(app):.1f} of {median(alone):.1f} iterations a second"
    times = found.times("the bare loop")
    return [row("Training in the app, one browser watching", figure, found.median, least=SHARE, unit="×", ratio=times)]


def _in_the_app(tab: Screen, seconds: float) -> float:
    """Iterations a second as the page shows them, over a window of steady training; paused before and after."""
    tab.go_on()
    time.sleep(SETTLE_SECONDS)
    seen = tab.watch(seconds)
    tab.pause()
    return (seen[-1].iteration - seen[0].iteration) / (seen[-1].seconds - seen[0].seconds)
