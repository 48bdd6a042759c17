"""What a person changes while the page has not yet answered what was done before it: nothing of it is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.conftest import WIDE
from tests.browser.screen import expect_done, go_to, phase, press

pytestmark = pytest.mark.browser

DEBOUNCE = 500  # milliseconds until a slider has surely told its value


class Answers:
    """The server's answers to one page, which can be held back."""

    def __init__(self, page: Page) -> None:
        self._held: list[str | bytes] | None = None
        page.route_web_socket(re.compile("_stcore/stream"), self._connect)

    def _connect(self, browser: WebSocketRoute) -> None:
        self._browser, server = browser, browser.connect_to_server()
        server.on_message(self._arrive)

    def _arrive(self, message: str | bytes) -> None:
        if self._held is None:
            self._browser.send(message)
        else:
            self._held.append(message)

    def hold(self) -> None:
        self._held = []

    def release(self) -> None:
        held, self._held = self._held or [], None
        for message in held:
            self._browser.send(message)


@pytest.fixture
def late(browser, server):
    """The Network page, and the server's answers to it."""
    context = browser.new_context(viewport=WIDE, locale="en-US")
    page = context.new_page()
    answers = Answers(page)
    page.goto(server.url)
    go_to(page, "Network")
    expect(page.locator(".ll-flow")).to_have_attribute("data-drawn", re.compile(r"\d"))
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")  # it rests
    yield page, answers
    context.close()


def filters(page: Page):
    return page.get_by_role("group", name="Filters", exact=True).get_by_role("slider")


def more_filters(page: Page, steps: int) -> None:
    for _ in range(steps):
        filters(page).press("ArrowRight")
    page.wait_for_timeout(DEBOUNCE)


def expect_filters(page: Page, layer: str, count: int) -> None:
    expect(page.locator(f".ll-card[data-layer={layer}]")).to_contain_text(f"28 × 28 × {count}")


@pytest.mark.parametrize("clicked", ["conv1", "conv2", "pool1"])
def test_on_the_form_of_a_layer_that_is_being_left(late, clicked):
    page, answers = late
    answers.hold()
    page.locator(f".ll-card[data-layer={clicked}]").click()
    more_filters(page, 4)
    answers.release()
    expect_filters(page, "conv1", 20)
    expect(page.locator("[class*=st-key-chosen_layer] input").first).to_have_value(re.compile(f"^{clicked} — "))
    if clicked == "conv2":
        expect(filters(page)).to_have_value("36")
        page.locator(".ll-card[data-layer=conv1]").click()
    if clicked != "pool1":
        expect(filters(page)).to_have_value("20")
    expect_filters(page, "conv1", 20)


def test_after_a_layer_was_added(late):
    page, answers = late
    press(page, "Add")
    answers.hold()
    page.locator(".st-key-add_dropout button").click()
    page.keyboard.press("Escape")
    more_filters(page, 4)
    answers.release()
    expect(page.locator(".ll-card[data-layer=dropout1]")).to_be_visible()
    expect_filters(page, "conv1", 20)


def test_after_a_new_run_was_begun(late):
    page, answers = late
    more_filters(page, 1)
    expect_filters(page, "conv1", 17)
    answers.hold()
    page.locator(".st-key-train_draft button").click()
    more_filters(page, 3)
    answers.release()
    expect_filters(page, "conv1", 20)
    expect(filters(page)).to_have_value("20")
    expect(page.locator(".st-key-train_draft button")).to_be_enabled()  # the run that was begun has 17
    expect(phase(page)).to_have_text("not started")  # what is shown is the draft
    press(page, "Discard changes")
    expect_filters(page, "conv1", 17)
    expect_done(page, 100, 60)


def test_beside_another_change(late):
    page, answers = late
    answers.hold()
    page.locator("[class*=st-key-layer_][class*=_padding]").get_by_role("radio", name="valid", exact=True).click()
    more_filters(page, 4)
    page.get_by_role("group", name="Kernel", exact=True).get_by_role("slider").press("ArrowLeft")
    page.wait_for_timeout(DEBOUNCE)
    answers.release()
    expect(page.locator(".ll-card[data-layer=conv1]")).to_contain_text("25 × 25 × 20")
