"""Which names the server answers under, and whose pages may send it something."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from core.storage.settings import SettingError
from dashboard.http import known_hosts, server_settings
from dashboard.http.known_hosts import KnownHosts
from tests.support import asgi


def answered(method: str = "GET", hosts: tuple[str, ...] = (), **headers: str) -> int:
    async def page(_: object) -> PlainTextResponse:
        return PlainTextResponse("ours")

    app = Starlette(
        routes=[Route("/", page, methods=["GET", "POST"])], middleware=[Middleware(KnownHosts, hosts=hosts)]
    )
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    (answer,) = asgi.ask(app, asgi.Call("/", method=method, headers=named))
    return answer.status


@pytest.mark.parametrize(
    "host",
    ["localhost", "localhost:8501", "LocalHost:8501", "127.0.0.1:8501", "[::1]:8501", "192.168.1.20", "teacher:8501", "teacher.local", "lab.localhost:9", "localhost.", "10.0.0.3:80"],
)  # fmt: skip
def test_names_that_nobody_else_can_own_are_known(host):
    assert answered(host=host) == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8501", "localhost.evil.example", "127.0.0.1.evil.example", "evillocalhost.de"],
)
def test_a_foreign_name_is_refused_although_it_leads_here(host):
    assert answered(host=host) == 403


@pytest.mark.parametrize("host", ["a@localhost", "localhost/x", "localhost:port", "local host?", "[::1", "localhost#x"])
def test_what_is_no_name_is_refused(host):
    assert answered(host=host) == 400


def test_the_machines_own_name_is_known(monkeypatch):
    monkeypatch.setattr(known_hosts.socket, "gethostname", lambda: "Lab-7.school.example")
    assert answered(host="lab-7.school.example:8501") == 200
    assert answered(host="lab-8.school.example:8501") == 403


def test_further_names_are_a_setting():
    hosts = server_settings.hosts({"LAYER_LAB_HOSTS": "lab.school.kr, *.uni.kr"})
    statuses = {
        name: answered(host=name, hosts=hosts)
        for name in ("lab.school.kr", "LAB.school.kr:443", "a.b.uni.kr", "uni.kr", "school.kr", "localhost")
    }
    assert statuses == {"lab.school.kr": 200, "LAB.school.kr:443": 200, "a.b.uni.kr": 200, "uni.kr": 403, "school.kr": 403, "localhost": 200}  # fmt: skip
    assert answered(host="anything.example", hosts=server_settings.hosts({"LAYER_LAB_HOSTS": "*"})) == 200
    assert server_settings.hosts({}) == ()
    for wrong in ("http://lab.school.kr", "lab school/x", "a..b", "-"):
        with pytest.raises(SettingError, match="LAYER_LAB_HOSTS names"):
            server_settings.hosts({"LAYER_LAB_HOSTS": wrong})


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://localhost:8501", 200),
        ("https://localhost:8501", 200),  # behind a proxy that speaks HTTPS
        ("http://LOCALHOST:8501", 200),
        ("http://localhost:3000", 403),
        ("http://evil.example", 403),
        ("http://localhost:8501.evil.example", 403),
        ("null", 403),
        ("", 403),
        ("http://[", 403),
        ("https://lab.school.kr", 200),  # a proxy that names the server otherwise
    ],
)
def test_a_page_of_another_site_may_send_nothing(origin, status):
    assert answered("POST", host="localhost:8501", origin=origin, hosts=("lab.school.kr",)) == status
    assert answered("GET", host="localhost:8501", origin=origin, hosts=("*",)) == 200


def test_what_is_no_browser_says_nothing_of_a_page():
    assert answered("POST") == 200
    assert answered("POST", sec_fetch_site="cross-site") == 403
    assert answered("POST", sec_fetch_site="same-origin") == 200
