"""Server-sent events: how a browser is told of something as it happens."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from typing import Protocol

from starlette.requests import Request
from starlette.responses import StreamingResponse

HEARTBEAT_SECONDS = 2.0  # an event that says nothing: a browser that hears none knows that the connection is dead
HEARTBEAT, GONE = "event: heartbeat\ndata:\n\n", "event: gone\ndata:\n\n"
Frame = Mapping[str, object]


class Ended(Exception):
    """There is nothing to be told any more: what was followed is gone, and the browser need not ask for it again."""


class Source(Protocol):
    """Something that is followed, by one browser tab."""

    @property
    def closed(self) -> bool:
        """The server is being stopped."""
        ...

    async def news(self) -> Frame | None:
        """What the tab does not know yet, as JSON takes it; None where it knows all, or nothing is known here. Raises `Ended`."""
        ...


def stream(source: Source, request: Request, every_seconds: float) -> StreamingResponse:
    """Tell the news every so many seconds, until the source ends, the server stops or the browser goes.

    A stream that ends without saying that its source is gone was broken off, and the browser asks for it again.
    """
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_events(source, request, every_seconds), media_type="text/event-stream", headers=headers)


async def _events(source: Source, request: Request, every_seconds: float) -> AsyncIterator[str]:
    said = time.monotonic()
    while not source.closed and not await request.is_disconnected():
        try:
            frame = await source.news()
        except Ended:
            yield GONE
            return
        if frame is not None:
            yield f"data: {json.dumps(frame, separators=(',', ':'))}\n\n"
            said = time.monotonic()
        elif time.monotonic() - said >= HEARTBEAT_SECONDS:  # by the clock: a look may take a while, too
            yield HEARTBEAT
            said = time.monotonic()
        await asyncio.sleep(every_seconds)
