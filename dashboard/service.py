"""The one client of this server: every session and the live stream share it."""

from __future__ import annotations

from functools import cache

from core import store_settings
from core.client import Client


@cache
def client() -> Client:
    """The client; `dashboard.app` starts and closes it. Runs are kept in the data folder."""
    return Client(store_settings.folder())
