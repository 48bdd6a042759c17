"""Requests that come by halves, or whose clients leave in the midst of them."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from dashboard.http import inspection
from dashboard.http.body_deadline import BodyDeadline
from dashboard.http.unsent_requests import UnsentRequests
from tests.support import asgi


async def read(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


async def unread(_: Request) -> PlainTextResponse:
    return PlainTextResponse("done")


APP = Starlette(
    routes=[Route("/read", read, methods=["POST"]), Route("/unread", unread, methods=["POST"]), *inspection.routes],
    middleware=[Middleware(BodyDeadline, seconds=0.1, upload_seconds=0.2)],
)
LONG = {"content-length": "100"}


def test_a_whole_body_is_read():
    (answer,) = asgi.ask(APP, asgi.Call("/read", [b"abc", b"de"], headers=LONG))
    assert (answer.status, answer.body) == (200, b"5")


def test_half_a_body_is_dropped():
    calls = [asgi.Call(path, [b"{"], headers=LONG, ends="silent") for path in ("/read", inspection.PATH)] * 20
    answers = asgi.ask(APP, *calls)
    assert {answer.status for answer in answers} == {408}
    assert {answer.headers["connection"] for answer in answers} == {"close"}


def test_what_is_answered_unread_is_not_waited_for():
    (answer,) = asgi.ask(APP, asgi.Call("/unread", [b"{"], headers=LONG, ends="silent"))
    assert (answer.status, answer.headers["connection"]) == (200, "close")
    (whole,) = asgi.ask(APP, asgi.Call("/unread"))
    assert "connection" not in whole.headers


def test_a_client_that_leaves_is_no_fault():
    calls = [asgi.Call(path, [b"{"], headers=LONG, ends="gone") for path in ("/read", inspection.PATH)]
    assert [answer.status for answer in asgi.ask(APP, *calls)] == [0, 400]  # nobody hears either


class Transport:
    closed = False

    def close(self) -> None:
        self.closed = True


class Done:
    response_complete = True


class UnderWay:
    response_complete = False


class Connection:
    """As uvicorn has them."""

    def __init__(self, cycle: object) -> None:
        self.cycle, self.transport = cycle, Transport()


class WebSocket:
    transport = Transport()


def test_a_connection_on_which_no_request_comes_is_closed():
    begun, idle, busy, socket = Connection(None), Connection(Done()), Connection(UnderWay()), WebSocket()
    unsent, connections = UnsentRequests(seconds=10), {begun, idle, busy, socket}
    for now in (0, 5, 9):
        assert unsent.drop(connections, now) == 0
    idle.cycle = Done()  # another request came and was answered meanwhile
    assert unsent.drop(connections, 10) == 1
    assert (begun.transport.closed, idle.transport.closed) == (True, False)
    busy.cycle.response_complete = True
    assert unsent.drop({idle, busy, socket}, 19) == 0
    assert unsent.drop({idle, busy, socket}, 20) == 1
    assert (idle.transport.closed, busy.transport.closed, socket.transport.closed) == (True, False, False)
    assert unsent.drop({busy, socket}, 29) == 1
