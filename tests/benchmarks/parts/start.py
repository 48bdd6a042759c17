"""From the command to the first page, and from the first click to the first iteration; fresh starts."""

from __future__ import annotations

import time
from statistics import median
from typing import TYPE_CHECKING

from tests.benchmarks.browser import chromium, screen
from tests.benchmarks.plan import Plan
from tests.benchmarks.rounds import say
from tests.benchmarks.server import Server
from tests.benchmarks.table import Row, row

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MOST = 3.0  # seconds


def measure(plan: Plan) -> list[Row]:
    pages, cold, warm = [], [], []
    with chromium() as browser:
        for _ in range(plan.starts):
            for firsts, wait in ((cold, False), (warm, True)):
                page, first = _start(browser, wait)
                pages.append(page)
                firsts.append(first)
                say(f"  page {page:.2f} s, first iteration {first:.2f} s, {'warm' if wait else 'cold'}")
    return [
        _row(f"Command to first page, {len(pages)} starts", pages),
        _row(f"First click to first iteration, at once, {len(cold)} starts", cold),
        _row(f"First click to first iteration, once the worker is ready, {len(warm)} starts", warm),
    ]


def _start(browser: Browser, wait: bool) -> tuple[float, float]:
    """Seconds to the first page and on to the first iteration; ``wait``: only once the worker is ready."""
    with Server() as server, screen(browser) as tab:
        server.await_port()
        tab.open(server.url)
        opened = time.perf_counter()
        if wait:
            server.await_worker()
        clicked = time.perf_counter()
        tab.begin()
        return opened - server.began, time.perf_counter() - clicked


def _row(what: str, seconds: list[float]) -> Row:
    middle = median(seconds)
    return row(what, f"median {middle:.2f} s ({min(seconds):.2f}–{max(seconds):.2f})", middle, most=MOST, unit="s")
