"""What goes wrong around the page: the worker dies, the server dies, the port is taken, a file is damaged."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from core.storage.files import RUN
from tests.browser.screen import iteration, phase, press
from tests.browser.serving import ROOT, Server, alive
from tests.support.waiting import until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc"),
]


@pytest.fixture
def own_server(tmp_path, browser):
    running = Server(tmp_path / "log.txt").wait()
    yield running
    running.stop(signal.SIGKILL)


def test_a_killed_worker_is_said_and_the_run_goes_on(own_server, open_page):
    page = open_page(f"{own_server.url}/train")
    press(page, "1,000")
    expect(page.locator(".ll-chart")).to_have_attribute("data-points", re.compile(r"\d{2,}"), timeout=60_000)
    until(lambda: list(own_server.data.glob(f"workspaces/*/*/{RUN}")))
    before = iteration(page)
    (worker,) = own_server.workers()
    os.kill(worker, signal.SIGKILL)
    expect(page.get_by_text(re.compile("The training process ended and is being restarted"))).to_be_visible()
    expect(
        page.get_by_text(re.compile("The training process was restarted; this run went on from iteration"))
    ).to_be_visible(timeout=60_000)
    said = page.get_by_text(re.compile("went on from iteration")).inner_text()
    assert 0 < int(re.search(r"iteration ([\d,]+)", said).group(1).replace(",", "")) <= before + 20
    expect(phase(page)).to_have_text("training", timeout=60_000)
    assert own_server.workers() != [worker]


def test_an_open_tab_finds_its_way_back_to_a_server_that_was_started_again(tmp_path, open_page):
    """Three times, and nobody reloads; then the first press is carried out."""
    open_page.server_dies = True
    server = Server(tmp_path / "log0.txt", data=tmp_path / "data").wait()
    try:
        page = open_page(f"{server.url}/train")
        press(page, "10,000")
        expect(page.locator(".ll-chart")).to_have_attribute("data-points", re.compile(r"\d{2,}"))
        until(lambda: list(server.data.glob(f"workspaces/*/*/{RUN}")))
        for number in range(1, 4):
            before = iteration(page)
            server.stop(signal.SIGKILL)
            expect(phase(page)).to_have_text(re.compile(r"no connection to the server for \d+ s"))
            expect(page.locator(".ll-rate .ll-value")).to_have_text("–")
            server = Server(tmp_path / f"log{number}.txt", port=server.port, data=server.data).wait()
            expect(phase(page)).not_to_have_text(re.compile("no connection"), timeout=5_000)
            expect(phase(page)).to_have_text("training")
            until(lambda before=before: iteration(page) > before)
        page.get_by_role("button", name="Pause", exact=True).click()
        expect(phase(page)).to_have_text("paused")
        assert page.get_by_text(re.compile("no longer exists|new one was started")).count() == 0
    finally:
        server.stop(signal.SIGKILL)


def test_nothing_of_tensorflow_is_in_the_server(own_server, open_page):
    page = open_page(own_server.url)
    press(page, "1")
    expect(phase(page)).to_have_text("done", timeout=60_000)
    for name in ("Data", "Test", "Train"):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    maps = Path(f"/proc/{own_server.process.pid}/maps").read_text()
    assert "numpy" in maps
    assert "tensorflow" not in maps
    assert "pandas" not in maps  # 70 MB and most of a second that no page needs
    (worker,) = own_server.workers()
    assert "tensorflow" in Path(f"/proc/{worker}/maps").read_text()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_the_worker_ends_with_the_server(own_server, open_page, how):
    open_page.server_dies = True
    page = open_page(f"{own_server.url}/train")
    press(page, "1,000")
    expect(page.locator(".ll-chart")).to_have_attribute("data-points", re.compile(r"\d+"), timeout=60_000)
    (worker,) = own_server.workers()
    own_server.process.send_signal(how)
    until(lambda: own_server.process.poll() is not None)
    until(lambda: not alive(worker))


def test_a_taken_port_is_said_without_a_traceback(server, tmp_path):
    second = Server(tmp_path / "log.txt", port=server.port)
    assert second.process.wait(60) != 0
    said = second.log.read_text()
    assert f"Port {server.port} is not available" in said
    assert "Traceback" not in said


def test_damaged_images_are_one_sentence_on_the_page(open_page, tmp_path, browser):
    open_page.server_dies = True
    copy = tmp_path / "project"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "tests", "__pycache__"))
    packed = bytearray((copy / "assets" / "mnist.npz").read_bytes())
    packed[5_000_000] ^= 1
    (copy / "assets" / "mnist.npz").write_bytes(packed)
    broken = Server(tmp_path / "log.txt", folder=copy).wait()
    try:
        page = open_page(broken.url)
        sentence = "The file assets/mnist.npz is damaged (its checksum is wrong); download the project again."
        expect(page.get_by_text(sentence).first).to_be_visible(timeout=60_000)
        page.get_by_role("link", name="Data", exact=True).click()
        expect(page.get_by_text(sentence).first).to_be_visible()
        assert page.get_by_text("Traceback").count() == 0
        assert "Traceback" not in broken.log.read_text()
    finally:
        broken.stop(signal.SIGKILL)
