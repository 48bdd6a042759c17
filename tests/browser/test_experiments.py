"""Experiments in a real browser, with Dask's real processes: answered, answered again, cancelled, and a process killed."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import expect_accessible
from tests.browser.screen import go_to, press
from tests.support.dask_processes import workers
from tests.support.waiting import until

pytestmark = pytest.mark.browser

SECONDS = 900_000  # milliseconds that no machine should need, however busy it is: the processes stand back behind everything else
VERDICT = re.compile(
    r"A real difference|(Too small|Too uncertain) to tell yet|No difference that matters|The difference is real"
)


def choose(page: Page, question: str, iterations: str, expected: str) -> None:
    """A ready question with five seeds, ready to be run."""
    page.get_by_role("button", name=question, exact=True).or_(page.get_by_role("radio", name=question)).first.click()
    page.wait_for_timeout(
        500
    )  # what is expected of one question is not expected of the next: its choice comes with the answer
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    page.locator(".st-key-experiment_iterations").get_by_role("radio", name=iterations, exact=True).click()
    page.get_by_role("radio", name=expected, exact=True).click()


def dots(page: Page):
    return page.locator(".ll-dots .ll-dot")


def cells(page: Page, stage: str):
    return page.locator(f".ll-cells .ll-cell[data-stage='{stage}']")


def verdict(page: Page):
    return page.locator(".st-key-verdict h2")


def go_on(page: Page):
    """The experiment's button, not the training bar's."""
    return page.locator(".st-key-experiment_head").get_by_role("button", name="Continue", exact=True)


def idle(server) -> bool:
    """Whether none of the processes that compute does so; a busy machine only makes it look so sooner."""
    began, used = time.monotonic(), {each.pid: each.cpu_times().user for each in workers(server.process.pid)}
    time.sleep(1)
    later = {each.pid: each.cpu_times().user for each in workers(server.process.pid)}
    return all(later[pid] - used[pid] < 0.2 * (time.monotonic() - began) for pid in used.keys() & later.keys())


@pytest.fixture
def experiments(page) -> Page:
    go_to(page, "Experiments")
    return page


@pytest.fixture(scope="module")
def answered(browser, server) -> str:
    """The address of a workspace with the answer to "pooling or stride 2", one process killed while it ran."""
    page = browser.new_page(locale="en-US")
    page.set_default_timeout(30_000)
    page.goto(server.url)
    page.locator(".ll-status").wait_for()
    go_to(page, "Experiments")
    choose(page, "Pooling or stride 2?", "300", "B is better")
    press(page, "Run the experiment")
    expect(page.get_by_text("You expect: B is better.")).to_be_visible()
    expect(dots(page).nth(1)).to_be_attached(timeout=SECONDS)  # a dot for each seed as it comes
    assert dots(page).count() < 10
    (first, *_) = workers(server.process.pid)
    first.kill()
    expect(cells(page, "done")).to_have_count(10, timeout=SECONDS)
    expect(verdict(page)).to_have_text(VERDICT)
    url = page.url
    page.close()
    assert "experiment=" in url
    return url.replace("/experiments?", "/?")  # opened at a page, Streamlit asks twice for what is not there


def test_a_question_is_answered_though_a_process_was_killed(open_page, answered):
    page = open_page(answered)
    page.get_by_role("link", name="Experiments", exact=True).click()
    expect(verdict(page)).to_have_text(VERDICT)
    expect(cells(page, "done")).to_have_count(10)
    expect(page.locator(".ll-line-of")).to_have_count(5)
    expect(page.get_by_text("You expected: B is better")).to_be_visible()
    for closed in page.locator("details:not([open]) > summary").all():
        closed.click()
    expect_accessible(page, "an answered experiment")
    text = page.locator("body").inner_text()
    assert re.search(r"\d\d\.\d+ ?%", text)
    assert not re.search(r"\bp [=<]", text)
    expect(page.get_by_role("button", name="Cancel", exact=True)).to_have_count(0)


def results(server) -> int:
    """That were ever computed on the server: a file each."""
    return len(list(server.data.glob("experiments/results/*/*.json")))


def test_asked_again_it_is_there_without_being_computed(open_page, server, answered):
    page = open_page(answered)
    page.get_by_role("link", name="Experiments", exact=True).click()
    said = verdict(page).inner_text()
    press(page, "New question")
    choose(page, "Pooling or stride 2?", "300", "A is better")
    expect(page.get_by_text("The results of all 10 runs are already known")).to_be_visible()
    known = results(server)
    press(page, "Run the experiment")
    expect(page.get_by_text("You expected: A is better")).to_be_visible()
    expect(verdict(page)).to_have_text(said)
    expect(cells(page, "done")).to_have_count(10)
    assert results(server) == known


def test_cancelled_midway_what_came_stays(experiments, server):
    page = experiments
    choose(page, "ReLU or sigmoid?", "1,000", "No idea")
    press(page, "Run the experiment")
    expect(cells(page, "training").first).to_be_attached(timeout=SECONDS)
    expect(cells(page, "done").first).to_be_attached(timeout=SECONDS)
    press(page, "Cancel")
    expect(go_on(page)).to_be_visible()
    expect(cells(page, "training")).to_have_count(0)
    kept = cells(page, "done").count()
    assert 1 <= kept < 10
    assert cells(page, "cancelled").count() == 10 - kept
    until(lambda: idle(server))
    go_on(page).click()  # at once cancelled again: the stream of before may still be there
    press(page, "Cancel")
    expect(go_on(page)).to_be_visible()
    expect(cells(page, "cancelled")).not_to_have_count(0)
    kept = cells(page, "done").count()
    page.goto(page.url.replace("/experiments?", "/?"))
    go_to(page, "Experiments")
    expect(cells(page, "done")).to_have_count(kept)


def test_training_goes_on_beside_an_experiment(experiments):
    page = experiments
    choose(page, "Which learning rate?", "100", "No idea")
    press(page, "Run the experiment")
    expect(cells(page, "training").first).to_be_attached(timeout=SECONDS)
    go_to(page, "Network")
    press(page, "100")
    expect(page.locator(".ll-iteration .ll-value")).to_have_text("100", timeout=SECONDS)
    go_to(page, "Experiments")
    press(page, "Cancel")
    expect(go_on(page)).to_be_visible()
