"""Headers on everything that is served: what a page of ours may load, who may show it in a frame, and what no other site learns."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.http.server_settings import ANY

_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def content_policy(page: str, frames: Sequence[str]) -> str:
    """What the ``page`` of Streamlit, its HTML, may load: its own files, and what it makes itself. ``frames``: sites."""
    inline = [f"'sha256-{_digest(script)}'" for script in _INLINE.findall(page)]
    ancestors = ["*"] if ANY in frames else ["'self'", *frames]
    rules = {
        "default-src": ["'self'"],
        "script-src": ["'self'", "blob:", *inline],  # a component begins as a blob
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'", "data:"],  # what the camera took
        "worker-src": ["'self'"],
        "media-src": ["'self'", "blob:"],
        "frame-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ancestors,
    }
    return "; ".join(" ".join([name, *sources]) for name, sources in rules.items())


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


class ResponseHeaders:
    """Also on what is refused, and on the answer to a WebSocket."""

    def __init__(self, app: ASGIApp, static: Path, frames: Sequence[str]) -> None:
        """``static``: Streamlit's own files."""
        self._app = app
        page = (static / "index.html").read_text(encoding="utf-8")
        self._headers = {
            "Content-Security-Policy": content_policy(page, frames),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",  # the workspace's token stands in the address
        }
        if not frames:
            self._headers["X-Frame-Options"] = "SAMEORIGIN"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.accept", "websocket.http.response.start"):
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        await self._app(scope, receive, send_with_headers)
