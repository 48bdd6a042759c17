"""What a request gets that is refused before anybody reads it: one line of text."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send


async def refuse(
    scope: Scope, receive: Receive, send: Send, status: int, words: str, headers: Mapping[str, str] | None = None
) -> None:
    """Also a WebSocket, which is then not opened."""
    answer = PlainTextResponse(
        f"{words}\n", status, {"Cache-Control": "no-store", "Connection": "close"} | dict(headers or {})
    )
    if scope["type"] == "websocket" and "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close", "code": 1008, "reason": words})
    else:
        await answer(scope, receive, send)
