"""How much may be asked from one address: a class, and no more."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from dashboard.http.request_rate import ASKED, LOADED, Allowance, Buckets, RequestRate
from tests.support import asgi


def test_a_bucket_is_emptied_and_fills_again():
    buckets = Buckets(Allowance(at_once=3, a_second=2))
    assert [buckets.take("a", 10.0) for _ in range(4)] == [True, True, True, False]
    assert buckets.take("b", 10.0)
    assert not buckets.take("a", 10.4)
    assert buckets.take("a", 10.6)
    assert [buckets.take("a", 1000.0) for _ in range(4)] == [True, True, True, False]  # no more than it holds


def test_of_ever_new_addresses_no_more_are_kept_than_some():
    buckets = Buckets(Allowance(at_once=1, a_second=1))
    for number in range(10_000):
        assert buckets.take(str(number), 0.0)
    assert len(buckets._buckets) < 5_000


def test_who_asks_too_much_is_put_off_and_nobody_else():
    async def page(_: object) -> PlainTextResponse:
        return PlainTextResponse("ours")

    few = Allowance(at_once=5, a_second=0.001)
    routes = [Route("/curve", page, methods=["POST"]), Route("/static/x.js", page)]
    app = Starlette(routes=routes, middleware=[Middleware(RequestRate, asked=few, loaded=few)])

    def statuses(path: str, method: str, *clients: str) -> list[int]:
        return [
            answer.status
            for answer in asgi.ask(app, *(asgi.Call(path, method=method, client=each) for each in clients))
        ]

    assert statuses("/curve", "POST", *["192.0.2.1"] * 7) == [200] * 5 + [429] * 2
    assert statuses("/static/x.js", "GET", "192.0.2.1") == [200]  # files are counted apart
    assert statuses("/curve", "POST", "192.0.2.2") == [200]
    networks = [f"2001:db8:0:{network}::{visitor}" for network in (1, 2) for visitor in range(1, 6)]
    assert statuses("/curve", "POST", *networks, "2001:db8:0:1::99") == [200] * 10 + [429]  # a visitor has a whole /64
    (put_off,) = asgi.ask(app, asgi.Call("/curve", client="192.0.2.1"))
    assert put_off.headers["retry-after"] == "1"


def test_a_class_behind_one_address_opens_its_pages_and_drags():
    asked, loaded, learners = Buckets(ASKED), Buckets(LOADED), 30
    assert all(asked.take("school", 0.0) for _ in range(learners * 10))  # a page opens streams, curves, a look
    assert all(loaded.take("school", 0.0) for _ in range(learners * 250))  # files of a browser that knows none
    assert all(
        asked.take("school", 1 + number / 300) for number in range(300 * 10)
    )  # ten seconds at what the server can
