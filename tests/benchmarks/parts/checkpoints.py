"""How soon the pages that follow the time slider show the checkpoint that it is dragged to, at rest and while another run trains."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import cycle
from statistics import median

from core.runs.milestones import MAX_ITERATIONS
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
# Of each page: what must have drawn the checkpoint, and what leads to another image, which no checkpoint has been asked about yet.
PAGES = {
    "Look inside": ((".ll-lens",), ".ll-lens .ll-next"),
    "Network": ((".ll-flow",), ".ll-flow button[title='Next image']"),
    "Draw": ((".ll-draw",), ".ll-draw .ll-clear"),
    "Test": ((".ll-view-text", ".ll-confusion", ".ll-gallery"), ".st-key-gallery_next button"),
}
PAUSES = (0.31, 0.17, 0.23, 0.41)  # seconds between steps, in turn, so that they meet the training anywhere


@dataclass(frozen=True)
class Times:
    """Milliseconds of each step: where the page had never asked, and where it had."""

    first: list[float]
    again: list[float]


def measure(plan: Plan) -> list[Row]:
    passes = max(1, plan.clicks // 10)
    with chromium() as browser, Server() as server, screen(browser) as tab, screen(browser) as other:
        server.await_worker()
        tab.open(server.url)
        tab.begin()
        tab.train_to(LENGTH)
        tab.await_done(LENGTH)
        tab.visit("Test")
        checkpoints = tab.checkpoints()
        rest = _drags(tab, checkpoints, passes)
        other.open(server.url)
        other.begin()
        other.train_to(MAX_ITERATIONS)
        other.await_iteration(STEADY)
        busy = _drags(tab, checkpoints, passes)
    return [_row("at rest", rest), _row("while another run trains", busy)]


def _row(when: str, found: dict[str, Times]) -> Row:
    first = [time for times in found.values() for time in times.first]
    again = [time for times in found.values() for time in times.again]
    each = ", ".join(f"{page} {median(times.first):.0f} and {p95(times.first):.0f}" for page, times in found.items())
    figure = f"median {median(first):.0f} ms, p95 {p95(first):.0f} ms ({each}); seen before: p95 {p95(again):.0f} ms"
    what = f"Time slider: from a step to the drawn checkpoint, {when}, {len(first)} steps"
    return row(what, figure, p95(first), most=DRAG_MS, unit="ms (p95)")


def _drags(tab: Screen, checkpoints: int, passes: int) -> dict[str, Times]:
    """By page: through all checkpoints with images that they were not asked about yet, and back."""
    found, pauses = {}, cycle(PAUSES)
    for page, (parts, another) in PAGES.items():
        tab.visit(page)
        found[page] = Times([], [])
        for number in range(passes):
            if number or page != "Draw":
                tab.another_image(another)
            if page == "Draw":
                tab.draw([(x, y + 0.02 * number) for x, y in SEVEN])
            for times, places in zip(
                (found[page].first, found[page].again),
                (range(checkpoints - 1), reversed(range(checkpoints - 2))),
                strict=True,
            ):
                for place in places:
                    time.sleep(next(pauses))
                    times.append(tab.drag(place, parts))
        say(f"  {page}: median {median(found[page].first):.0f} ms, p95 {p95(found[page].first):.0f} ms")
    return found
