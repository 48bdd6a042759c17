"""Drawing with mouse, finger and keyboard, and pictures from files, in a real browser."""

from __future__ import annotations

import base64
import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import expect_accessible
from tests.browser.screen import go_to, phase, press
from tests.support.picture_files import as_file
from tests.support.waiting import until

pytestmark = pytest.mark.browser

ONE = [(0.3, 0.15), (0.3, 0.5), (0.3, 0.7)]  # left of the middle
TWO = [(0.3, 0.3), (0.45, 0.18), (0.65, 0.3), (0.32, 0.8), (0.7, 0.8)]


@pytest.fixture
def drawing(page) -> Page:
    go_to(page, "Draw")
    expect(page.locator(".ll-pad")).to_be_visible()
    return page


def on_pad(page: Page, at: tuple[float, float]) -> tuple[float, float]:
    box = page.locator(".ll-pad").bounding_box()
    return box["x"] + at[0] * box["width"], box["y"] + at[1] * box["height"]


def stroke(page: Page, points: list[tuple[float, float]]) -> None:
    page.mouse.move(*on_pad(page, points[0]))
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*on_pad(page, point), steps=6)
    page.mouse.up()


def answered(page: Page) -> list[float]:
    """The ten softmax values, once they are there."""
    expect(page.locator(".ll-best")).to_have_count(1)
    return [float(text.removeprefix("> ")) for text in page.locator(".ll-share").all_inner_texts()]


def settled(page: Page) -> list[int]:
    """The ink of the 28 × 28 picture, once it no longer changes: 784 numbers, row by row."""
    pictures: list[list[int] | None] = [None]

    def unchanged() -> bool:
        page.wait_for_timeout(250)
        ink = page.locator(".ll-picture").evaluate(
            "c => Array.from(c.getContext('2d').getImageData(0, 0, 28, 28).data).filter((v, i) => i % 4 === 0).map(v => 255 - v)"
        )
        pictures.append(ink)
        return pictures[-1] == pictures[-2]

    until(unchanged)
    return pictures[-1]


def centre(ink: list[int]) -> tuple[float, float]:
    total = sum(ink)
    return (
        sum(value * (at // 28) for at, value in enumerate(ink)) / total,
        sum(value * (at % 28) for at, value in enumerate(ink)) / total,
    )


def expect_empty(page: Page) -> None:
    expect(page.locator(".ll-best")).to_have_count(0)
    expect(page.get_by_text("Draw a digit: the answer changes as you draw.")).to_be_visible()
    expect(page.get_by_role("button", name="Use this image in Look inside")).to_be_disabled()


def test_a_one_by_mouse_undo_clear_and_raw(drawing):
    expect_empty(drawing)
    drawing.mouse.move(*on_pad(drawing, ONE[0]))
    drawing.mouse.down()
    drawing.mouse.move(*on_pad(drawing, ONE[1]), steps=6)
    assert sum(answered(drawing)) == pytest.approx(1, abs=0.006)  # while the pen is still down
    drawing.mouse.move(*on_pad(drawing, ONE[2]), steps=6)
    drawing.mouse.up()
    as_mnist = settled(drawing)
    expect_accessible(drawing, "a drawing and its answer")
    assert centre(as_mnist) == (pytest.approx(14, abs=0.55), pytest.approx(14, abs=0.55))
    assert sum(1 for row in range(28) if any(as_mnist[28 * row : 28 * row + 28])) == 20
    expect(drawing.locator(".ll-placed")).to_contain_text(re.compile(r"scaled to \d × 20"))

    drawing.get_by_role("radio", name="Raw").check()
    expect(drawing.locator(".ll-placed")).to_contain_text("The whole picture scaled to 28 × 28")
    raw = settled(drawing)
    assert raw != as_mnist
    assert centre(raw)[1] == pytest.approx(0.3 * 28, abs=1)
    drawing.get_by_role("radio", name="Like MNIST").check()
    expect(drawing.locator(".ll-placed")).to_contain_text("scaled to")
    assert settled(drawing) == as_mnist

    stroke(drawing, [(0.6, 0.2), (0.6, 0.7)])
    assert settled(drawing) != as_mnist
    press(drawing, "Undo")
    expect(drawing.locator(".ll-draw")).to_have_attribute("data-strokes", "1")
    assert settled(drawing) == as_mnist
    press(drawing, "Clear")
    expect_empty(drawing)
    press(drawing, "Undo")  # of the clearing
    answered(drawing)
    assert settled(drawing) == as_mnist
    press(drawing, "Clear")


def test_the_pens_have_widths(drawing):
    drawing.get_by_role("radio", name="Raw").check()
    inks = []
    for name in ("Thin pen", "Medium pen", "Thick pen"):
        drawing.get_by_role("radio", name=name).check()
        stroke(drawing, ONE)
        answered(drawing)
        inks.append(sum(settled(drawing)))
        press(drawing, "Clear")
        expect_empty(drawing)
    assert 1.3 * inks[0] < inks[1] < inks[2] / 1.3


def test_a_drawing_outlives_other_pages_a_training_and_a_reload(drawing):
    stroke(drawing, TWO)
    answered(drawing)
    picture = settled(drawing)
    go_to(drawing, "Train")
    press(drawing, "1")
    expect(phase(drawing)).to_have_text("done", timeout=90_000)
    go_to(drawing, "Draw")
    answered(drawing)
    assert settled(drawing) == picture
    expect(drawing.locator(".ll-at")).to_have_text("The network at iteration 1")
    drawing.goto(drawing.url.replace("/draw", "/"))
    go_to(drawing, "Draw")
    answered(drawing)
    assert settled(drawing) == picture


def test_the_answer_follows_the_training(drawing):
    stroke(drawing, TWO)
    answered(drawing)
    expect(drawing.locator(".ll-at")).to_contain_text("has not been trained yet")
    press(drawing, "1,000")
    expect(drawing.locator(".ll-at")).to_contain_text(re.compile(r"at iteration \d+"), timeout=90_000)
    seen = set()

    def followed() -> bool:
        seen.add(drawing.locator(".ll-at").inner_text())
        return len(seen) >= 4

    until(followed)
    assert sum(answered(drawing)) == pytest.approx(1, abs=0.006)
    assert drawing.locator(".ll-draw").get_attribute("data-strokes") == "1"
    press(drawing, "Pause")


def test_a_problem_is_one_sentence_and_the_last_answer_stays(drawing):
    stroke(drawing, TWO)
    picture, before = settled(drawing), answered(drawing)  # first what comes to rest
    drawing.route(
        "**/inspection", lambda route: route.fulfill(json={"problem": "The network has gone.", "kind": "RunError"})
    )
    stroke(drawing, ONE)
    expect(drawing.locator(".ll-problem")).to_have_text("The network has gone.")
    assert (answered(drawing), settled(drawing)) == (before, picture)
    drawing.unroute("**/inspection")
    expect(drawing.locator(".ll-problem")).to_have_text("")  # it asks again by itself
    assert settled(drawing) != picture


def test_a_finger(open_page, server):
    page = open_page(server.url, has_touch=True)
    go_to(page, "Draw")
    touch = page.context.new_cdp_session(page)
    page.locator(".ll-pad").scroll_into_view_if_needed()
    before = page.locator(".ll-pad").bounding_box()
    for kind, at in (("touchStart", TWO[0]), *(("touchMove", point) for point in TWO[1:])):
        x, y = on_pad(page, at)
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert page.locator(".ll-pad").bounding_box() == before  # the page has not scrolled under it
    assert sum(answered(page)) == pytest.approx(1, abs=0.006)
    expect(page.locator(".ll-draw")).to_have_attribute("data-strokes", "1")
    assert sum(1 for value in settled(page) if value) > 50  # the whole way, not a dot that the page scrolled from


POINTER = """(pad, [kind, type, x, y, width]) => {
  const frame = pad.getBoundingClientRect(), options = { bubbles: true, composed: true, cancelable: true, isPrimary: true };
  const at = { clientX: frame.left + x * frame.width, clientY: frame.top + y * frame.height, width, height: width };
  const pressed = kind === "pointermove" ? {} : { button: 0 };
  pad.dispatchEvent(new PointerEvent(kind, { ...options, ...at, ...pressed, pointerType: type, pointerId: type === "pen" ? 70 : 80 }));
}"""


def pointer(page: Page, kind: str, way: str, points: list[tuple[float, float]], width: float = 10) -> None:
    for x, y in points:
        page.locator(".ll-pad").evaluate(POINTER, [f"pointer{kind}", way, x, y, width])


def test_a_resting_hand_draws_nothing(drawing):
    hand = [(0.8, 0.9), (0.82, 0.92), (0.7, 0.8)]
    pointer(drawing, "down", "touch", hand[:1], width=90)
    pointer(drawing, "move", "touch", hand[1:], width=90)
    pointer(drawing, "up", "touch", hand[-1:], width=90)
    expect(drawing.locator(".ll-hint")).to_be_visible()  # wide as a hand is

    pointer(drawing, "down", "touch", hand[:1])
    pointer(drawing, "move", "touch", hand[1:])  # narrow: it might be a finger, until there is a pen
    expect(drawing.locator(".ll-hint")).to_be_hidden()
    pointer(drawing, "down", "pen", ONE[:1])
    pointer(drawing, "move", "pen", ONE[1:])
    pointer(drawing, "move", "touch", hand)
    pointer(drawing, "up", "pen", ONE[-1:])
    pointer(drawing, "up", "touch", hand[-1:])
    pointer(drawing, "down", "touch", hand[:1])  # the hand comes down again at once
    pointer(drawing, "move", "touch", hand[1:])
    pointer(drawing, "up", "touch", hand[-1:])
    expect(drawing.locator(".ll-draw")).to_have_attribute("data-strokes", "1")
    press(drawing, "Undo")
    expect_empty(drawing)


def test_by_keyboard(drawing):
    drawing.locator(".ll-pad").focus()
    for key in ("ArrowUp", "ArrowUp", "Space", *["ArrowDown"] * 8, "Space", "ArrowLeft"):
        drawing.keyboard.press(key)
    answered(drawing)
    ink = settled(drawing)
    assert sum(1 for row in range(28) if any(ink[28 * row : 28 * row + 28])) == 20
    drawing.keyboard.press("Control+z")
    expect_empty(drawing)


def test_a_one_by_keyboard_is_read_as_a_one(drawing):
    drawing.locator(".st-key-to_1000 button").first.click()
    expect(phase(drawing)).to_have_text("done", timeout=180_000)
    pad = drawing.locator(".ll-pad")
    pad.evaluate("pad => pad.getRootNode().host.scrollIntoView()")
    pad.press("ArrowUp")  # by a key, so that the focus is seen
    expect(drawing.locator(".ll-cursor")).to_be_visible()
    expect(drawing.locator(".ll-keys")).to_be_visible()
    for key in [*["ArrowUp"] * 5, "Space", *["ArrowDown"] * 14]:
        drawing.keyboard.press(key)
    expect(drawing.locator(".ll-cursor")).to_have_class(re.compile("ll-down"))
    drawing.keyboard.press("Space")
    answers = answered(drawing)
    settled(drawing)
    answers = answered(drawing)
    assert answers.index(max(answers)) == 1
    expect(drawing.locator(".ll-draw")).to_have_attribute("data-strokes", "1")
    drawing.keyboard.press("Delete")
    expect_empty(drawing)


def upload(page: Page, name: str, data: bytes) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )


def test_a_picture_from_a_file(drawing, digits):
    stroke(drawing, ONE)
    answered(drawing)
    drawn = settled(drawing)
    pair = np.concatenate([large(digits, 0), large(digits, 1)], axis=1)
    upload(drawing, "two.png", as_file(pair))
    expect(drawing.get_by_role("radio", name="two.png")).to_be_checked()
    expect(drawing.locator(".ll-found")).to_have_text(re.compile(r"2 digits: \d, \d"))
    expect(drawing.locator(".ll-placed")).to_contain_text("scaled to")
    first = settled(drawing)
    drawing.locator(".ll-box").nth(1).click()
    expect(drawing.locator(".ll-box").nth(1)).to_have_attribute("aria-pressed", "true")
    assert settled(drawing) != first

    frame = drawing.locator(".ll-photo-frame").bounding_box()
    drawing.mouse.move(frame["x"] + 4, frame["y"] + 4)
    drawing.mouse.down()
    drawing.mouse.move(frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] - 4, steps=4)
    drawing.mouse.up()
    expect(drawing.locator(".ll-box").nth(0)).to_have_attribute("aria-pressed", "true")
    expect(drawing.locator(".ll-found")).to_have_text(re.compile(r"2 digits: \d, \d"))

    upload(drawing, "holiday.png", b"nothing of a picture")
    expect(drawing.get_by_text("The file is no picture of a kind")).to_be_visible()
    expect(drawing.locator(".ll-photo")).to_be_hidden()
    expect(drawing.locator(".ll-draw")).to_have_attribute("data-strokes", "1")
    answered(drawing)
    assert settled(drawing) == drawn


def large(digits, number: int) -> np.ndarray:
    return np.kron(255 - digits.test.images[number, ..., 0], np.ones((4, 4), np.uint8))


# Gives a file to the pad as the clipboard or a drag would.
GIVE = """(pad, [kind, data, name]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)), files = new DataTransfer();
  files.items.add(new File([bytes], name, { type: "image/png" }));
  const options = { bubbles: true, composed: true, cancelable: true };
  if (kind === "paste") document.dispatchEvent(new ClipboardEvent("paste", { ...options, clipboardData: files }));
  else pad.dispatchEvent(new DragEvent("drop", { ...options, dataTransfer: files }));
}"""


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_that_is_pasted_or_dropped(drawing, digits, kind):
    data = base64.b64encode(as_file(large(digits, 2))).decode()
    drawing.locator(".ll-paper").evaluate(GIVE, [kind, data, f"{kind}.png"])
    expect(drawing.get_by_role("radio", name=f"{kind}.png")).to_be_checked()
    expect(drawing.locator(".ll-found")).to_have_text(re.compile(r"1 digit: \d"))


def test_a_box_by_finger(open_page, server, digits):
    page = open_page(f"{server.url}/draw", has_touch=True)
    upload(page, "two.png", as_file(np.concatenate([large(digits, 0), large(digits, 1)], axis=1)))
    expect(page.locator(".ll-box")).to_have_count(2)
    page.locator(".ll-box").nth(1).click()
    expect(page.locator(".ll-box").nth(1)).to_have_attribute("aria-pressed", "true")
    press(page, "Draw a box")
    frame, touch = page.locator(".ll-photo-frame").bounding_box(), page.context.new_cdp_session(page)
    way = [(20, 20), (frame["width"] / 4, frame["height"] / 2), (frame["width"] / 2, frame["height"] - 4)]
    for kind, (x, y) in zip(("touchStart", "touchMove", "touchMove"), way, strict=True):
        touch.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": frame["x"] + x, "y": frame["y"] + y}]}
        )
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator(".ll-box").nth(0)).to_have_attribute("aria-pressed", "true")
    assert page.locator(".ll-photo-frame").bounding_box() == frame  # the page has not scrolled under it


def test_a_photo_by_the_camera(open_page, server):
    page = open_page(f"{server.url}/draw", permissions=["camera"])
    page.get_by_text("Use the camera").click()
    page.wait_for_function("() => document.querySelector('video')?.readyState >= 2")
    page.get_by_test_id("stCameraInputButton").click()
    expect(page.locator(".ll-photo")).to_be_visible()
    expect(page.get_by_role("radio", name=re.compile("^camera-input"))).to_be_checked()


def test_a_file_too_large_is_said_and_the_old_picture_goes(drawing, digits):
    upload(drawing, "seven.png", as_file(large(digits, 0)))
    expect(drawing.locator(".ll-photo")).to_be_visible()
    upload(drawing, "film.mov", bytes(16_000_000))
    expect(drawing.get_by_text("larger than 15 MB: it has 16.0 MB")).to_be_visible()
    expect(drawing.locator(".ll-photo")).to_be_hidden()


def test_an_image_goes_to_look_inside_and_the_drawing_stays(drawing):
    stroke(drawing, TWO)
    answered(drawing)
    press(drawing, "Use this image in Look inside")
    expect(drawing.get_by_role("heading", name="Look inside", exact=True)).to_be_visible()
    expect(drawing.get_by_text("Your own image")).to_be_visible()
    go_to(drawing, "Draw")
    answered(drawing)
    expect(drawing.locator(".ll-draw")).to_have_attribute("data-strokes", "1")
