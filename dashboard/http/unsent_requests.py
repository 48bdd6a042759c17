"""Connections on which no whole request comes: uvicorn would keep one for ever on which a head has begun."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from typing import Any

SECONDS = 10.0
_EVERY_SECONDS = 1.0
_NEVER = object()


class UnsentRequests:
    """Closes a connection that has been between requests for some seconds; one at rest is closed sooner by uvicorn itself."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._seen: dict[Any, tuple[object, float]] = {}  # connection → (its last request, since when that is done)

    def drop(self, connections: Iterable[Any], now: float) -> int:
        """Close those that are due; gives how many. ``connections``: uvicorn's, those of WebSockets among them."""
        seen, dropped = {}, 0
        for connection in list(connections):
            request: Any = getattr(connection, "cycle", _NEVER)
            if request is _NEVER or not (request is None or request.response_complete):
                continue  # a WebSocket, or a request that is being answered
            last, since = self._seen.get(connection, (_NEVER, now))
            if last is not request:
                since = now
            if now - since < self._seconds:
                seen[connection] = (request, since)
            elif connection.transport is not None:
                connection.transport.close()
                dropped += 1
        self._seen = seen
        return dropped


async def watch(handler: object) -> None:
    """Look after the connections of the server whose method ``handler`` answers the signal to stop; of no other than uvicorn."""
    connections = _connections(handler)
    unsent = UnsentRequests()
    while connections is not None:
        await asyncio.sleep(_EVERY_SECONDS)
        unsent.drop(connections(), time.monotonic())


def _connections(handler: object) -> Callable[[], Iterable[Any]] | None:
    """Of uvicorn's server, which gives no other way to itself."""
    state = getattr(getattr(handler, "__self__", None), "server_state", None)
    return None if state is None else lambda: state.connections
