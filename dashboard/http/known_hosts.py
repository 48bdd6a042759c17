"""Which names the server answers under, and whose pages may send it something.

A foreign site can have its own name lead to this machine; its pages could then read ours. So only names pass that nobody else
can own, and those that the setting `LAYER_LAB_HOSTS` adds.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.http.refusal import refuse
from dashboard.http.server_settings import ANY, HOSTS

# Names below these, and names without a full stop, are never given to anybody on the internet.
_LOCAL_ENDINGS = (".localhost", ".local", ".internal", ".home.arpa", ".lan")
_HOST = re.compile(r"(\[(?P<address>[0-9a-f:.]+)\]|(?P<name>[a-z0-9._-]+))(:\d{1,5})?")
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


class KnownHosts:
    """Refuses a name that is not known, and what a page of another site sends."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        name = _host(headers.get("host"))
        if name is None:
            await refuse(scope, receive, send, 400, "The name of the server in the request cannot be read.")
        elif not self.knows(name):
            words = f"This server does not answer under this name. Whoever runs it can allow the name with {HOSTS}."
            await refuse(scope, receive, send, 403, words)
        elif (scope["type"] == "websocket" or scope["method"] not in _READING) and not self._same_site(headers):
            await refuse(scope, receive, send, 403, "A page of another site may send nothing here.")
        else:
            await self._app(scope, receive, send)

    def knows(self, name: str) -> bool:
        """Of a host, in small letters and without a port; "" where a request names none, which no browser does."""
        if not name or _is_address(name) or "." not in name or name.endswith(_LOCAL_ENDINGS) or name == _own_name():
            return True
        return any(self._fits(name, host) for host in self._hosts)

    @staticmethod
    def _fits(name: str, host: str) -> bool:
        return host == ANY or name == host or (host.startswith("*.") and name.endswith(host[1:]))

    def _same_site(self, headers: Headers) -> bool:
        """Whether the page that sends is one of ours; what is no browser says nothing of a page."""
        origin = headers.get("origin")
        if origin is None:
            return headers.get("sec-fetch-site") in (None, "same-origin", "none")
        _scheme, _, address = origin.lower().partition("://")  # the scheme is another behind a proxy
        if address and address == headers.get("host", "").lower():
            return True
        name = _host(address) if address else None  # and so may the name and the port be
        return bool(name) and any(host != ANY and self._fits(name, host) for host in self._hosts)


def _host(header: str | None) -> str | None:
    """The name in a Host header, without its port; None where it cannot be read."""
    if header is None:
        return ""
    found = _HOST.fullmatch(header.lower())
    return None if found is None else (found["address"] or found["name"]).rstrip(".")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return True


def _own_name() -> str:
    return socket.gethostname().lower().rstrip(".")
