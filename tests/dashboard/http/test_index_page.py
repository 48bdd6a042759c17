"""Streamlit's page with our script before its own."""

from __future__ import annotations

import re

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import FileResponse, PlainTextResponse
from starlette.routing import Route

from dashboard.app import STREAMLITS_FILES
from dashboard.components.scripts import scripts
from dashboard.http.index_page import EARLY, IndexPage
from tests.support import asgi

INDEX = STREAMLITS_FILES / "index.html"
BROWSER = {"Accept": "text/html,application/xhtml+xml"}


async def page(_request):
    return FileResponse(INDEX)


async def text(_request):
    return PlainTextResponse("<head>")


APP = Starlette(routes=[Route("/train", page), Route("/text", text)], middleware=[Middleware(IndexPage)])


def ask(path: str, **headers: str) -> asgi.Answer:
    return asgi.ask(APP, asgi.Call(path, method="GET", headers=BROWSER | headers))[0]


def test_our_script_comes_before_streamlits():
    body = ask("/train").body.decode()
    sources = re.findall(r'<script type="module"[^>]* src="([^"]*)"', body)
    assert sources[0] == f"{scripts().address}/{EARLY}"
    assert len(sources) > 1
    assert re.sub(r'<script type="module" src="/scripts-[^>]*></script>', "", body) == INDEX.read_text(encoding="utf-8")


def test_the_length_is_that_of_the_page_as_it_is_sent():
    answer = ask("/train")
    assert int(answer.headers["content-length"]) == len(answer.body) > INDEX.stat().st_size


def test_a_page_that_a_browser_has_kept_is_not_said_to_be_the_same():
    mark = asgi.ask(Starlette(routes=[Route("/train", page)]), asgi.Call("/train", method="GET"))[0].headers["etag"]
    answer = ask("/train", **{"If-None-Match": mark})
    assert answer.status == 200
    assert not {"etag", "last-modified"} & set(answer.headers)


@pytest.mark.parametrize(("path", "headers"), [("/text", BROWSER), ("/train", {"Accept": "*/*"})])
def test_whatever_is_no_page_for_a_browser_stays_as_it_is(path, headers):
    plain = Starlette(routes=[Route("/train", page), Route("/text", text)])
    asked = asgi.Call(path, method="GET", headers=headers)
    assert asgi.ask(APP, asked)[0].body == asgi.ask(plain, asked)[0].body
