"""From the command to the first page, and from the first click to the first iteration and the first image that turns right; fresh
starts."""

from __future__ import annotations

import time
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from tests.benchmarks.browser import chromium, screen
from tests.benchmarks.plan import Plan
from tests.benchmarks.rounds import say
from tests.benchmarks.server import Server
from tests.benchmarks.table import Row, row

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MOST = 3.0  # seconds


def measure(plan: Plan) -> list[Row]:
    cold, warm = [], []
    with chromium() as browser:
        for _ in range(plan.starts):
            for found, wait in ((cold, False), (warm, True)):
                each = _start(browser, wait)
                found.append(each)
                say(f"  {each}, {'warm' if wait else 'cold'}")
    pages = [each.page for each in cold + warm]
    rows = [_row(f"Command to first page, {len(pages)} starts", pages)]
    for when, found in (("at once", cold), ("once the worker is ready", warm)):
        rows += [
            _row(f"First click to first iteration, {when}, {len(found)} starts", [each.iteration for each in found]),
            _row(f"First click to the first image that turns right, {when}", [each.turned for each in found]),
        ]
    return rows


class _Start(NamedTuple):
    """Seconds from the command to the page; from the click to the first iteration, and to the first image that turns right."""

    page: float
    iteration: float
    turned: float

    def __str__(self) -> str:
        return f"page {self.page:.2f} s, first iteration {self.iteration:.2f} s, first right {self.turned:.2f} s"


def _start(browser: Browser, wait: bool) -> _Start:
    """``wait``: press only once the worker is ready."""
    with Server() as server, screen(browser) as tab:
        server.await_port()
        tab.land(server.url)
        opened = time.perf_counter()
        if wait:
            server.await_worker()
        return _Start(opened - server.began, *tab.watch_it_learn())


def _row(what: str, seconds: list[float]) -> Row:
    middle = median(seconds)
    return row(what, f"median {middle:.2f} s ({min(seconds):.2f}–{max(seconds):.2f})", middle, most=MOST, unit="s")
