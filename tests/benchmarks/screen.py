"""The app as a person uses it: what to press, and what to read off the page."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.table import NotMeasured

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

SCRIPT = Path(__file__).with_suffix(".js")
PATIENCE, STILL_SECONDS = 120_000, 60.0  # ms; without progress
PHASE, ITERATION, TESTED = ".ll-phase .ll-value", ".ll-iteration .ll-value", ".ll-accuracy .ll-label"
PLAY = ".st-key-play button"
MAIN_BUTTON = ".st-key-begin button"  # of the Start page
ANSWERED, TURNED = ".ll-nine[data-right]", ".ll-nine[data-turned]:not([data-turned='0'])"
# Of each page: its place in the navigation and what shows that its main part is there.
MAIN_PARTS = {
    "Start": ".ll-nine canvas",
    "Data": ".st-key-first_nine canvas",
    "Network": ".ll-flow canvas",
    "Train": ".ll-chart .main-svg",
    "Runs": ".ll-runs tbody tr",
    "Test": ".ll-confusion td button",
    "Look inside": ".ll-lens .ll-kernels canvas",
    "Experiments": ".st-key-ask button",
    "Draw": ".ll-draw canvas",
}


@dataclass(frozen=True)
class Seen:
    """The iteration that the page showed, and when: seconds on the browser's clock."""

    seconds: float
    iteration: int


class Screen:
    """One tab."""

    def __init__(self, page: Page) -> None:
        self._page = page
        page.set_default_timeout(PATIENCE)
        page.add_init_script(path=SCRIPT)

    def land(self, url: str) -> None:
        """Return when the first page's main button is there."""
        self._page.goto(url, wait_until="commit")
        self._page.locator(MAIN_BUTTON).wait_for()

    def watch_it_learn(self) -> tuple[float, float]:
        """Press that button: seconds until the first iteration is done, and until the first test image turns from wrong to right.

        What the untrained network answers is there before.
        """
        self._page.locator(ANSWERED).wait_for()
        began = time.perf_counter()
        self._page.locator(MAIN_BUTTON).click()
        self._await_text(ITERATION, "^[1-9]")
        first = time.perf_counter() - began
        self._page.locator(TURNED).wait_for()
        return first, time.perf_counter() - began

    def open(self, url: str) -> None:
        """Go to the Train page, and return when its main button is there."""
        self._page.goto(f"{url}/train", wait_until="commit")
        self._begin.wait_for()

    def begin(self) -> None:
        """Train the first iteration, and return when it is shown."""
        self._begin.click()
        self._await_text(ITERATION, "^1$")

    def train_to(self, goal: int) -> None:
        """Any number, by the field behind "Another number", from a run at rest: what is typed meets no rerun of the page."""
        self._await_text(PHASE, "^(done|paused)$")
        self._page.get_by_role("button", name="Continue", exact=True).wait_for()
        self._page.get_by_role("button", name="Another number").click()
        self._page.get_by_label("Up to iteration").fill(str(goal))
        self._page.get_by_label("Up to iteration").press("Enter")
        self._await_text(PHASE, "^training$")
        self._page.keyboard.press("Escape")

    def await_done(self, goal: int) -> None:
        """Return when the run has reached its goal, and was tested there."""
        self.await_iteration(goal)
        self._await_text(PHASE, "^done$")
        self._await_text(TESTED, f"^Test at {goal:,}$")

    def pause(self) -> None:
        """Return when the test that a pause brings is over, too."""
        self._page.get_by_role("button", name="Pause").click()
        self._await_text(PHASE, "^paused$")

    def go_on(self) -> None:
        self._page.get_by_role("button", name="Continue", exact=True).click()
        self._await_text(PHASE, "^training$")

    def await_iteration(self, least: int) -> None:
        """Raises `NotMeasured` where the training stands still."""
        at, moved = -1, time.monotonic()
        while at < least:
            now = _number(self._page.locator(ITERATION).inner_text())
            if now != at:
                at, moved = now, time.monotonic()
            elif time.monotonic() - moved > STILL_SECONDS:
                raise NotMeasured(f"the training stands still at {at}: {self._page.locator(PHASE).inner_text()}")
            time.sleep(0.5)

    def watch(self, seconds: float) -> list[Seen]:
        """Every iteration that the page shows in that time."""
        seen = self._page.evaluate("([...all]) => benchmark.watch(...all)", [ITERATION, 1000 * seconds])
        return [Seen(when / 1000, _number(text)) for when, text in seen]

    def click(
        self, selector: str, label: str = "", wanted: dict[str, str | None] | None = None, changes: str = ""
    ) -> float:
        """Milliseconds from a click until the page shows what is ``wanted`` {selector: pattern of its text, None for any}.

        ``changes``: what must read otherwise than before.
        """
        order = {
            "selector": selector,
            "label": label,
            "wanted": wanted or {},
            "changes": changes,
            "limit": PATIENCE / 4,
        }
        return self._page.evaluate("(order) => benchmark.click(order)", order)

    def look(self, selector: str, **act: float) -> float:
        """Milliseconds from an act in Look inside until the answer to it is drawn.

        ``act``: ``index`` of the match, ``x`` and ``y`` of a click in it, or the ``value`` that a slider is set to.
        """
        return self._page.evaluate(
            "(order) => benchmark.look(order)", {"selector": selector, **act, "limit": PATIENCE / 4}
        )

    def another_image(self, selector: str) -> None:
        """Click the first match, and give the page time to show what it leads to."""
        self._page.locator(selector).first.click()
        self._page.wait_for_timeout(1_000)

    def drag(self, place: int, parts: Sequence[str]) -> float:
        """Milliseconds from a step of the time slider, to its ``place``-th position, until all ``parts`` show that checkpoint."""
        order = {"place": place, "parts": list(parts), "limit": PATIENCE / 4}
        return self._page.evaluate("(order) => benchmark.drag(order)", order)

    def checkpoints(self) -> int:
        """Positions of the time slider, once everything at them is tested."""
        self._page.locator(".ll-tick").first.wait_for()
        self._page.wait_for_function(
            "() => !benchmark.all('.ll-tick').some((tick) => !tick.classList.contains('ll-tested'))"
        )
        return int(self._page.locator(".ll-time input").get_attribute("max")) + 1

    def draw(self, points: Sequence[tuple[float, float]]) -> None:
        """A stroke on the pad, in shares of its sides; return when it is answered."""
        box = self._page.locator(".ll-pad").bounding_box()
        places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
        self._page.mouse.move(*places[0])
        self._page.mouse.down()
        for place in places[1:]:
            self._page.mouse.move(*place, steps=5)
        self._page.mouse.up()
        self._page.locator(".ll-draw .ll-best").wait_for()

    def looks(self) -> int:
        """How many answers Look inside has drawn."""
        return self._page.evaluate("() => benchmark.looks()")

    def visit(self, title: str) -> float:
        """Milliseconds from a click in the navigation until the page's title and main part are there."""
        return self.click("[data-testid=stTopNavLink]", title, {"h1": f"^{title}$", MAIN_PARTS[title]: None})

    @property
    def _begin(self) -> Locator:
        return self._page.get_by_role("button", name="Train 1 iteration")

    def _await_text(self, selector: str, pattern: str) -> None:
        self._page.locator(selector).filter(has_text=re.compile(pattern)).wait_for()


def _number(shown: str) -> int:
    """ "1,234 of 10,000" → 1234"""
    return int(shown.split()[0].replace(",", ""))
