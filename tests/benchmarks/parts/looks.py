"""While a run trains: how soon Look inside shows another image, layer, channel or pixel, and what looking costs the training."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

from core.runs.milestones import MAX_ITERATIONS
from tests.benchmarks.browser import chromium, screen
from tests.benchmarks.plan import Plan
from tests.benchmarks.rounds import interleaved, p95, ratio, say
from tests.benchmarks.screen import Screen
from tests.benchmarks.server import Server
from tests.benchmarks.table import Row, row

LOOK_MS, LOOK_HZ, SHARE = 150, 2, 0.9
STEADY, SETTLE_SECONDS = 1_000, 2.0  # iterations
PAUSES = (0.31, 0.47, 0.23, 0.59)  # seconds between acts, in turn, so that they meet the training anywhere
TABS = ".ll-lens .ll-tabs button"
CONV1, CONV2 = 0, 2  # places of the tabs
FAR = 5  # acts of a kind in a row


def measure(plan: Plan) -> list[Row]:
    with chromium() as browser, Server() as server, screen(browser) as tab:
        server.await_worker()
        tab.open(server.url)
        tab.begin()
        tab.train_to(MAX_ITERATIONS)
        tab.await_iteration(STEADY)
        tab.visit("Look inside")
        _acts(tab)  # what is compiled once is compiled
        found: dict[str, list[float]] = {}
        for _ in range(max(1, plan.clicks // 10)):
            for name, times in _acts(tab).items():
                found.setdefault(name, []).extend(times)
        rates = interleaved(
            plan.rounds,
            {
                "looking, iterations a second": lambda: _looking(tab, plan.window_seconds),
                "not looking, iterations a second": lambda: _not_looking(tab, plan.window_seconds),
            },
        )
        live = _live_rate(tab, plan.window_seconds)
    looking, alone = rates.values()
    share = ratio(looking, alone)
    every = [time for times in found.values() for time in times]
    each = ", ".join(f"{name} {median(times):.0f}" for name, times in found.items())
    figure = f"median {median(every):.0f} ms, p95 {p95(every):.0f} ms ({each})"
    return [
        row(f"Look inside: another image, layer, channel or pixel while training, {len(every)} acts", figure, p95(every), most=LOOK_MS, unit="ms (p95)"),
        row("Look inside: looks a second while training", f"{live:.1f} a second", live, least=LOOK_HZ, unit="Hz"),
        row(
            "Training while somebody looks inside", f"{median(looking):.1f} of {median(alone):.1f} iterations a second",
            share.median, least=SHARE, unit="×", ratio=share.times("the same tab on the Data page"),
        ),
    ]  # fmt: skip


def _acts(tab: Screen) -> dict[str, list[float]]:
    """Milliseconds of each act, by its kind."""
    image, channel = ".ll-lens .ll-image .ll-next", ".ll-lens .ll-kernels input"
    canvas = ".ll-lens .ll-maps canvas"
    kinds: dict[str, list[Callable[[], float]]] = {
        "image": [lambda: tab.look(image, index=0)] * FAR,
        "layer": [lambda place=place: tab.look(TABS, index=place) for place in (1, CONV1, 3, 4, CONV2)],
        "channel": [lambda value=value: tab.look(channel, value=value) for value in range(5, 5 + FAR)],
        "pixel": [lambda x=x: tab.look(canvas, index=0, x=20 + 7 * x, y=30) for x in range(FAR)],
        "back": [lambda: tab.look(channel, value=0)],
    }
    found = {}
    for name, acts in kinds.items():
        found[name] = []
        for act, pause in zip(acts, PAUSES * 2, strict=False):
            time.sleep(pause)
            found[name].append(act())
            say(f"  {name}: shown after {found[name][-1]:.0f} ms")
    del found["back"]
    return found


def _looking(tab: Screen, seconds: float) -> float:
    tab.visit("Look inside")
    return _rate(tab, seconds)


def _not_looking(tab: Screen, seconds: float) -> float:
    tab.visit("Data")
    return _rate(tab, seconds)


def _rate(tab: Screen, seconds: float) -> float:
    """Iterations a second as the training bar shows them."""
    time.sleep(SETTLE_SECONDS)
    seen = tab.watch(seconds)
    return (seen[-1].iteration - seen[0].iteration) / (seen[-1].seconds - seen[0].seconds)


def _live_rate(tab: Screen, seconds: float) -> float:
    tab.visit("Look inside")
    time.sleep(SETTLE_SECONDS)
    before, began = tab.looks(), time.monotonic()
    time.sleep(seconds)
    return (tab.looks() - before) / (time.monotonic() - began)
