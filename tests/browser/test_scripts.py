"""The tests of the scripts that compute, `scripts/*.test.js`, in Chromium: one case here for each of theirs."""

from __future__ import annotations

import functools
import re
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.support.root import ROOT

pytestmark = pytest.mark.browser

FOLDER = Path(__file__).parent / "scripts"
NAME = re.compile(r'^test\("((?:[^"\\]|\\.)+)",', re.MULTILINE)
CASES = [
    (path.name, name) for path in sorted(FOLDER.glob("*.test.js")) for name in NAME.findall(path.read_text("utf-8"))
]
RUN = """async (file) => {
  const { run } = await import("/tests/browser/scripts/testing.js");
  await import(file);
  return await run();
}"""


class Files(SimpleHTTPRequestHandler):
    """The repository's files, and at its root an empty page."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".js": "text/javascript"}

    def do_GET(self) -> None:
        if self.path != "/":
            return super().do_GET()
        page = b"<!doctype html><html lang=en><title>Tests</title>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def address():
    server = ThreadingHTTPServer(("localhost", 0), functools.partial(Files, directory=str(ROOT)))
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.fixture(scope="module")
def results(browser, address):
    """Of a file, {name of a test: what is wrong, or None}; each file has a page of its own and is run once."""

    @functools.cache
    def of(file: str) -> dict[str, str | None]:
        with browser.new_context(locale="en-US") as context:
            page = context.new_page()
            page.goto(address)
            found = page.evaluate(RUN, f"/tests/browser/scripts/{file}")
        return {each["name"]: each["error"] for each in found}

    return of


@pytest.mark.parametrize(
    ("file", "name"), CASES, ids=[f"{file.removesuffix('.test.js')}: {name}" for file, name in CASES]
)
def test_script(results, file, name):
    error = results(file)[name]
    assert error is None, error


@pytest.mark.parametrize("file", sorted({file for file, _ in CASES}))
def test_every_test_of_a_file_is_run(results, file):
    assert list(results(file)) == [name for each, name in CASES if each == file]


def test_what_is_wrong_is_told(browser, address):
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        found = page.evaluate(
            """async () => {
              const { equal, near, run, test } = await import("/tests/browser/scripts/testing.js");
              test("right", () => equal([1, { a: new Set([2]) }], [1, { a: new Set([2]) }]));
              test("wrong", () => equal(new Float32Array([1]), [2]));
              test("not near", () => near(NaN, 1));
              test("late", async () => { await null; throw new Error("late"); });
              return await run();
            }"""
        )
    assert [each["error"] and each["error"].splitlines()[0] for each in found] == [
        None, "expected [2], got [1]", "expected 1 ± 1e-9, got NaN", "late",
    ]  # fmt: skip
