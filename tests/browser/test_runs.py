"""The Runs page in a real browser: names, undo, curves together, a shared link, what is downloaded."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import expect_accessible
from tests.browser.screen import accuracy, expect_done, go_to, phase, press

pytestmark = pytest.mark.browser

SECONDS = 90  # for a first iteration on a busy machine


@pytest.fixture(scope="module")
def workspace(browser, server) -> str:
    """The address of a workspace with three runs, of 2, 1 and 100 iterations: the later one is the better one."""
    page = browser.new_page(locale="en-US")
    page.goto(f"{server.url}/train")
    for number in range(3):
        if number:
            press(page, "New seed")
            expect(phase(page)).to_have_text("not started")
        if number == 2:
            press(page, "100")
            expect_done(page, 100, SECONDS)
            continue
        for done in range(1 if number else 2):
            press(page, "+1")
            expect_done(page, done + 1, SECONDS)
    url = page.url
    page.close()
    return url


@pytest.fixture
def runs(open_page, workspace) -> Page:
    """The Runs page of that workspace, in a session of its own; names and runs are put back by whoever changes them."""
    page = open_page(workspace)
    go_to(page, "Runs")
    expect(row(page)).to_have_count(3)
    expect(names(page)).to_have_text(["Run 3", "Run 2", "Run 1"])
    return page


def row(page: Page):
    return page.locator(".ll-runs tbody tr")


def names(page: Page):
    return page.locator(".ll-runs .ll-rename")


def axis(page: Page, name: str) -> None:
    page.locator(".st-key-curve_axis").get_by_role("radio", name=name, exact=True).click()


def trace_ends(page: Page) -> dict[str, float]:
    """Name in the legend → the last place on the x axis of every line that is drawn."""
    found = page.locator(".ll-chart").evaluate(
        "plot => (plot.data ?? []).filter((trace) => trace.showlegend && trace.mode !== 'lines+markers').map((trace) => [trace.name, trace.x.at(-1)])"
    )
    return dict(found)


def test_a_run_is_renamed_by_keys(runs):
    names(runs).nth(1).click()
    field = runs.get_by_role("textbox", name="Rename Run 2")
    expect(field).to_be_focused()
    field.press_sequentially("never mind")
    field.press("Escape")
    expect(names(runs)).to_have_text(["Run 3", "Run 2", "Run 1"])
    expect(names(runs).nth(1)).to_be_focused()
    names(runs).nth(1).press("Enter")
    field.press_sequentially("x" * 70)
    expect(field).to_have_value("x" * 60)
    field.fill("two <b>& half</b>")
    field.press("Enter")
    expect(names(runs)).to_have_text(["Run 3", "two <b>& half</b>", "Run 1"])
    expect(runs.locator(".ll-chart .legendtext", has_text="two <b>& half</b>")).to_have_count(1)
    names(runs).nth(1).click()
    runs.get_by_role("textbox").fill("")
    runs.get_by_role("textbox").press("Enter")
    expect(names(runs)).to_have_text(["Run 3", "Run 2", "Run 1"])


def test_a_name_is_kept_by_whoever_clicks_elsewhere(runs):
    names(runs).nth(2).click()
    runs.get_by_role("textbox", name="Rename Run 1").fill("the first")
    runs.get_by_role("button", name="Open Run 2 on all pages").click()
    expect(names(runs)).to_have_text(["Run 3", "Run 2", "the first"])
    expect(row(runs).nth(1)).to_have_attribute("aria-current", "true")
    expect(row(runs).nth(0)).to_have_attribute("aria-current", "false")
    names(runs).nth(2).click()
    runs.get_by_role("textbox", name="Rename the first").fill("")
    names(runs).nth(0).focus()
    expect(names(runs)).to_have_text(["Run 3", "Run 2", "Run 1"])


def test_a_deleted_run_comes_back_by_undo(runs):
    runs.get_by_role("button", name="Delete Run 2").click()
    expect(names(runs)).to_have_text(["Run 3", "Run 1"])
    expect(names(runs).nth(1)).to_be_focused()  # the row that came into its place
    expect(runs.get_by_text("Run 2 was deleted.")).to_be_visible()
    press(runs, "Undo")
    expect(names(runs)).to_have_text(["Run 3", "Run 2", "Run 1"])
    expect(runs.get_by_text("Run 2 was deleted.")).to_have_count(0)


def test_the_curves_of_several_runs_over_iterations_and_seconds(runs):
    chart = runs.locator(".ll-chart")
    expect(chart.locator(".legendtext")).to_have_text(["Run 1", "Run 2", "Run 3", "Validation accuracy"])
    assert trace_ends(runs) == {"Run 1": 2, "Run 2": 1, "Run 3": 100}
    chart.evaluate("element => { element.marked = true }")
    axis(runs, "Over time")
    expect(chart.locator(".xtitle")).to_have_text("Training time (s)")
    seconds = trace_ends(runs)
    assert set(seconds) == {"Run 1", "Run 2", "Run 3"}
    assert all(end > 0 and end not in (1, 2) for end in seconds.values())
    runs.get_by_role("checkbox", name="Draw the curves of Run 2").uncheck()
    expect(chart.locator(".legendtext")).to_have_text(["Run 1", "Run 3", "Validation accuracy"])
    assert chart.evaluate("element => element.marked === true"), "the chart was mounted anew"
    go_to(runs, "Train")  # the others race on there, over the same axis
    expect(chart.locator(".legendtext")).to_have_text(["Run 1", "Run 3", "Validation accuracy"])
    expect(chart.locator(".xtitle")).to_have_text("Training time (s)")
    expect(chart).to_have_attribute("data-points", "100")


def test_a_zoom_outlives_what_another_run_brings(runs):
    chart = runs.locator(".ll-chart")
    expect(chart.locator(".legendtext")).to_have_count(4)
    box = chart.bounding_box()
    runs.mouse.move(box["x"] + 0.4 * box["width"], box["y"] + 120)
    runs.mouse.down()
    runs.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + 125, steps=5)
    runs.mouse.up()
    runs.wait_for_function(
        "document.querySelector('.ll-chart')._fullLayout.xaxis.range[0] > 0.2"
    )  # all of it begins at 0
    zoomed = chart.evaluate("element => element._fullLayout.xaxis.range.slice()")
    runs.get_by_role("checkbox", name="Draw the curves of Run 1").uncheck()
    expect(chart.locator(".legendtext")).to_have_count(3)
    assert chart.evaluate("element => element._fullLayout.xaxis.range.slice()") == zoomed


def test_a_shared_link_trains_the_same_in_a_fresh_browser(runs, open_page):
    runs.get_by_role("button", name="Open Run 2 on all pages").click()
    expect(row(runs).nth(1)).to_have_attribute("aria-current", "true")
    link = runs.locator("[data-testid=stCode] code").inner_text()
    other = open_page(link)
    expect(other.get_by_text("This network came from a link, with its settings and seed 1. It is the tutorial's.")).to_be_visible()  # fmt: skip
    press(other, "1")
    expect_done(other, 1, SECONDS)
    expect(other).not_to_have_url(re.compile("design="))
    go_to(runs, "Test")
    assert accuracy(other) == accuracy(runs)


@pytest.mark.parametrize("odd", ["1.eNrFkNsK", "7.eNrFkNsK", "1." + "A" * 6_000])
def test_a_damaged_link_is_one_sentence(open_page, server, odd):
    page = open_page(f"{server.url}/?design={odd}")
    expect(page.get_by_test_id("stAlert")).to_have_count(1)
    expect(page.get_by_test_id("stAlert")).to_contain_text("The link")
    expect(page.get_by_role("button", name="Train it")).to_be_enabled()
    expect(page).not_to_have_url(re.compile("design="))


def test_what_is_downloaded_can_be_opened(runs):
    with runs.expect_download() as zipped:
        press(runs, "Download everything (zip)")
    assert zipped.value.suggested_filename == "layer-lab-run-3.zip"
    with zipfile.ZipFile(zipped.value.path()) as bundle:
        assert bundle.testzip() is None
        assert np.load(io.BytesIO(bundle.read("weights.npz")))["conv2/kernel"].shape == (5, 5, 16, 36)
        predictions = list(csv.DictReader(io.StringIO(bundle.read("predictions.csv").decode("utf-8-sig"))))
    right = sum(line["true"] == line["predicted"] for line in predictions)
    with runs.expect_download() as model:
        press(runs, "Keras model")
    assert model.value.suggested_filename == "layer-lab-run-3.keras"
    with zipfile.ZipFile(model.value.path()) as parts:
        assert "model.weights.h5" in parts.namelist()
    with runs.expect_download() as events:
        press(runs, "TensorBoard (zip)")
    assert events.value.suggested_filename == "layer-lab-run-3-tensorboard.zip"
    with zipfile.ZipFile(events.value.path()) as parts:
        assert parts.testzip() is None
    with runs.expect_download() as table:
        press(runs, "Curves (CSV)")
    found = list(csv.DictReader(io.StringIO(Path(table.value.path()).read_text(encoding="utf-8-sig"))))
    assert [(line["run"], int(line["iteration"])) for line in found] == [
        (f"Run {number}", iteration)
        for number, iterations in ((1, 2), (2, 1), (3, 100))
        for iteration in range(1, iterations + 1)
    ]
    with runs.expect_download() as picture:
        runs.get_by_role("button", name="PNG", exact=True).click()
    assert Path(picture.value.path()).read_bytes().startswith(b"\x89PNG")
    go_to(runs, "Test")
    assert accuracy(runs)[1] == right


def test_two_runs_side_by_side_and_a_click_into_the_network(runs):
    runs.get_by_role("radio", name="Two runs side by side").click()
    expect(runs.get_by_text("A is Run 3 at iteration 1")).to_be_visible()
    expect(runs.get_by_text("B is Run 2 at iteration 1")).to_be_visible()
    expect(runs.locator(".st-key-compared_matrix_difference td[data-told]")).to_have_count(100)
    expect_accessible(runs, "two runs side by side")
    runs.locator("[class*=st-key-compared_digits_A] button").first.click()
    expect(runs.get_by_role("heading", name="Look inside", exact=True)).to_be_visible()
