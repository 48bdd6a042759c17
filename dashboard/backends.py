"""The clients of this server, one of the worker and one of the experiments: every session and the live streams share them."""

from __future__ import annotations

from functools import cache

from core.processes.experiment_client import LaboratoryClient
from core.processes.training_client import Client
from core.storage import settings


@cache
def client() -> Client:
    """The client; `dashboard.app` starts and closes it. Runs are kept in the data folder."""
    return Client(settings.folder())


@cache
def laboratory() -> LaboratoryClient:
    """The client of the experiments; `dashboard.app` starts and closes it. They are kept in the data folder."""
    return LaboratoryClient(settings.folder())
