"""A headless Chromium, driven by Playwright."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tests.benchmarks.screen import Screen
from tests.benchmarks.table import NotMeasured

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Raises `NotMeasured` where Playwright or a browser is missing."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        raise NotMeasured("Playwright is not installed") from error
    found = next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=found, args=[*QUIET])
        except Error as error:
            raise NotMeasured("no Chromium was found") from error
        with contextlib.closing(browser):
            yield browser


@contextlib.contextmanager
def screen(browser: Browser) -> Iterator[Screen]:
    """A tab that has seen nothing yet: its cache is empty."""
    context = browser.new_context(locale="en-US", viewport={"width": 1400, "height": 900})
    with contextlib.closing(context):
        yield Screen(context.new_page())
