"""The lesson in a browser: walked from end to end in each language, also by keys, on wide and narrow screens, by everyone."""

from __future__ import annotations

import os
import re
import signal

import pytest
from playwright.sync_api import Locator, Page, expect

from core import spec
from core.design.share_link import to_link
from dashboard import i18n, navigation
from dashboard.lesson.stations import STATIONS
from dashboard.lesson.texts import station_texts
from tests.browser.axe import expect_accessible
from tests.browser.test_access import settle
from tests.browser.test_narrow import LOST
from tests.support.waiting import until

pytestmark = pytest.mark.browser

SMALL, MEDIUM = {"width": 1366, "height": 768}, {"width": 1024, "height": 768}
RELOADED, KILLED = "pooling", "hundred"  # the stations in whose middle the page is reloaded, and the worker dies
CHOICES = ("pooling", "step", "filters", "apis")
LOCALES = {"en": "en-US", "ko": "ko-KR"}


def panel(page: Page) -> Locator:
    return page.locator(".st-key-lesson")


def key(page: Page, name: str) -> Locator:
    """The button with that key."""
    return page.locator(f".st-key-{name} button").filter(visible=True)


def expect_station(page: Page, name: str, language: str = "en") -> None:
    expect(panel(page).get_by_role("heading", level=2)).to_have_text(station_texts(language)[name].title)


def choose(page: Page, name: str) -> None:
    """Something, with the control that the station has."""
    settle(page)
    control = panel(page).locator(f"[class*=st-key-lesson_prediction_{name}]")
    expect(key(page, "lesson_predict")).to_be_disabled()
    if name in CHOICES:
        control.locator("label[data-baseweb=radio], [role=radiogroup] label").first.click()
    elif name == "shapes":
        control.locator("input").fill("14 x 14 x 16")
        control.locator("input").press("Enter")
    elif name == "convolution":
        control.locator("canvas").click()
    elif name == "confusion":
        for digit in ("4", "9"):
            control.get_by_role("button", name=digit, exact=True).click()
            settle(page)
    else:
        for slider in control.get_by_role("slider").all():
            slider.focus()
            slider.press("ArrowLeft")
            settle(page)
    expect(key(page, "lesson_predict")).to_be_enabled()


def predict(page: Page, name: str) -> None:
    choose(page, name)
    key(page, "lesson_predict").click()
    expect(key(page, "lesson_act_button")).to_be_visible()


def act(page: Page) -> None:
    """Until it is seen what came of it."""
    if page.locator(".st-key-lesson_answer").count() == 0:
        key(page, "lesson_act_button").click()
    expect(page.locator(".st-key-lesson_answer")).to_be_visible(timeout=120_000)
    settle(page)


def answer(page: Page, name: str) -> None:
    panel(page).locator(f".st-key-lesson_answer_{name}_0 label").filter(has=page.locator("input")).last.click()
    panel(page).locator("textarea").fill("Because of what I saw.")
    expect(key(page, "lesson_answer")).to_be_enabled()
    key(page, "lesson_answer").click()
    expect(page.locator(".st-key-lesson_answer")).to_have_count(0)
    expect(panel(page)).to_contain_text("Because of what I saw.")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_whole_lesson_on_a_fresh_workspace(open_page, server, language):
    page = open_page(server.url, locale=LOCALES[language], viewport=SMALL)
    key(page, "lesson_toggle").click()
    for station in STATIONS:
        name = station.name
        expect_station(page, name, language)
        predict(page, name)
        if name == RELOADED:
            page.reload()
            expect_station(page, name, language)
            expect(key(page, "lesson_act_button")).to_be_visible()
        if name == KILLED:
            (worker,) = server.workers()
            os.kill(worker, signal.SIGKILL)
            until(lambda worker=worker: server.workers() not in ([], [worker]))
            settle(page)
        act(page)
        answer(page, name)
        assert page.evaluate(LOST) == [], name
        assert re.search(r"\{[a-z_]{3,}\}|undefined|nan", panel(page).inner_text()) is None, name
        if station is not STATIONS[-1]:
            key(page, "lesson_next").click()
    done = panel(page).locator(".st-key-lesson_head label")
    expect(done).to_contain_text(str(len(STATIONS)))
    key(page, "close_lesson").click()
    expect(panel(page)).to_have_count(0)
    key(page, "lesson_toggle").click()
    expect_station(page, STATIONS[-1].name, language)


def test_a_network_without_a_convolution_is_told_and_offered_the_tutorials(open_page, server):
    design = to_link(spec.NetworkSpec((spec.Dense(8),)), spec.TrainingSpec())
    page = open_page(f"{server.url}/train?design={design}&lesson=shapes", viewport=SMALL)
    for name in ("shapes", "convolution", "pooling"):
        expect_station(page, name)
        expect(panel(page).get_by_text(re.compile("feature maps|no convolution|no pooling")).first).to_be_visible()
        expect(page.locator(".st-key-lesson_predict")).to_have_count(0)
        key(page, "lesson_next").click()
    for name in ("logits", "softmax", "step"):  # these fit any network
        expect_station(page, name)
        predict(page, name)
        act(page)
        answer(page, name)
        if name == "logits":
            expect(panel(page)).to_contain_text("785")  # one unit sees every pixel, and has a bias
        key(page, "lesson_next").click()
    expect_station(page, "untrained")
    settle(page)
    _jump(page, "convolution", "en")
    key(page, "lesson_tutorial").click()
    predict(page, "convolution")
    act(page)


def test_only_keys(open_page, server):
    """A station from its beginning to its end, without a pointer."""
    page = open_page(f"{server.url}/data?lesson=convolution", viewport=SMALL)
    expect_station(page, "convolution")
    canvas = panel(page).locator("canvas")
    canvas.focus()
    for pressed in ("ArrowRight", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(pressed)
    expect(panel(page)).to_contain_text("row 16, column 15")
    settle(page)
    expect(key(page, "lesson_predict")).to_be_enabled()
    for name in ("lesson_predict", "lesson_act_button"):
        _tab_to(page, name)
        page.keyboard.press("Enter")
        settle(page)
    expect(page.get_by_role("heading", name="Look inside", exact=True)).to_be_attached()
    expect(page.locator(".ll-lens")).to_have_attribute("data-layer", "conv1")
    expect(page.locator(".st-key-lesson_answer")).to_be_visible()
    panel(page).locator("input[type=radio]").first.focus()
    page.keyboard.press("Space")
    settle(page)
    _tab_to_text(page)
    page.keyboard.type("The sum says it.")
    page.keyboard.press("Control+Enter")
    settle(page)
    _tab_to(page, "lesson_answer")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-lesson_next")).to_be_visible()


def _tab_to(page: Page, name: str) -> None:
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("(name) => Boolean(document.activeElement?.closest(`.st-key-${name}`))", name):
            return
    raise AssertionError(f"{name} is not reached")


def _tab_to_text(page: Page) -> None:
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement?.matches('.st-key-lesson textarea')"):
            return
    raise AssertionError("the field for the reason is not reached")


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ko", "dark")])
def test_the_panel_is_for_everyone(open_page, server, language, scheme):
    page = open_page(f"{server.url}/data?lesson=softmax", locale=LOCALES[language], color_scheme=scheme, viewport=SMALL)
    for name in ("softmax", "convolution", "shapes", "pooling", "hundred", "confusion"):
        _jump(page, name, language)
        expect_accessible(page, f"{name} asks", ".st-key-lesson")
    _jump(page, "softmax", language)
    predict(page, "softmax")
    act(page)
    expect_accessible(page, "softmax after the act")
    answer(page, "softmax")
    expect_accessible(page, "softmax done", ".st-key-lesson")


def _jump(page: Page, name: str, language: str) -> None:
    address = re.sub(r"lesson=\w+", f"lesson={name}", page.url)
    page.goto(address)
    expect_station(page, name, language)
    settle(page)


@pytest.mark.parametrize("viewport", [SMALL, MEDIUM, {"width": 360, "height": 740}], ids=["1366", "1024", "360"])
def test_no_page_scrolls_sideways_beside_the_lesson(open_page, server, viewport):
    page = open_page(f"{server.url}/train?lesson=softmax", viewport=SMALL)
    page.get_by_role("button", name="1", exact=True).click()
    expect(page.locator(".ll-status")).to_have_attribute("data-phase", "reached", timeout=90_000)
    lost = []
    for entry in navigation.PAGES:
        page.set_viewport_size(SMALL)
        page.get_by_role("link", name=i18n.text("en").say(entry.title), exact=True).first.click()
        expect(page).to_have_title(re.compile(f"^{re.escape(i18n.text('en').say(entry.title))} "))
        settle(page)
        page.set_viewport_size(viewport)
        settle(page)
        lost += [f"{entry.name}: {each}" for each in page.evaluate(LOST)]
        expect_station(page, "softmax")
    assert lost == []


def test_on_a_narrow_screen_it_is_below_the_head_and_folds(open_page, server):
    page = open_page(f"{server.url}/train?lesson=softmax", viewport=MEDIUM)
    expect_station(page, "softmax")
    box, head = panel(page).bounding_box(), page.locator(".st-key-head").bounding_box()
    assert box["y"] >= head["y"] + head["height"]
    assert box["height"] <= 0.45 * MEDIUM["height"] + 1
    key(page, "fold_lesson").click()
    expect(panel(page).get_by_role("heading", level=2)).to_be_hidden()
    assert panel(page).bounding_box()["height"] < 120
    key(page, "fold_lesson").click()
    expect_station(page, "softmax")
    page.set_viewport_size(SMALL)
    box = panel(page).bounding_box()
    assert box["x"] + box["width"] == pytest.approx(SMALL["width"], abs=1)
    assert page.locator(".st-key-head").bounding_box()["width"] <= box["x"]


def test_the_news_is_in_sight(open_page, server):
    page = open_page(f"{server.url}/data?lesson=softmax", viewport=SMALL)
    expect_station(page, "softmax")
    predict(page, "softmax")
    act(page)
    page.wait_for_timeout(1_500)  # it scrolls smoothly
    top, bottom = page.evaluate(
        "() => { const at = document.querySelector('.st-key-lesson_news').getBoundingClientRect(); return [at.top, at.bottom]; }"
    )
    assert 0 <= top < SMALL["height"] - 60
    assert bottom > 200
