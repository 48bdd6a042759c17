"""While a run trains: how soon a click is answered, how often the live values change, how soon another page is there."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from statistics import median

from core.runs.milestones import MAX_ITERATIONS
from tests.benchmarks.browser import chromium, screen
from tests.benchmarks.plan import Plan
from tests.benchmarks.rounds import p95, say
from tests.benchmarks.screen import MAIN_PARTS, PLAY, Screen
from tests.benchmarks.server import Server
from tests.benchmarks.table import Row, row

CLICK_MS, SWITCH_MS, LIVE_HZ = 200, 300, 5
STEADY = 110  # iterations: past the test at 100
WATCH_SECONDS = 5.0
PAUSES = (0.31, 0.47, 0.23, 0.59)  # seconds between clicks, in turn, so that they meet the training anywhere


def measure(plan: Plan) -> list[Row]:
    with chromium() as browser, Server() as server, screen(browser) as tab:
        server.await_worker()
        tab.open(server.url)
        tab.begin()
        tab.train_to(MAX_ITERATIONS)
        tab.await_iteration(STEADY)
        rate = _live_rate(tab)
        clicks = _in_turn([lambda: _pause(tab), lambda: _go_on(tab)], plan.clicks // 4 * 2)
        switches = [lambda title=title: tab.visit(title) for title in MAIN_PARTS]
        _in_turn(switches, len(switches))  # what a browser fetches once is fetched
        tab.visit("Test")
        clicks += _in_turn([lambda: _cells(tab, True), lambda: _cells(tab, False)], plan.clicks // 4)
        clicks += _in_turn([lambda: _turn_page(tab, "next"), lambda: _turn_page(tab, "previous")], plan.clicks // 4)
        visits = _in_turn(switches, len(switches) * plan.page_visits)
    return [
        row("Live values", f"{rate:.1f} a second", rate, least=LIVE_HZ, unit="Hz"),
        _row(f"Click to answer while training, {len(clicks)} clicks", clicks, CLICK_MS),
        _row(f"Click to another page while training, {len(visits)} visits", visits, SWITCH_MS),
    ]


def _row(what: str, milliseconds: Sequence[float], most: float) -> Row:
    worst = p95(milliseconds)
    return row(what, f"median {median(milliseconds):.0f} ms, p95 {worst:.0f} ms", worst, most=most, unit="ms (p95)")


def _live_rate(tab: Screen) -> float:
    """Values a second."""
    seen = tab.watch(WATCH_SECONDS)
    return (len(seen) - 1) / (seen[-1].seconds - seen[0].seconds)


def _in_turn(actions: Sequence[Callable[[], float]], times: int) -> list[float]:
    found = []
    for action, pause in islice(zip(cycle(actions), cycle(PAUSES), strict=False), times):
        time.sleep(pause)
        found.append(action())
        say(f"  answered after {found[-1]:.0f} ms")
    return found


def _pause(tab: Screen) -> float:
    return tab.click(PLAY, "Pause", {PLAY: "Continue"})


def _go_on(tab: Screen) -> float:
    return tab.click(PLAY, "Continue", {PLAY: "Pause"})


def _cells(tab: Screen, percent: bool) -> float:
    label, pattern = ("Percentage of the true class", r"\.") if percent else ("Counts", r"^[^.]+$")
    return tab.click(".st-key-confusion_kind button", label, {".ll-confusion tbody tr:first-child": pattern})


def _turn_page(tab: Screen, way: str) -> float:
    return tab.click(f".st-key-gallery_{way} button", changes=".st-key-gallery_pictures figcaption")
