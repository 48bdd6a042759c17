"""Server-sent events: when something is told, when that it lives, and when the stream ends."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

import pytest
from starlette.requests import Request

from dashboard.http import sse
from tests.support.own_loop import outcome

EVERY = 0.001


class Source:
    """Gives one piece of news after another, the last one for good; an exception is raised."""

    def __init__(self, *news: sse.Frame | Exception | None, on_look: Callable[[Source], None] = lambda _: None) -> None:
        self.waiting, self.looks, self.closed, self.on_look = list(news), 0, False, on_look

    async def news(self) -> sse.Frame | None:
        self.looks += 1
        self.on_look(self)
        found = self.waiting.pop(0) if len(self.waiting) > 1 else self.waiting[0]
        if isinstance(found, Exception):
            raise found
        return found


def told(source: sse.Source, most: int = 10, stays: int = 1_000) -> list[str]:
    """The first events; the browser stays for so many looks."""

    async def read() -> list[str]:
        left = iter(range(stays))

        async def receive() -> dict[str, str]:
            if next(left, None) is None:
                return {"type": "http.disconnect"}
            await asyncio.sleep(3600)
            raise AssertionError

        response = sse.stream(source, Request({"type": "http", "method": "GET", "headers": []}, receive), EVERY)
        assert response.media_type == "text/event-stream"
        assert response.headers["cache-control"] == "no-store"
        events = []
        async for event in response.body_iterator:
            events.append(str(event))
            if len(events) == most:
                break
        return events

    return outcome(asyncio.wait_for(read(), 20))


def test_each_piece_of_news_is_an_event():
    *events, last = told(Source({"a": 1, "b": "ü\n"}, None, None, {"a": 2}, sse.Ended()))
    assert last == sse.GONE
    assert all(event.startswith("data: ") and event.endswith("\n\n") for event in events)
    assert [json.loads(event[6:]) for event in events] == [{"a": 1, "b": "ü\n"}, {"a": 2}]
    assert "\n" not in events[0][:-2]  # or it would be two events


def test_it_says_that_it_lives(monkeypatch):
    monkeypatch.setattr(sse, "HEARTBEAT_SECONDS", 3 * EVERY)
    assert told(Source({"a": 1}, None), most=3)[1:] == [sse.HEARTBEAT] * 2


def test_it_says_so_in_time_however_long_a_look_takes(monkeypatch):
    class Slow(Source):
        async def news(self) -> sse.Frame | None:
            await asyncio.sleep(5 * EVERY)
            return await super().news()

    monkeypatch.setattr(sse, "HEARTBEAT_SECONDS", 3 * EVERY)
    source = Slow({"a": 1}, None)
    assert told(source, most=3)[1:] == [sse.HEARTBEAT] * 2
    assert source.looks == 3  # one after each look


def test_it_ends_when_the_server_stops():
    """Without a word that it is over: the browser asks again, and finds the server that comes after."""
    source = Source({"a": 1}, None, on_look=lambda each: setattr(each, "closed", each.looks > 4))
    assert len(told(source)) == 1
    assert source.looks == 5


def test_it_ends_when_the_browser_has_left():
    source = Source({"a": 1}, None)
    assert len(told(source, stays=4)) == 1
    assert source.looks < 10


def test_what_goes_wrong_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        told(Source({"a": 1}, ZeroDivisionError()))
