"""A first visit in a real browser: one press, and nine test images turn from wrong to right; and who comes back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from core import data
from tests.browser.screen import expect_done, go_to, phase, press
from tests.support.waiting import until

pytestmark = pytest.mark.browser

SIZES = {"wide": {"width": 1366, "height": 768}, "small": {"width": 1024, "height": 768}}
SAID = {
    "en-US": {
        "button": "Train it",
        "guess": r"Before training: \d of 9 right, by chance",
        "score": r"\d of 9 right after [\d,]+ iterations?",
        "sentence": "Watch a network learn to read handwritten digits.",
    },
    "ko-KR": {
        "button": "훈련 시작",
        "guess": r"훈련 전: 9장 중 우연히 \d장 정답",
        "score": r"[\d,]+회 반복 후 9장 중 \d장 정답",
        "sentence": "신경망이 손글씨 숫자를 배우는 모습을 지켜보세요.",
    },
}
DIGITS = [7, 2, 1, 0, 4, 1, 4, 9, 5]  # of the first nine test images
NINE = ".ll-nine"


def figures(page: Page):
    return page.locator(f"{NINE} figure")


def predicted(page: Page) -> list[int]:
    return [int(text) for text in page.locator(f"{NINE} .ll-answer b").all_inner_texts()]


def shown(page: Page, name: str) -> int:
    """A number that the nine images carry: of `right`, `turned` and `iteration`."""
    return int(page.locator(NINE).get_attribute(f"data-{name}") or -1)


def expect_marked(page: Page) -> None:
    """Each answer is right or wrong, as its mark says in words, in shape and in colour."""
    answers = predicted(page)
    for place, (digit, answer) in enumerate(zip(DIGITS, answers, strict=True)):
        right = answer == digit
        figure = figures(page).nth(place)
        expect(figure).to_have_class(re.compile(r"\bll-right\b" if right else r"\bll-wrong\b"))
        lines = figure.locator("svg path").get_attribute("d").count("M")
        assert lines == (1 if right else 2)  # a tick, a cross
    assert sum(map(int.__eq__, answers, DIGITS)) == shown(page, "right")


def test_the_digits_are_those_of_the_test_set():
    assert data.mnist().test.labels[:9].tolist() == DIGITS


@pytest.mark.parametrize("locale", SAID)
@pytest.mark.parametrize("size", SIZES)
def test_a_first_visit(open_page, server, size, locale):
    said = SAID[locale]
    page = open_page(server.url, viewport=SIZES[size], locale=locale)
    expect(page.get_by_role("heading", name=said["sentence"])).to_be_visible()
    score = page.locator(".ll-score")
    expect(score).to_have_text(re.compile(f"^{said['guess']}$"))
    expect(figures(page)).to_have_count(9)
    expect_marked(page)
    before, gap = shown(page, "right"), height_of_opening(page)
    assert before < 5  # it guesses
    first, last = figures(page).first.bounding_box(), figures(page).last.bounding_box()
    assert last["y"] + last["height"] - first["y"] < 768 - 190  # all nine in one screen
    assert last["x"] + last["width"] <= SIZES[size]["width"]
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")

    press(page, said["button"])
    until(lambda: shown(page, "turned") >= 3)
    expect(phase(page)).not_to_have_text("")
    expect(score).to_have_text(re.compile(f"^{said['score']}$"))
    assert height_of_opening(page) == gap  # nothing below it jumps
    page.locator(".st-key-play button").filter(visible=True).click()
    run = re.search(r"[?&]run=([\w-]+)", page.url).group(1)
    page.wait_for_function(
        "() => [...document.querySelectorAll('.st-key-play button')].every((each) => each.querySelector('[data-testid=stIconMaterial]')?.textContent === 'play_arrow')"
    )
    until(lambda: answered(page, server.url, run) == (shown(page, "iteration"), predicted(page)))
    expect_marked(page)
    if locale == "en-US":
        assert score.inner_text().startswith(f"{shown(page, 'right')} of 9 right after ")


def height_of_opening(page: Page) -> float:
    """From the sentence to the curve."""
    top = page.locator(".st-key-opening").bounding_box()["y"]
    return round(page.locator(".ll-curve").bounding_box()["y"] - top)


def answered(page: Page, url: str, run: str) -> tuple[int, list[int]]:
    """What the server says of the nine images now."""
    answer = page.request.post(f"{url}/answers", data={"run": run, "test": list(range(9))}).json()
    assert "problem" not in answer, answer
    return answer["iteration"], answer["predicted"]


@pytest.fixture(scope="module")
def learned(browser, server) -> str:
    """The address of a workspace whose run was trained from the Start page, to the end."""
    page = browser.new_page(locale="en-US", viewport=SIZES["wide"])
    page.goto(server.url)
    press(page, "Train it")
    expect_done(page, 1_000, 240)
    expect(page.get_by_role("heading", name=re.compile(r"^After 1,000 iterations it reads 9\d\.\d % of the test images correctly\.$"))).to_be_visible()  # fmt: skip
    expect(page.get_by_role("button", name="Train on to iteration 10,000")).to_be_visible()
    expect(page.locator(NINE)).to_have_attribute("data-iteration", "1000")
    assert shown(page, "right") >= 7
    expect(page.locator(".ll-curve-head")).to_contain_text("after 1,000 iterations")
    url = page.url
    page.close()
    return url


def test_the_time_slider_takes_the_nine_answers_back(learned, open_page):
    page = open_page(learned)
    expect(page.locator(NINE)).to_have_attribute("data-iteration", "1000")
    trained = predicted(page)
    slider = page.locator(".ll-time input")
    slider.press("Home")
    expect(page.locator(NINE)).to_have_attribute("data-checkpoint", "0")
    expect(page.locator(".ll-score")).to_have_text(re.compile("^Before training"))
    expect(page.locator(".ll-curve-head")).to_contain_text("after 0 iterations")
    assert predicted(page) != trained
    expect_marked(page)
    slider.press("End")
    expect(page.locator(NINE)).to_have_attribute("data-checkpoint", "live")
    assert predicted(page) == trained


def test_who_comes_back_finds_where_they_left_off_and_the_way_there(learned, open_page):
    page = open_page(learned)
    expect(page.get_by_role("heading", name="Where you left off")).to_be_visible()
    opening = page.locator(".st-key-opening")
    expect(opening).to_contain_text(re.compile(r"Run 1 · .*1,000 iterations · test accuracy 9\d\.\d % at iteration 1,000", re.DOTALL))  # fmt: skip
    go_to(page, "Look inside")
    go_to(page, "Start")
    page.get_by_role("link", name=re.compile("Back to Look inside")).click()
    expect(page.get_by_role("heading", name="Look inside", exact=True)).to_be_visible()


def test_each_page_is_led_to_in_a_sentence(open_page, server):
    page = open_page(server.url)
    for name in ("Data", "Network", "Train", "Test", "Look inside", "Draw", "Runs", "Experiments"):
        page.locator("[class*=st-key-way_] a", has_text=re.compile(f"^.*{name}")).first.click()
        expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
        go_to(page, "Start")


def test_by_keyboard_and_told_aloud(open_page, server):
    page = open_page(server.url)
    expect(page.locator(NINE)).to_have_attribute("data-right", re.compile(r"\d"))
    spoken = page.locator(f"{NINE} .ll-spoken")
    expect(spoken).to_have_text("")  # the page itself is read already
    page.get_by_role("button", name="Train it").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Training …")).to_be_focused()
    expect(spoken).to_have_text(re.compile(r"^\d of 9 right after \d+ iterations?$"), timeout=90_000)
    images = page.locator(f"{NINE} canvas")
    expect(images.first).to_have_accessible_name(re.compile(r"^Test image 0: true class 7\. The network's answer: \d, (right|wrong)\.$"))  # fmt: skip
    press(page, "Pause")
    expect(phase(page)).to_have_text("paused")


@pytest.mark.parametrize(("motion", "name"), [("reduce", "none"), ("no-preference", "ll-turned")])
def test_who_wants_no_motion_gets_none(open_page, server, motion, name):
    page = open_page(server.url, reduced_motion=motion)
    figure = figures(page).first
    figure.evaluate("figure => figure.classList.add('ll-turned')")
    assert figure.evaluate("figure => getComputedStyle(figure).animationName") == name
