"""The clients of this server, one of the worker and one of the experiments: every session and the live streams share them."""

from __future__ import annotations

from functools import cache

from core import store_settings
from core.client import Client
from core.laboratory_client import LaboratoryClient


@cache
def client() -> Client:
    """The client; `dashboard.app` starts and closes it. Runs are kept in the data folder."""
    return Client(store_settings.folder())


@cache
def laboratory() -> LaboratoryClient:
    """The client of the experiments; `dashboard.app` starts and closes it. They are kept in the data folder."""
    return LaboratoryClient(store_settings.folder())
