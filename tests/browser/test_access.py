"""Every page for everyone: axe-core finds nothing of ours, in light and dark, in each language, before, during and after training."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard import i18n, navigation
from tests.browser.axe import CONTRAST, STREAMLITS, Finding, findings, ours

pytestmark = pytest.mark.browser

OTHER = {"light": "dark", "dark": "light"}
SESSIONS = (("en", "light", {"width": 1366, "height": 768}), ("ko", "dark", {"width": 1024, "height": 768}))
PHASES = ("before", "during", "after")
WITHOUT_A_RUN = (navigation.DATA, navigation.EXPERIMENTS)  # after a training as before it


def show(page: Page, entry: navigation.PageEntry, language: str) -> None:
    title = i18n.text(language).say(entry.title)
    page.get_by_role("link", name=title, exact=True).first.click()
    expect(page).to_have_title(f"{title} · Layer Lab")
    settle(page)


def settle(page: Page) -> None:
    """Wait until the page has been drawn, and nothing of the one before is left."""
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator("[data-stale=true]")).to_have_count(0)
    page.wait_for_timeout(400)  # what is asked of the server


def open_everything(page: Page) -> None:
    """What opens in its place: expanders, and what a switch brings."""
    closed = page.locator("[data-testid=stExpander] details:not([open]) > summary")
    while closed.count():
        before = closed.count()
        closed.first.click()
        expect(closed).to_have_count(before - 1)
    toggle = page.locator(".st-key-code_shown input")
    if toggle.count() and not toggle.is_checked():
        page.locator(".st-key-code_shown label").click()
    listings = page.locator("[data-testid=stCode]")
    if toggle.count():
        expect(listings.filter(has=page.locator(".token"))).to_have_count(
            3
        )  # coloured; before that it is another element
    settle(page)
    page.keyboard.press("Tab")  # as somebody does who has no pointer


def popovers(page: Page, seen: set[str]) -> Iterator[str]:
    """Opens one after the other, and gives its selector while it is open; those of the head are on every page, and opened once."""
    for button in page.locator("[data-testid=stPopover] button:not([disabled])").all():
        name, body = button.inner_text(), "[data-testid=stPopoverBody]"
        if name in seen:
            continue
        seen.add(name)
        button.click()
        expect(page.locator(body)).to_be_visible()
        yield body
        page.keyboard.press("Escape")
        expect(page.locator(body)).to_have_count(0)


def head_button(page: Page, key: str) -> Locator:
    """In any language; with its hint Streamlit draws a button twice, and shows one of them."""
    return page.locator(f".st-key-{key} button").filter(visible=True)


def train(page: Page, language: str) -> None:
    """A training that goes on while pages are looked at."""
    if page.locator(".ll-status[data-phase=training]").count():
        return
    show(page, navigation.TRAIN, language)
    goal = page.get_by_role("button", name="10,000", exact=True)
    if goal.is_disabled():
        head_button(page, "new_seed").click()
    goal.click()
    expect(page.locator(".ll-status")).to_have_attribute("data-phase", "training", timeout=60_000)


def stop(page: Page, language: str) -> None:
    show(page, navigation.TRAIN, language)
    if page.locator(".ll-status[data-phase=training]").count():
        head_button(page, "play").click()
    expect(page.locator(".ll-status")).to_have_attribute("data-phase", re.compile("paused|reached"))


def walk(page: Page, language: str, scheme: str) -> Iterator[Finding]:
    for phase in PHASES:
        seen: set[str] = set()
        if phase == "after":
            stop(page, language)
        for entry in navigation.PAGES:
            if phase == "after" and entry in WITHOUT_A_RUN:
                continue
            if phase == "during":
                train(page, language)
            show(page, entry, language)
            open_everything(page)
            words = f"{entry.name}, {phase} training, {language}"
            yield from findings(page, f"{words}, {scheme}")
            for body in popovers(page, seen):
                yield from findings(page, f"{words}, {scheme}", body)
            page.emulate_media(color_scheme=OTHER[scheme])
            settle(page)
            yield from findings(page, f"{words}, {OTHER[scheme]}", rules=CONTRAST)
            page.emulate_media(color_scheme=scheme)


@pytest.fixture(scope="module")
def found(browser, server) -> list[Finding]:
    """On all pages, in all states."""
    everything: list[Finding] = []
    for language, scheme, viewport in SESSIONS:
        context = browser.new_context(locale=language, color_scheme=scheme, viewport=viewport)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto(server.url)
        page.locator(".ll-status").wait_for()
        everything += walk(page, language, scheme)
        context.close()
    return everything


def test_nothing_of_ours_is_found(found):
    assert [str(each) for each in ours(found)] == []


@pytest.mark.parametrize("known", STREAMLITS, ids=lambda known: f"{known.rule}: {known.pattern}")
def test_what_is_known_of_streamlit_is_still_so(found, known):
    assert any(known.is_it(each) for each in found), "this line can go"
