"""One server and one Chromium for all browser tests; every page must leave a clean console."""

from __future__ import annotations

import contextlib
import json
import os
import shutil

import pytest

from tests.browser.serving import Server

FLAGS = [
    "--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
]  # fmt: skip
WIDE = {"width": 1440, "height": 1000}


def chromium() -> str:
    """The browser's path. Without one the tests are skipped, and say so; where it is required, they fail."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        if os.environ.get("LAYER_LAB_BROWSER") == "required":
            pytest.fail("no Chromium was found, and LAYER_LAB_BROWSER=required asks for one")
        pytest.skip("no Chromium was found: the browser tests were not run")
    return found


@pytest.fixture(scope="session")
def browser():
    path = chromium()
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=60_000)  # no machine should need as much
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory, browser):
    running = Server(tmp_path_factory.mktemp("server") / "log.txt").wait()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def contexts(browser):
    """A context for each set of options, which tests share one after the other: what it has loaded and compiled is there at once."""
    made = {}

    def context(**options):
        key = json.dumps(options, sort_keys=True)
        if key not in made:
            made[key] = browser.new_context(**options)
        return made[key]

    yield context
    for each in made.values():
        each.close()


@pytest.fixture
def open_page(contexts):
    """Opens pages that nobody has used, and fails the test if one of them put an error on its console."""
    from playwright.sync_api import Error

    pages, complaints = [], []

    def open_(url: str, viewport=WIDE, **options):
        page = contexts(**({"locale": "en-US"} | options)).new_page()
        pages.append(page)
        page.set_viewport_size(viewport)
        page.set_default_timeout(60_000)
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(url)
        page.locator(".ll-status").wait_for(state="attached")
        return page

    open_.server_dies = False  # a page rightly complains when its server is gone
    yield open_
    for page in pages:
        with contextlib.suppress(Error):  # one that shows nothing has kept nothing
            page.evaluate("localStorage.clear()")
        page.close()
    assert open_.server_dies or complaints == []


@pytest.fixture
def page(open_page, server):
    """The Train page of a workspace of its own."""
    from playwright.sync_api import expect

    opened = open_page(f"{server.url}/train")
    yield opened
    reset = opened.get_by_role("button", name="Reset", exact=True)
    if reset.count() and reset.is_enabled():
        reset.click()  # nothing that a test began trains on beside the next one
        expect(opened.locator(".ll-phase .ll-value")).to_have_text("not started")
