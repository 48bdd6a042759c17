"""What reaches the server from outside: halves of requests, other sites' pages, and words that want to be markup."""

from __future__ import annotations

import base64
import json
import socket
import zlib
from contextlib import ExitStack
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import expect

from core import spec
from tests.browser.screen import press
from tests.browser.serving import Server
from tests.support.hostile import HOST, HOSTILE
from tests.support.waiting import until

pytestmark = pytest.mark.browser
HEADERS = ("content-security-policy", "x-content-type-options", "referrer-policy", "x-frame-options")
UPGRADE = {
    "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}  # fmt: skip


def head(server: Server, method: str, path: str, **headers: str) -> bytes:
    lines = {"Host": f"localhost:{server.port}"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return "\r\n".join(
        [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in lines.items()), "", ""]
    ).encode()


def answer(server: Server, method: str, path: str, **headers: str) -> tuple[int, dict[str, str]]:
    """(status, headers in small letters)."""
    with socket.create_connection(("localhost", server.port), timeout=30) as connection:
        connection.sendall(head(server, method, path, **headers))
        said = b""
        while b"\r\n\r\n" not in said:
            said += connection.recv(65_536)
    first, *lines = said.partition(b"\r\n\r\n")[0].decode().split("\r\n")
    return int(first.split()[1]), {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}


@pytest.mark.parametrize(
    "path",
    ["/", "/network", "/favicon.png", "/static/js/none.js", "/_stcore/health", "/_stcore/host-config", "/media/none.png", "/scripts-x/none.js", "/plotly-1.min.js", "/stream/run/none", "/curve/none", "//evil"],
)  # fmt: skip
def test_everything_is_served_with_the_headers(server, path):
    _, headers = answer(server, "GET", path)
    assert [name for name in HEADERS if name not in headers] == []


def test_streamlits_files_and_the_websockets_answers_have_them_too(server):
    files = [part.partition('"')[0] for part in _page(server).split('="./')[1:] if part.startswith("static/")]
    assert files
    own = f"http://localhost:{server.port}"
    for status, headers in [
        *(answer(server, "GET", f"/{file}") for file in files[:3]),
        answer(server, "GET", "/_stcore/stream", **UPGRADE, Origin=own),
        answer(server, "GET", "/_stcore/stream", **UPGRADE, Origin=f"http://{HOST}"),
        answer(server, "POST", "/inspection", Origin=f"http://{HOST}", Content_Length="0"),
        answer(server, "POST", "/inspection", Origin=own, Content_Length="0"),
        answer(server, "GET", "/", Host=HOST),
    ]:
        assert [name for name in HEADERS if name not in headers] == [], status


def _page(server: Server) -> str:
    with socket.create_connection(("localhost", server.port), timeout=30) as connection:
        connection.sendall(head(server, "GET", "/", Connection="close"))
        return b"".join(iter(lambda: connection.recv(65_536), b"")).decode()


def test_other_sites_pages_send_nothing_and_other_names_lead_nowhere(server):
    own, foreign = f"http://localhost:{server.port}", f"http://{HOST}"
    assert answer(server, "GET", "/_stcore/stream", **UPGRADE, Origin=own)[0] == 101
    assert answer(server, "GET", "/_stcore/stream", **UPGRADE, Origin=foreign)[0] == 403
    assert answer(server, "GET", "/_stcore/stream", **UPGRADE, Origin="http://localhost:1")[0] == 403
    assert answer(server, "POST", "/test_result", Content_Length="0", Origin=own)[0] == 400
    assert answer(server, "POST", "/test_result", Content_Length="0", Origin=foreign)[0] == 403
    assert answer(server, "GET", "/", Host=f"{HOST}:{server.port}")[0] == 403
    assert answer(server, "GET", "/", Host=f"127.0.0.1:{server.port}")[0] == 200


def test_what_is_sent_by_halves_is_dropped_and_nobody_waits_for_it(server):
    halves = [
        head(server, "POST", "/inspection", Content_Length="100") + b"{",
        head(server, "POST", "/curve/none", Content_Length="100") + b"{",
        head(server, "PUT", "/_stcore/upload_file/a/b", Content_Length="100") + b"-",
        b"POST /inspection HTTP/1.1\r\nHos",
        b"",
    ]
    with ExitStack() as stack:
        connections = []
        for half in halves * 60:
            connection = stack.enter_context(socket.create_connection(("localhost", server.port), timeout=30))
            connection.sendall(half)
            connection.setblocking(False)
            connections.append(connection)
        assert answer(server, "GET", "/_stcore/health")[0] == 200
        until(lambda: all(_ended(each) for each in connections))
    assert "Traceback" not in server.log.read_text()


def _ended(connection: socket.socket) -> bool:
    try:
        return connection.recv(65_536) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def test_a_client_that_leaves_in_the_midst_of_a_request_writes_no_traceback(server):
    for path in ("/inspection", "/test_result", "/_stcore/upload_file/a/b"):
        method = "PUT" if "upload" in path else "POST"
        for _ in range(5):
            with socket.create_connection(("localhost", server.port)) as connection:
                connection.sendall(head(server, method, path, Content_Length="1000") + b'{"lang"')
    look = json.dumps(
        {"design": spec.to_json(spec.tutorial(), spec.TrainingSpec()), "images": [{"test": 0}], "flow": True}
    ).encode()
    for _ in range(20):  # before it is answered
        with socket.create_connection(("localhost", server.port)) as connection:
            connection.sendall(head(server, "POST", "/inspection", Content_Length=str(len(look))) + look)
    assert answer(server, "GET", "/_stcore/health")[0] == 200
    assert "Traceback" not in server.log.read_text()


def link_with(hostile: str) -> str:
    design = json.loads(spec.to_json(spec.tutorial(), spec.TrainingSpec()))
    design["layers"][0]["activation"] = hostile
    return "1." + base64.urlsafe_b64encode(zlib.compress(json.dumps(design).encode())).decode().rstrip("=")


def test_a_link_and_an_address_make_the_browser_fetch_nothing_and_show_no_markup(server, open_page):
    page = open_page(server.url)
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    for hostile in HOSTILE:
        page.goto(f"{server.url}?{urlencode({'design': link_with(hostile), 'lang': hostile[:20]})}")
        warning = page.get_by_test_id("stAlert").filter(has_text="conv1: activation is")
        expect(warning).to_be_visible()
        said = warning.inner_text().replace("\u2060", "")
        assert f"activation is {hostile}; it must be one of" in said
        expect(page.get_by_test_id("stAlert").filter(has_text="asks for the language")).to_be_visible()
        marked = page.locator("[data-testid=stAlert] [data-testid=stMarkdownContainer]").locator(
            "a, img, code, strong, em, del, li, h1, blockquote, table, .katex, span[role=img]"
        )
        expect(marked).to_have_count(0)
    hosts = {urlsplit(url).hostname for url in fetched if not url.startswith(("data:", "blob:"))}
    assert hosts == {"localhost"}


def test_a_runs_name_is_shown_as_it_was_typed(server, open_page):
    page = open_page(server.url)
    press(page, "1")
    expect(page.locator(".ll-iteration .ll-value")).to_have_text("1")
    press(page, "New seed")
    expect(page.locator(".ll-iteration .ll-value")).to_have_text("0")
    press(page, "1")
    expect(page.locator(".ll-iteration .ll-value")).to_have_text("1")
    expect(page.locator(".ll-phase .ll-value")).to_have_text("done")
    page.get_by_role("link", name="Runs", exact=True).click()
    name, fetched = f"![](//{HOST}/x) <b>x</b> **y**", []
    page.on("request", lambda request: fetched.append(request.url))
    names = page.locator(".ll-runs .ll-rename")
    expect(names).to_have_text(["Run 2", "Run 1"])
    names.nth(0).click()
    page.get_by_role("textbox", name="Rename Run 2").fill(name)
    page.keyboard.press("Enter")
    expect(names.nth(0)).to_have_text(name)
    page.get_by_role("radio", name="Two runs side by side").click()
    expect(page.get_by_test_id("stMarkdownContainer").filter(has_text="is Run 1 at iteration 1")).to_contain_text(
        "**y**"
    )
    assert page.locator(f"[src*='{HOST}'], [href*='{HOST}']").count() == 0
    assert not [url for url in fetched if HOST in url]


@pytest.mark.parametrize(
    "name", ["Start", "Train", "Network", "Look inside", "Draw", "Test", "Runs", "Experiments", "Data"]
)
def test_every_page_works_within_what_it_may_load(server, open_page, name):
    page = open_page(server.url)  # whatever is refused is an error on its console, which has to stay clean
    if name != "Start":
        page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    policy = page.evaluate("fetch(location.href).then((reply) => reply.headers.get('content-security-policy'))")
    assert "script-src 'self'" in policy
