"""How much may be asked a second from one address.

A class of thirty stands behind one address, so the measure is a class and not a learner. When all open a page at once they
ask 250 things and load some thousand files; when all drag a slider at once, the server answers 200 to 400 requests a second on two
cores. What goes beyond that is put off with 429 and `Retry-After`; our pages ask again by themselves.
"""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.http.refusal import refuse

_ADDRESSES_KEPT = 4_096
_FILES = ("/static/", "/scripts-", "/plotly-", "/media/", "/favicon.png")


@dataclass(frozen=True)
class Allowance:
    """So many at once, and then so many ``a_second``."""

    at_once: float
    a_second: float


ASKED, LOADED = Allowance(at_once=2_000, a_second=200), Allowance(at_once=20_000, a_second=1_000)


class Buckets:
    """A token bucket for each address; the addresses heard of longest ago are forgotten."""

    def __init__(self, allowance: Allowance) -> None:
        self._allowance = allowance
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # tokens left, when

    def take(self, address: str, now: float) -> bool:
        """Whether the address may have one more."""
        left, before = self._buckets.pop(address, (self._allowance.at_once, now))
        left = min(self._allowance.at_once, left + (now - before) * self._allowance.a_second)
        granted = left >= 1
        self._buckets[address] = (left - granted, now)
        while len(self._buckets) > _ADDRESSES_KEPT:
            self._buckets.popitem(last=False)
        return granted


class RequestRate:
    """Puts off who asks too much."""

    def __init__(self, app: ASGIApp, asked: Allowance = ASKED, loaded: Allowance = LOADED) -> None:
        self._app = app
        self._asked, self._loaded = Buckets(asked), Buckets(loaded)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            buckets = self._loaded if any(part in scope["path"] for part in _FILES) else self._asked
            if not buckets.take(_address(scope), time.monotonic()):
                await refuse(
                    scope, receive, send, 429, "Too many requests; please wait a second.", {"Retry-After": "1"}
                )
                return
        await self._app(scope, receive, send)


def _address(scope: Scope) -> str:
    """Of the visitor; in IPv6 of the network, since a visitor has a whole one."""
    client = scope.get("client")
    if client is None:
        return ""
    try:
        address = ipaddress.ip_address(client[0].partition("%")[0])
    except ValueError:
        return str(client[0])
    if address.version == 6 and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
