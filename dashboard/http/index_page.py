"""Streamlit's page with a script of ours in it, which runs before Streamlit's own."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.base_path import base_path
from dashboard.components.scripts import scripts

EARLY = "browser/early.js"
_HEAD = b"<head>"
_OF_THE_REQUEST = ("accept-encoding", "if-none-match", "if-modified-since")  # the page is wanted whole, and readable


def early_script() -> bytes:
    """The element; modules run in the order in which they stand on the page."""
    return f'<script type="module" src="{base_path()}{scripts().address}/{EARLY}"></script>'.encode()


class IndexPage:
    """Streamlit answers every address of a page with the same HTML; whatever is not HTML passes as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (
            scope["type"] != "http"
            or scope["method"] != "GET"
            or "text/html" not in Headers(scope=scope).get("accept", "")
        ):
            await self._app(scope, receive, send)
            return
        kept = [(name, value) for name, value in scope["headers"] if name.decode("latin-1") not in _OF_THE_REQUEST]
        start: Message | None = None
        body = b""

        async def send_with_script(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                if Headers(raw=message["headers"]).get("content-type", "").startswith("text/html"):
                    start = message
                    return
            elif start is not None and message["type"] == "http.response.body":
                body += message.get("body", b"")
                if message.get("more_body"):
                    return
                body = body.replace(_HEAD, _HEAD + early_script(), 1)
                headers = MutableHeaders(scope=start)
                headers["content-length"] = str(len(body))
                for name in ("etag", "last-modified"):  # they tell nothing of the script
                    if name in headers:
                        del headers[name]
                await send(start)
                message = {"type": "http.response.body", "body": body}
            await send(message)

        await self._app({**scope, "headers": kept}, receive, send_with_script)
