"""The head of every page: it is slim, stays in sight, keeps its place, and says what it is of."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from core.storage import workspace_token
from dashboard.i18n import text
from dashboard.navigation import PAGES
from tests.browser.screen import expect_done, go_to, press
from tests.support.waiting import until

BEGINS_AT = 190  # pixels: everything above belongs to the head
SIZES = {"wide": {"width": 1366, "height": 768}, "narrow": {"width": 1024, "height": 768}}
LOCALES = {"en": "en-US", "ko": "ko-KR"}
WITHOUT_RUN = {"data", "runs", "experiments"}

# The upper edge of the first thing on the page that is neither navigation nor head.
CONTENT = """() => {
  const head = ".st-key-head, .st-key-head_tools, .st-key-page_name";
  const block = document.querySelector(".stMainBlockContainer > .stVerticalBlock");
  const parts = [...block.children].filter((each) => !each.matches(head) && !each.querySelector(head));
  return Math.min(...parts.filter((each) => each.getBoundingClientRect().height > 8)
    .map((each) => each.getBoundingClientRect().top + scrollY));
}"""
CUT_OFF = """() => [...document.querySelectorAll(".st-key-head *, .st-key-head_tools *")]
  .flatMap((each) => [each, ...(each.shadowRoot?.querySelectorAll(".ll-label, .ll-value, .ll-now *") ?? [])])
  .filter((each) => each.matches(".ll-label, .ll-value, .ll-now *, button p"))
  .filter((each) => each.getBoundingClientRect().width > 2 && each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== "inline")
  .map((each) => each.textContent)"""
SIDEWAYS = "() => document.querySelector('.stMain').scrollWidth - document.querySelector('.stMain').clientWidth"


@pytest.fixture(scope="module")
def trained(browser, server) -> str:
    """The query of a workspace in which a run stands at iteration 100."""
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    query = f"w={workspace_token.new()}"
    page.goto(f"{server.url}/network?{query}")
    press(page, "100")
    expect_done(page, 100, 120)
    context.close()
    return query


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("size", SIZES)
def test_the_content_of_every_page_begins_high_up(open_page, server, trained, size, language):
    page = open_page(f"{server.url}/network?{trained}", viewport=SIZES[size], locale=LOCALES[language])
    for place, entry in enumerate(PAGES):
        expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        page.get_by_test_id("stTopNavLink").nth(place).click()
        page.wait_for_url(re.compile(rf"/{entry.name}\?|:\d+/\?"))
        expect(page.locator(".st-key-head")).to_have_count(0 if entry.name in WITHOUT_RUN else 1)
        expect(page.locator("h1")).to_have_text([text(language).say(entry.title)])
        until(lambda: page.evaluate(CONTENT) < BEGINS_AT)
        assert page.evaluate(SIDEWAYS) <= 0
        assert page.evaluate(CUT_OFF) == []


def test_it_stays_in_sight_and_keeps_its_place(open_page, server):
    page = open_page(f"{server.url}/network", viewport=SIZES["narrow"])
    empty = page.evaluate(CONTENT)
    press(page, "100")
    expect_done(page, 100, 120)
    assert page.evaluate(CONTENT) == pytest.approx(empty, abs=2)
    page.locator(".stMain").evaluate("(main) => main.scrollTo(0, 600)")
    expect(page.locator(".ll-time")).to_be_in_viewport()
    assert page.locator(".st-key-head").bounding_box()["y"] == pytest.approx(60, abs=2)


def test_a_chip_tells_of_a_training_elsewhere_and_leads_to_it(open_page, server):
    page = open_page(f"{server.url}/network", viewport=SIZES["narrow"])
    press(page, "10,000")
    go_to(page, "Data")
    chip = page.locator(".ll-chip button")
    expect(chip).to_have_text(re.compile(r"^Training: iteration [\d,]+$"))
    before = chip.inner_text()
    until(lambda: chip.inner_text() != before)
    chip.click()
    expect(page.get_by_role("heading", name="Train", exact=True)).to_be_attached()
    press(page, "Pause")
    expect(page.locator(".ll-phase .ll-value")).to_have_text("paused")
    go_to(page, "Data")
    expect(page.locator(".ll-chip")).to_be_attached()
    expect(chip).to_be_hidden()


def _background(page: Page) -> int:
    red, green, blue = page.evaluate(
        "() => getComputedStyle(document.querySelector('.stApp')).backgroundColor.match(/\\d+/g).map(Number).slice(0, 3)"
    )
    return red + green + blue


def test_the_appearance_is_chosen_at_once_and_kept(open_page, server):
    page = open_page(f"{server.url}/network", color_scheme="light", viewport=SIZES["narrow"])
    assert _background(page) > 600
    press(page, "Appearance")
    page.get_by_label("Dark", exact=True).check()
    until(lambda: _background(page) < 200)
    page.get_by_label("Projector", exact=True).check()
    size = page.evaluate("() => parseFloat(getComputedStyle(document.documentElement).fontSize)")
    assert size > 20
    page.goto(f"{server.url}/data")
    page.locator(".ll-status").first.wait_for(state="attached")
    until(lambda: _background(page) < 200)  # on another page, too
    assert page.evaluate("() => parseFloat(getComputedStyle(document.documentElement).fontSize)") == size
    press(page, "Appearance")
    page.get_by_label("As the system", exact=True).check()
    until(lambda: _background(page) > 600)
