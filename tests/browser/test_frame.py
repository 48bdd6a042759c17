"""In a frame of another site, where the server allows that: a learning platform shows the app, and a picture can be brought."""

from __future__ import annotations

import http.server
import threading
from functools import partial

import pytest
from playwright.sync_api import expect

from tests.browser.serving import Server
from tests.support.picture_files import as_file
from tests.support.waiting import until

pytestmark = pytest.mark.browser


@pytest.fixture
def site(tmp_path, monkeypatch):
    """The address of another site's page that shows the Draw page."""
    folder = tmp_path / "site"
    folder.mkdir()
    platform = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    )
    threading.Thread(target=platform.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{platform.server_port}"
    monkeypatch.setenv("LAYER_LAB_FRAMES", address)
    server = Server(tmp_path / "log.txt").wait()
    (folder / "index.html").write_text(f'<iframe src="{server.url}/draw" width="1100" height="700"></iframe>')
    yield address
    server.stop()
    platform.shutdown()
    platform.server_close()


def test_a_picture_from_a_file(browser, site, digits):
    page = browser.new_page(locale="en-US")
    page.goto(site)
    app = page.frame_locator("iframe")
    expect(app.locator(".ll-pad")).to_be_visible()
    picture = as_file(255 - digits.test.images[0, ..., 0].repeat(4, axis=0).repeat(4, axis=1))
    app.locator("input[type=file]").set_input_files({"name": "7.png", "mimeType": "image/png", "buffer": picture})
    expect(app.get_by_role("radio", name="7.png")).to_be_checked()
    until(lambda: app.locator(".ll-found").inner_text().startswith("1 digit: "))
    page.close()
