"""Ask an ASGI application without a server between: what it answers, with its status and headers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.types import ASGIApp

from tests.support.own_loop import outcome


@dataclass(frozen=True)
class Answer:
    """``status`` 0: the application said nothing, as to a client that has gone."""

    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Call:
    """``body``: the parts that come; ``ends``: "whole", or the client is "gone" after them, or "silent" for ever."""

    path: str
    body: Sequence[bytes] = ()
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    client: str = "192.0.2.7"
    ends: str = "whole"


def ask(app: ASGIApp, *calls: Call) -> list[Answer]:
    """The answers to calls that are made at the same time."""

    async def all_at_once() -> list[Answer]:
        return await asyncio.gather(*(_ask(app, call) for call in calls))

    return outcome(all_at_once())


async def _ask(app: ASGIApp, call: Call) -> Answer:
    coming = [{"type": "http.request", "body": part, "more_body": True} for part in call.body]
    if call.ends == "whole":
        coming.append({"type": "http.request", "body": b"", "more_body": False})
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if coming:
            return coming.pop(0)
        if call.ends != "gone":
            await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    path, _, query = call.path.partition("?")
    headers = {"host": "localhost:8501"} | {name.lower(): value for name, value in call.headers.items()}
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http", "method": call.method,
        "path": path, "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": (call.client, 50_000), "server": ("localhost", 8501),
    }  # fmt: skip
    await app(scope, receive, send)
    if not sent:
        return Answer()
    said = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], said, b"".join(part.get("body", b"") for part in sent[1:]))
