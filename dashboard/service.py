"""The one client of this server: every session and the live stream share it."""

from __future__ import annotations

from functools import cache

from core.client import Client


@cache
def client() -> Client:
    """The client; `dashboard.app` starts and closes it."""
    return Client()
