"""The app under a path of its own, as behind a proxy: every page, its streams, requests, scripts, downloads and links."""

from __future__ import annotations

import io
import re
import zipfile
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Response, expect

from tests.browser.screen import expect_done, go_to, press
from tests.browser.serving import Server

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def lab(tmp_path_factory, browser):
    running = Server(tmp_path_factory.mktemp("lab") / "log.txt", base="/lab").wait()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def asked() -> list[tuple[str, int]]:
    """(path, status) of all that the browser asked for."""
    return []


@pytest.fixture
def page(open_page, lab, asked):
    page = open_page(f"{lab.url}/")

    def note(answer: Response) -> None:
        seen = urlsplit(answer.url)
        if seen.scheme == "http":  # not what the browser keeps itself
            asked.append((seen.path, answer.status))

    page.on("response", note)
    page.reload()  # what is asked at first, too
    expect(page.locator(".ll-nine")).to_have_attribute("data-right", re.compile(r"\d"))
    go_to(page, "Train")
    return page


def test_a_network_is_trained_and_looked_into(page, asked, lab):
    press(page, "1")
    expect_done(page, 1, 90)  # heard by the live stream
    expect(page.locator(".ll-chart .main-svg").first).to_be_visible()  # drawn by Plotly
    go_to(page, "Look inside")
    expect(page.locator(".ll-when")).to_have_text(re.compile("^At iteration 1"))
    page.locator(".ll-tabs button").nth(2).click()
    expect(page.locator(".ll-lens")).to_have_attribute("data-layer", "conv2")
    page.locator(".ll-chips button").first.click()
    expect(page.locator(".ll-ablation")).to_contain_text("Test accuracy at", timeout=60_000)
    page.locator(".ll-checkpoints summary").click()
    expect(page.locator(".ll-course-cells button")).not_to_have_count(0)  # what was said at each checkpoint
    go_to(page, "Network")
    expect(page.locator(".ll-flow")).to_have_attribute("data-iteration", "1")
    go_to(page, "Draw")
    page.locator(".ll-pad").click()
    expect(page.locator(".ll-draw .ll-best")).to_have_count(1)
    go_to(page, "Test")
    expect(page.locator(".ll-digits canvas")).to_have_count(9)
    page.locator(".ll-time input").press("Home")
    expect(page.locator(".ll-view-text").first).to_contain_text("At iteration 0", timeout=30_000)
    asked_for = {path.removeprefix("/lab/").split("/")[0] for path, _ in asked}
    assert asked_for >= {"stream", "answers", "inspection", "ablation", "checkpoint_answers", "test_result"}
    assert {name.split("-")[0] for name in asked_for} >= {"scripts", "plotly"}
    assert [each for each in asked if not each[0].startswith("/lab/") or each[1] >= 400] == []


def test_a_run_is_taken_away_and_a_link_leads_to_it(page, lab, open_page):
    press(page, "1")
    expect_done(page, 1, 90)
    go_to(page, "Runs")
    link = page.locator("[data-testid=stCode]").filter(has_text="design=").inner_text()
    assert link.startswith(f"{lab.url}/?")
    with page.expect_download(timeout=60_000) as loading:
        page.locator(".st-key-download_bundle button, .st-key-bundle button").first.click()
    with zipfile.ZipFile(io.BytesIO(loading.value.path().read_bytes())) as bundle:
        assert bundle.testzip() is None
    other = open_page(link)
    expect(other.locator(".ll-iteration .ll-value")).to_have_text("0")
