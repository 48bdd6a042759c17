"""The single keys in a real browser: what they do, where they do nothing, and how they are turned off."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screen import expect_done, go_to, phase

pytestmark = pytest.mark.browser

SECONDS = 90  # for a first iteration on a busy machine


def slider(page: Page):
    return page.locator(".ll-time")


def focused(page: Page) -> str:
    """The name of what has the focus, also inside a component."""
    return page.evaluate(
        "() => { let at = document.activeElement; while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement; return at?.getAttribute('aria-label') ?? at?.tagName ?? ''; }"
    )


def test_keys_train_pause_and_travel(page):
    page.keyboard.press("1")
    expect_done(page, 1, SECONDS)
    page.keyboard.press("n")
    expect_done(page, 2, SECONDS)
    expect(slider(page)).to_have_attribute("data-chosen", "live")
    page.keyboard.press(",")
    page.keyboard.press(",")
    expect(slider(page)).to_have_attribute("data-chosen", "1")
    expect(page).to_have_url(re.compile(r"[?&]at=1(&|$)"))
    page.keyboard.press(".")
    expect(slider(page)).to_have_attribute("data-chosen", "2")
    page.keyboard.press("l")
    expect(slider(page)).to_have_attribute("data-chosen", "live")
    page.keyboard.press("4")
    expect(phase(page)).to_have_text("training")
    for button, state in (("Pause", "paused"), ("Continue", "training"), ("Pause", "paused")):
        expect(page.get_by_role("button", name=button, exact=True)).to_be_enabled()
        page.keyboard.press("p")
        expect(phase(page)).to_have_text(state)


def test_keys_walk_over_the_errors(page):
    page.keyboard.press("1")
    expect_done(page, 1, SECONDS)
    go_to(page, "Test")
    images = page.locator(".ll-gallery figure button")
    expect(images).to_have_count(9)
    names = [image.get_attribute("aria-label") for image in images.all()]
    page.keyboard.press("j")
    assert focused(page) == names[0]
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert focused(page) == names[1]
    for _ in range(8):
        page.keyboard.press("j")  # the last of them turns the page
    expect(page.get_by_text(re.compile(r"^10–18 of "))).to_be_visible()
    page.wait_for_function(
        "names => { let at = document.activeElement; while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement; const name = at?.getAttribute('aria-label'); return name?.startsWith('Test image') && !names.includes(name); }",
        arg=names,
    )
    assert focused(page) == images.first.get_attribute("aria-label")
    page.keyboard.press("k")
    expect(page.get_by_text(re.compile(r"^1–9 of "))).to_be_visible()


def test_the_help_lists_the_keys_and_turns_them_off(page):
    page.keyboard.press("?")
    table = page.get_by_role("table", name="Everywhere")
    expect(table.get_by_role("row", name="n One more iteration")).to_be_visible()
    switch = page.get_by_role("checkbox", name="Single-key shortcuts")
    expect(switch).to_be_checked()
    switch.uncheck()
    page.keyboard.press("Escape")
    expect(table).to_have_count(0)
    page.keyboard.press("1")
    page.wait_for_timeout(1_000)
    expect(phase(page)).to_have_text("not started")
    page.reload()
    expect(phase(page)).to_have_text("not started")
    page.keyboard.press("1")
    page.wait_for_timeout(1_000)
    expect(phase(page)).to_have_text("not started")
    page.locator(".st-key-help button").click()
    page.get_by_role("checkbox", name="Single-key shortcuts").check()
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    expect_done(page, 1, SECONDS)


def test_whoever_types_presses_nothing(page):
    page.locator(".st-key-another_number button").click()
    field = page.get_by_role("spinbutton", name="Up to iteration")
    field.click()
    field.press_sequentially("1")
    page.wait_for_timeout(500)
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+1")
    page.wait_for_timeout(500)
    expect(phase(page)).to_have_text("not started")


def test_in_korean(open_page, server):
    page = open_page(server.url, locale="ko-KR")
    page.keyboard.press("?")
    expect(page.get_by_role("table", name="어디서나")).to_be_visible()
    expect(page.get_by_role("checkbox", name="한 글자 단축키")).to_be_checked()
