"""A learner in a real browser: train, look, filter, pause, start over."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.screen import accuracy, expect_done, go_to, iteration, phase, press
from tests.support.waiting import until

pytestmark = pytest.mark.browser


def test_train_to_100_and_1000_then_look_at_the_errors(page):
    press(page, "100")
    expect_done(page, 100, 90)
    assert 60 <= accuracy(page)[0] <= 90
    press(page, "1,000")
    expect_done(page, 1_000, 180)
    percent, correct = accuracy(page)
    assert percent > 90
    assert percent == pytest.approx(correct / 100, abs=0.051)
    table = page.locator(".st-key-results_table tbody tr")
    expect(table).to_have_count(4)
    assert [row.split("\t")[0] for row in table.all_inner_texts()] == ["0", "1", "100", "1,000"]
    expect(page.locator(".ll-lines div")).to_have_count(10)
    expect(page.locator(".ll-lines div").last).to_have_text(
        re.compile(r"Optimization Iteration: 901, Training Accuracy: [\d.]+ %")
    )

    go_to(page, "Test")
    cells = page.locator(".ll-confusion button")
    expect(cells).to_have_count(100)
    counts = [
        [int(text) if text != "·" else 0 for text in cells.all_inner_texts()[10 * row : 10 * row + 10]]
        for row in range(10)
    ]
    assert sum(map(sum, counts)) == 10_000
    assert sum(counts[label][label] for label in range(10)) == correct
    expect(page.locator(".ll-digits canvas")).to_have_count(9)
    expect(page.get_by_text(f"1–9 of {10_000 - correct:,}")).to_be_visible()

    true, predicted = max(((t, p) for t in range(10) for p in range(10) if t != p), key=lambda at: counts[at[0]][at[1]])
    cells.nth(10 * true + predicted).click()
    shown = counts[true][predicted]
    expect(page.get_by_text(f"1–{min(9, shown)} of {shown}")).to_be_visible()
    captions = page.locator(".ll-digits figcaption div:first-child")
    expect(captions).to_have_text([f"True: {true}, Pred: {predicted}"] * min(9, shown))
    expect(cells.nth(10 * true + predicted)).to_have_attribute("aria-pressed", "true")
    page.get_by_role("radio", name="Percentage of the true class").or_(
        page.get_by_text("Percentage of the true class")
    ).first.click()
    share = 100 * counts[true][true] / sum(counts[true])
    expect(cells.nth(11 * true)).to_have_text(f"{share:.1f}")


def test_pause_go_on_and_reset(page):
    press(page, "1,000")
    expect(phase(page)).to_have_text("training", timeout=60_000)
    expect(page.locator(".ll-chart")).to_have_attribute("data-points", re.compile(r"[1-9]\d"), timeout=60_000)
    press(page, "Pause")
    expect(phase(page)).to_have_text("paused")
    stopped = iteration(page)
    assert 0 < stopped < 1_000
    page.wait_for_timeout(1_000)
    assert iteration(page) == stopped
    expect(page.locator(".st-key-results_table tbody tr").last).to_contain_text(f"{stopped}")
    press(page, "Continue")
    expect(phase(page)).to_have_text("training")
    until(lambda: iteration(page) > stopped)
    press(page, "Reset")
    expect(page.locator(".ll-iteration .ll-value")).to_have_text("0")
    expect(page.get_by_role("button", name="Train 1 iteration")).to_be_visible()
    expect(phase(page)).to_have_text("not started")


def test_the_same_seed_gives_the_same_result_and_another_does_not(page):
    press(page, "1")
    expect_done(page, 1, 60)
    first = accuracy(page)
    press(page, "Reset")
    expect(phase(page)).to_have_text("not started")
    press(page, "1")
    expect_done(page, 1, 60)
    assert accuracy(page) == first
    press(page, "New seed")
    expect(phase(page)).to_have_text("not started")
    press(page, "1")
    expect_done(page, 1, 60)
    assert accuracy(page) != first


def test_a_reload_finds_the_training_going_on(page, open_page):
    press(page, "1,000")
    expect(page.locator(".ll-chart")).to_have_attribute("data-points", re.compile(r"[1-9]\d"), timeout=60_000)
    before = iteration(page)
    page.reload()
    expect(phase(page)).to_have_text("training")
    assert iteration(page) >= before
    expect(page.locator(".ll-chart")).to_have_attribute("data-points", re.compile(r"[1-9]\d"))
    other = open_page(page.url)  # a second tab on the same workspace
    expect(phase(other)).to_have_text("training")
    press(other, "Pause")
    expect(phase(page)).to_have_text("paused")
    expect(page.get_by_role("button", name="Continue", exact=True)).to_be_visible()
    press(page, "Reset")  # a new run: the other tab stays with the one it shows
    expect(phase(page)).to_have_text("not started")
    expect(phase(other)).to_have_text("paused")


def test_sixty_clicks_during_live_updates_lose_no_widget(page):
    press(page, "10,000")
    expect(phase(page)).to_have_text("training", timeout=60_000)
    buttons = ("1", "100", "1,000", "10,000", "+1", "Reset", "New seed")
    for click in range(60):
        press(page, "Pause" if click % 2 == 0 else "Continue")
        expect(page.get_by_role("button", name="Continue" if click % 2 == 0 else "Pause", exact=True)).to_be_visible()
        for name in buttons:
            assert page.get_by_role("button", name=name, exact=True).count() == 1, (
                f"{name} is gone after {click + 1} clicks"
            )
        assert page.locator(".ll-chart").count() == 1
    press(page, "Reset")


def test_the_chart_keeps_its_zoom_while_it_grows(page):
    press(page, "1,000")
    chart = page.locator(".ll-chart")
    expect(chart).to_have_attribute("data-points", re.compile(r"[2-9]\d"), timeout=60_000)
    chart.evaluate("element => { element.marked = true }")
    box = chart.bounding_box()
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 120)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 125, steps=5)
    page.mouse.up()
    page.wait_for_function(
        "document.querySelector('.ll-chart')._fullLayout.xaxis.range[0] > 1"
    )  # all of it begins at 0
    zoomed = chart.evaluate("element => element._fullLayout.xaxis.range.slice()")
    updates = int(chart.get_attribute("data-updates"))
    page.wait_for_function(
        "least => Number(document.querySelector('.ll-chart').dataset.updates) >= least", arg=updates + 3
    )
    assert chart.evaluate("element => element._fullLayout.xaxis.range.slice()") == zoomed
    press(page, "Pause")  # a full run of the page
    expect(phase(page)).to_have_text("paused")
    assert chart.evaluate("element => element.marked === true"), "the chart was mounted anew"
    assert chart.evaluate("element => element._fullLayout.xaxis.range.slice()") == zoomed
    press(page, "Reset")


def test_a_browser_in_korean_gets_korean(open_page, server):
    page = open_page(server.url, locale="ko-KR")
    expect(page.get_by_role("heading", name="시작", exact=True)).to_be_visible()
    page.get_by_role("link", name="데이터", exact=True).click()
    expect(page.get_by_role("heading", name="데이터", exact=True)).to_be_visible()
    press(page, "언어")
    page.get_by_text("English", exact=True).click()
    expect(page.get_by_role("heading", name="Data", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile(r"lang=en"))


def test_the_data_page_draws_digits_and_numbers(page):
    go_to(page, "Data")
    expect(page.locator(".ll-digits canvas")).to_have_count(9)
    ink = "canvas => canvas.getContext('2d').getImageData(0, 0, 28, 28).data.filter((v, i) => i % 4 === 0 && v < 128).length"
    assert page.locator(".ll-digits canvas").first.evaluate(ink) > 30
    expect(page.locator(".ll-digits figcaption div:first-child").first).to_have_text("True: 7")
    page.get_by_role("radio", name="Examples of one class").click()
    expect(page.locator(".ll-digits canvas")).to_have_count(1 + 18)
    page.get_by_role("radio", name="One image as numbers").click()
    expect(page.locator(".ll-digits canvas")).to_have_count(1)
    expect(page.locator(".ll-pixels tbody td")).to_have_count(28 * 28)


def test_odd_addresses_are_one_sentence(open_page, server):
    page = open_page(f"{server.url}/?w=%00<script>&lang=xx")
    expect(page.get_by_text("The workspace in the address could not be read")).to_be_visible()
    expect(page.get_by_text("The address asks for the language xx")).to_be_visible()
