"""How soon the pages that follow the time slider show the moment that it is dragged to, at rest and while another run trains."""

from __future__ import annotations

import time
from itertools import cycle
from statistics import median

from core.run import MAX_ITERATIONS
from tests.benchmarks.browser import chromium, screen
from tests.benchmarks.plan import Plan
from tests.benchmarks.rounds import p95, say
from tests.benchmarks.screen import Screen
from tests.benchmarks.server import Server
from tests.benchmarks.table import Row, row

DRAG_MS = 150
LENGTH = 1_000  # iterations of the run that is dragged through
STEADY = 110  # iterations of the other one: past the test at 100
SEVEN = ((0.3, 0.25), (0.7, 0.25), (0.45, 0.8))
# Of each page: what must have drawn the moment.
PARTS = {
    "Look inside": [".ll-lens"],
    "Network": [".ll-flow"],
    "Draw": [".ll-draw"],
    "Test": [".ll-view-text", ".ll-confusion", ".ll-gallery"],
}
PAUSES = (0.31, 0.17, 0.23, 0.41)  # seconds between steps, in turn, so that they meet the training anywhere


def measure(plan: Plan) -> list[Row]:
    passes = max(1, plan.clicks // 10)
    with chromium() as browser, Server() as server, screen(browser) as tab, screen(browser) as other:
        server.await_worker()
        tab.open(server.url)
        tab.begin()
        tab.train_to(LENGTH)
        tab.await_done(LENGTH)
        tab.visit("Test")
        moments = tab.moments()
        rest = _drags(tab, moments, passes)
        other.open(server.url)
        other.begin()
        other.train_to(MAX_ITERATIONS)
        other.await_iteration(STEADY)
        busy = _drags(tab, moments, passes)
    return [_row("at rest", rest), _row("while another run trains", busy)]


def _row(when: str, found: dict[str, list[float]]) -> Row:
    every = [time for times in found.values() for time in times]
    each = ", ".join(f"{page} {median(times):.0f} and {p95(times):.0f}" for page, times in found.items())
    figure = f"median {median(every):.0f} ms, p95 {p95(every):.0f} ms ({each})"
    what = f"Time slider: from a step to the drawn moment, {when}, {len(every)} steps"
    return row(what, figure, p95(every), most=DRAG_MS, unit="ms (p95)")


def _drags(tab: Screen, moments: int, passes: int) -> dict[str, list[float]]:
    """Milliseconds of each step, by page: through all moments, back and forth."""
    found, pauses = {}, cycle(PAUSES)
    for page, parts in PARTS.items():
        tab.visit(page)
        if page == "Draw":
            tab.draw(SEVEN)
        time.sleep(1)
        places = [*range(moments - 1), *reversed(range(moments))] * passes
        found[page] = []
        for place in places[1:]:
            time.sleep(next(pauses))
            found[page].append(tab.drag(place, parts))
        say(f"  {page}: median {median(found[page]):.0f} ms, p95 {p95(found[page]):.0f} ms")
    return found
