"""The charts in a real browser: what they say, how keys read them, their tables, and what of the curves is seen."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screen import expect_done, go_to, phase

pytestmark = pytest.mark.browser

SECONDS = 120  # for a hundred iterations on a busy machine


@pytest.fixture(scope="module")
def workspace(browser, server) -> str:
    """The address of a workspace whose first run has 100 iterations, and whose second, the present one, has 1."""
    page = browser.new_page(locale="en-US")
    page.goto(server.url)
    page.locator(".st-key-to_100 button").first.click()
    expect_done(page, 100, SECONDS)
    page.locator(".st-key-new_seed button").first.click()
    expect(phase(page)).to_have_text("not started")
    page.locator(".st-key-to_1 button").first.click()
    expect_done(page, 1, SECONDS)
    url = page.url
    page.close()
    return url


@pytest.fixture
def train(open_page, workspace) -> Page:
    page = open_page(workspace)
    go_to(page, "Train")
    expect(page.locator(".ll-chart-words")).to_contain_text("Run 1")
    return page


def axis(page: Page, name: str) -> list[float]:
    return page.locator(".ll-chart").evaluate(f"plot => plot._fullLayout.{name}.range.slice()")


def until_axis(page: Page, name: str, condition: str) -> None:
    page.wait_for_function(
        f"() => {{ const [low, high] = document.querySelector('.ll-chart')._fullLayout.{name}.range; return {condition}; }}"
    )


def tool(page: Page, name: str):
    return page.locator(".ll-chart-tools").get_by_role("button", name=name, exact=True)


def reading(page: Page, name: str = "Read the chart with the arrow keys"):
    return page.get_by_role("slider", name=name)


def test_it_opens_on_the_run_that_is_trained_and_a_click_shows_all(train):
    assert axis(train, "xaxis")[1] < 5
    expect(tool(train, "Up to this run's end")).to_have_attribute("aria-pressed", "true")
    tool(train, "Whole length").click()
    until_axis(train, "xaxis", "high >= 100")
    expect(tool(train, "Whole length")).to_have_attribute("aria-pressed", "true")
    train.reload()
    expect(tool(train, "Whole length")).to_have_attribute("aria-pressed", "true")
    until_axis(train, "xaxis", "high >= 100")
    tool(train, "Up to this run's end").click()
    until_axis(train, "xaxis", "high < 5")
    go_to(train, "Runs")  # there all of them are wanted
    expect(tool(train, "Whole length")).to_have_attribute("aria-pressed", "true")
    until_axis(train, "xaxis", "high >= 100")


def test_a_click_brings_the_upper_end_near_and_it_stays(train):
    assert axis(train, "yaxis") == pytest.approx([0, 1.02])
    tool(train, "50–100 %").click()
    until_axis(train, "yaxis", "low === 0.5 && high > 1 && high < 1.02")
    train.reload()
    expect(tool(train, "50–100 %")).to_have_attribute("aria-pressed", "true")
    until_axis(train, "yaxis", "low === 0.5")
    tool(train, "0–100 %").click()
    until_axis(train, "yaxis", "low === 0")


def test_the_words_are_those_of_the_curves(train):
    words = train.locator(".ll-chart-words")
    expect(words).to_have_text(
        re.compile(
            r"^At iteration 1: batch accuracy [\d.]+ %, batch loss \d\.\d{3} \(both smoothed\)\. Validation accuracy at iteration 1: [\d.]+ %\. Run 1: validation accuracy [\d.]+ % at iteration 100\.$"
        )
    )
    assert words.inner_text() in train.locator(".ll-chart").get_attribute("aria-label")


def test_keys_read_the_curves(train):
    tool(train, "Whole length").click()
    until_axis(train, "xaxis", "high >= 100")
    line = reading(train)
    assert train.locator(".ll-chart-place [tabindex='0']").count() == 1
    line.focus()
    expect(line).to_have_attribute("aria-valuetext", re.compile(r"^Iteration 1\n"))
    expect(train.locator(".ll-reading-text")).to_contain_text("Validation accuracy")
    go_to(train, "Runs")
    train.get_by_role("checkbox", name="Draw the curves of Run 2").uncheck()
    expect(train.locator(".ll-chart-words")).not_to_contain_text("At iteration 1:")
    line.focus()
    line.press("End")
    expect(line).to_have_attribute("aria-valuetext", re.compile(r"^Iteration 100\n"))
    line.press("ArrowLeft")
    expect(line).to_have_attribute("aria-valuetext", re.compile(r"^Iteration 99\nRun 1: "))
    before = train.locator(".ll-reading-line").bounding_box()["x"]
    line.press("Home")
    expect(line).to_have_attribute("aria-valuetext", re.compile(r"^Iteration 1\n"))
    expect(train.locator(".ll-reading-text")).to_have_text(re.compile(r"Iteration 1\s*Run 1"))
    assert train.locator(".ll-reading-line").bounding_box()["x"] < before - 100
    line.press("Tab")
    expect(train.locator(".ll-reading-text")).to_be_hidden()


def test_the_numbers_are_a_table_and_a_file(train):
    table = train.locator(".ll-data-table table")
    expect(table).to_be_hidden()
    tool(train, "Table").click()
    expect(tool(train, "Table")).to_have_attribute("aria-expanded", "true")
    expect(table.get_by_role("columnheader")).to_have_text(
        [
            "Iteration",
            "Batch accuracy (smoothed)",
            "Batch loss (smoothed)",
            "Validation accuracy",
            "Validation accuracy: Run 1",
        ]
    )
    expect(table.get_by_role("rowheader")).to_have_text(["0", "1", "2", "5", "10", "20", "50", "100"])
    with train.expect_download() as event:
        train.get_by_role("button", name="Download as CSV").click()
    rows = list(csv.reader(io.StringIO(Path(event.value.path()).read_text("utf-8-sig"))))
    assert [row[0] for row in rows] == ["Iteration", "0", "1", "2", "5", "10", "20", "50", "100"]
    assert 0 <= float(rows[1][3]) <= 1
    assert rows[3][1:4] == ["", "", ""]  # the present run has not come so far
    tool(train, "Table").click()
    expect(table).to_be_hidden()


def test_on_a_projector_type_and_lines_are_larger(train):
    train.evaluate("document.documentElement.style.fontSize = '24px'; document.documentElement.dataset.projector = ''")
    train.wait_for_function("() => document.querySelector('.ll-chart')._fullLayout.font.size >= 18")
    sizes = train.locator(".ll-chart").evaluate(
        "plot => [...plot.querySelectorAll('.xtick text, .ytick text, .legendtext')].map((each) => parseFloat(getComputedStyle(each).fontSize))"
    )
    assert sizes
    assert min(sizes) >= 18
    widths = train.locator(".ll-chart").evaluate(
        "plot => plot.data.filter((each) => each.opacity !== 0.3).map(({ line }) => line.width)"
    )
    assert min(widths) >= 3


def test_in_korean(open_page, workspace):
    page = open_page(re.sub(r"lang=en&?", "", workspace), locale="ko-KR")
    if "lang" in workspace:
        page.goto(re.sub(r"lang=en", "lang=ko", workspace))
    page.get_by_role("link", name="훈련", exact=True).click()
    expect(page.locator(".ll-chart-words")).to_contain_text("1회 반복 시")
    tool(page, "표").click()
    expect(page.locator(".ll-data-table caption")).to_have_text("곡선의 수치")
    page.get_by_role("link", name="데이터", exact=True).click()
    expect(page.locator(".ll-chart-words")).to_contain_text("가장 많고")


def test_the_classes_are_read_and_listed(page):
    go_to(page, "Data")
    expect(page.locator(".ll-chart-words")).to_have_text(
        re.compile(r"^Training set: most often 1 \([\d,]+ images, 11\.2 %\), least often 5 \([\d,]+ images, 9\.1 %\)")
    )
    line = reading(page)
    line.focus()
    line.press("Home")
    expect(line).to_have_attribute("aria-valuetext", re.compile(r"^Class 0\nTraining set: [\d,]+ \(\d+\.\d %\)"))
    line.press("ArrowRight")
    expect(page.locator(".ll-reading-text")).to_contain_text("Test set: 1,135 (11.4 %)")
    tool(page, "Table").click()
    expect(page.locator(".ll-data-table tbody tr")).to_have_count(11)
