"""Without a pointer: what is many controls is one stop of the Tab key, arrow keys lead on, and the focus stays where one works."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screen import expect_done, go_to, press
from tests.browser.test_inside import look, tab

pytestmark = pytest.mark.browser

FOCUSED = """() => {
  let found = document.activeElement;
  while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return found?.getAttribute("aria-label") ?? found?.textContent ?? "";
}"""


@pytest.fixture(scope="module")
def address(browser, server) -> str:
    """Of a workspace with two runs, each tested after 100 iterations."""
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(server.url)
    press(page, "100")
    expect_done(page, 100, 120)
    press(page, "New seed")
    expect(page.locator(".ll-iteration .ll-value")).to_have_text("0")
    press(page, "100")
    expect_done(page, 100, 120)
    found = page.url
    context.close()
    return found


@pytest.fixture(params=[(1366, 768), (1024, 768)], ids=["wide", "small"])
def trained(open_page, address, request) -> Page:
    width, height = request.param
    return open_page(address, viewport={"width": width, "height": height})


def focused(page: Page) -> str:
    """The name of what has the focus."""
    return page.evaluate(FOCUSED)


def stops(page: Page, part: str) -> int:
    return page.locator(f"{part} [tabindex='0']").count()


def test_the_matrix_is_one_stop_and_is_worked_by_arrows(trained):
    go_to(trained, "Test")
    cells = trained.locator(".ll-confusion button")
    expect(cells).to_have_count(100)
    assert stops(trained, ".ll-confusion") == 1
    cells.first.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight"):
        trained.keyboard.press(key)
    assert focused(trained).startswith("True 2, predicted 3: ")
    trained.keyboard.press("Enter")
    expect(cells.nth(23)).to_have_attribute("aria-pressed", "true")
    expect(cells.nth(23)).to_be_focused()
    trained.keyboard.press("End")
    assert focused(trained).startswith("True 2, predicted 9: ")
    trained.keyboard.press("Control+Home")
    assert focused(trained).startswith("True 0, predicted 0: ")
    trained.keyboard.press("Tab")
    expect(trained.locator(".ll-confusion button:focus")).to_have_count(0)
    trained.keyboard.press("Shift+Tab")
    expect(cells.first).to_be_focused()


def test_an_image_of_the_gallery_is_chosen_by_keys_and_the_focus_goes_with_it(trained):
    go_to(trained, "Test")
    pictures = trained.locator(".ll-gallery button")
    expect(pictures).to_have_count(9)
    assert stops(trained, ".ll-gallery") == 1
    pictures.first.focus()
    trained.keyboard.press("ArrowRight")
    expect(pictures.nth(1)).to_be_focused()
    named = int(re.search(r"image ([\d,]+)", focused(trained)).group(1).replace(",", ""))
    trained.keyboard.press("Enter")
    expect(trained.get_by_role("heading", name="Look inside", exact=True)).to_be_attached()
    caption = trained.locator(".ll-caption").first
    expect(caption).to_contain_text(f"Test image {named:,}:")
    expect(caption).to_be_focused()


def test_looking_inside_by_keys(trained):
    look(trained)
    second = trained.locator(".ll-tabs button").nth(2)
    expect(second).to_have_accessible_name(re.compile(r"^conv2\b"))
    second.focus()
    trained.keyboard.press("Enter")
    expect(trained.locator(".ll-lens")).to_have_attribute("data-layer", "conv2")
    expect(second).to_be_focused()
    own = trained.get_by_role("button", name="Separate scales")
    own.focus()
    trained.keyboard.press("Enter")
    expect(own).to_have_attribute("aria-pressed", "true")
    expect(own).to_be_focused()
    side = trained.get_by_role("button", name="Work through: Right image")
    side.focus()
    trained.keyboard.press("Enter")
    expect(side).to_have_attribute("aria-pressed", "true")
    expect(side).to_be_focused()


def test_a_pixel_is_chosen_by_arrow_keys(trained):
    look(trained)
    tab(trained, "conv1")
    maps = trained.locator(".ll-maps canvas").first
    maps.focus()
    trained.keyboard.press("Home")
    trained.keyboard.press("ArrowRight")
    told = trained.locator(".ll-maps .ll-pointed")
    expect(told).to_have_text(re.compile(r"^Filter 0, row \d+, column \d+: "))
    expect(trained.locator(".ll-maps .ll-spoken").first).to_have_text(told.inner_text())
    expect(trained.locator(".ll-maps .ll-mosaic-cursor").first).to_be_visible()
    trained.keyboard.press("PageDown")
    trained.keyboard.press("ArrowDown")
    expect(told).to_have_text(re.compile(r"^Filter 1, "))
    place = re.match(r"Filter (\d+), row (\d+), column (\d+)", told.inner_text()).groups()
    trained.keyboard.press("Enter")
    expect(trained.locator(".ll-hand .ll-slider span")).to_have_text(
        [f"{name} {value}" for name, value in zip(("Filter", "Row", "Column"), place, strict=True)]
    )
    expect(maps).to_be_focused()
    kernels = trained.locator(".ll-kernels canvas")
    kernels.focus()
    trained.keyboard.press("End")
    trained.keyboard.press("Enter")
    expect(trained.locator(".ll-hand .ll-slider span").first).to_have_text("Filter 15")


def test_biases_and_switches_by_keys(trained):
    look(trained)
    tab(trained, "conv1")
    biases = trained.locator(".ll-weight-rows button.ll-cell")
    expect(biases).to_have_count(16)
    assert stops(trained, ".ll-weight-rows") == 1
    trained.locator(".ll-weight-rows [tabindex='0']").focus()
    trained.keyboard.press("Control+Home")
    trained.keyboard.press("ArrowRight")
    trained.keyboard.press("Enter")
    expect(trained.locator(".ll-hand .ll-slider span").first).to_have_text("Filter 1")
    expect(biases.nth(1)).to_have_attribute("aria-pressed", "true")
    expect(biases.nth(1)).to_be_focused()
    chip = trained.get_by_role("button", name="Filter 1", exact=True)
    assert stops(trained, ".ll-chips") == 1
    expect(chip).to_have_attribute("aria-pressed", "true")  # it is on
    chip.focus()
    trained.keyboard.press("Enter")
    expect(chip).to_have_attribute("aria-pressed", "false")
    expect(chip).to_be_focused()
    trained.keyboard.press("Enter")
    expect(chip).to_have_attribute("aria-pressed", "true")


def test_a_layer_of_the_flow_chart_is_chosen_by_keys(trained):
    go_to(trained, "Network")
    card = trained.locator(".ll-card[data-layer=conv2]")
    card.focus()
    trained.keyboard.press("Enter")
    expect(card).to_have_attribute("aria-pressed", "true")
    expect(card).to_be_focused()
    trained.keyboard.press("Tab")
    expect(trained.locator(".ll-card[data-layer=pool2]")).to_be_focused()


def test_the_difference_of_two_runs_is_read_by_arrows(trained):
    go_to(trained, "Runs")
    trained.get_by_role("radio", name="Two runs side by side").click()
    matrix = trained.locator(".st-key-compared_matrix_difference")
    expect(matrix.locator("td[data-told]")).to_have_count(100)
    assert matrix.locator("[tabindex='0']").count() == 1
    matrix.locator("[tabindex='0']").focus()
    trained.keyboard.press("ArrowDown")
    trained.keyboard.press("ArrowRight")
    expect(matrix.locator(".ll-told")).to_have_text(re.compile(r"^True 1, predicted 1: [\d,]+ by A, [\d,]+ by B$"))


@pytest.mark.parametrize(("locale", "language"), [("en-US", "en"), ("ko-KR", "ko")])
def test_the_page_says_in_which_language_it_is(open_page, server, locale, language):
    page = open_page(server.url, locale=locale)
    expect(page.locator("html")).to_have_attribute("lang", language)


def test_everything_stands_still_for_those_who_want_no_motion(open_page, server):
    page = open_page(server.url, reduced_motion="reduce")
    for name in ("Network", "Experiments", "Draw"):
        go_to(page, name)
        moving = page.evaluate(
            """() => {
              const all = (root) => [...root.querySelectorAll("*")].flatMap((each) =>
                [each, ...(each.shadowRoot ? all(each.shadowRoot) : [])]);
              const seconds = (text) => Math.max(...text.split(",").map(parseFloat));
              return all(document.body).filter((each) => {
                const { transitionDuration, animationDuration } = getComputedStyle(each);
                return seconds(transitionDuration) > 0.01 || seconds(animationDuration) > 0.01;
              }).map((each) => each.className);
            }"""
        )
        assert moving == [], name
