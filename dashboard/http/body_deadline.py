"""A request has to be sent within some seconds: one that comes by halves would hold its connection open for ever."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.http.refusal import refuse

SECONDS = 10.0
UPLOAD_SECONDS = 120.0  # a picture over a school's slow line; while nothing at all comes, `SECONDS` hold for it, too
_UPLOADS = "/_stcore/upload_file/"


class _Late(Exception):
    """The rest of a request did not come."""


class BodyDeadline:
    """Drops a request whose body is late, and says nothing of a client that leaves in the midst of it."""

    def __init__(self, app: ASGIApp, seconds: float = SECONDS, upload_seconds: float = UPLOAD_SECONDS) -> None:
        self._app, self._seconds, self._upload_seconds = app, seconds, upload_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = _Body(scope, receive, send, *self._limits(scope["path"]))
        try:
            await self._app(scope, body.receive, body.send)
        except _Late:
            if body.answered:
                await send({"type": "http.response.body", "body": b""})
            else:
                await refuse(scope, receive, send, 408, "The request did not come in time.")
        except ClientDisconnect:
            return

    def _limits(self, path: str) -> tuple[float, float]:
        """Seconds for all of it, and without any news of it."""
        return (self._upload_seconds if _UPLOADS in path else self._seconds), self._seconds


class _Body:
    """One request as the application receives and answers it."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, seconds: float, quiet_seconds: float) -> None:
        self._receive, self._send = receive, send
        self._quiet_seconds = quiet_seconds
        self._end = asyncio.get_running_loop().time() + seconds
        headers = Headers(scope=scope)
        self._is_here = headers.get("content-length", "0") == "0" and "transfer-encoding" not in headers
        self.answered = False

    async def receive(self) -> Message:
        if self._is_here:
            return await self._receive()
        end = min(self._end, asyncio.get_running_loop().time() + self._quiet_seconds)
        try:
            async with asyncio.timeout_at(end):
                message: dict[str, Any] = dict(await self._receive())
        except TimeoutError:
            raise _Late from None
        self._is_here = message["type"] != "http.request" or not message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.answered = True
            if not self._is_here:  # answered unread: what still comes is nobody's
                MutableHeaders(scope=message)["Connection"] = "close"
        await self._send(message)
