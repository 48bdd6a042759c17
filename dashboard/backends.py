"""The clients of this server, one of the training process and one of the experiments': every session and the live streams share
them."""

from __future__ import annotations

from functools import cache

from core.processes.experiment_client import ExperimentClient
from core.processes.training_client import Client
from core.storage import settings


@cache
def training() -> Client:
    """The client of the training process; `dashboard.app` starts and closes it. Runs are kept in the data folder."""
    return Client(settings.folder())


@cache
def experiments() -> ExperimentClient:
    """The client of the experiments' process; `dashboard.app` starts and closes it. They are kept in the data folder."""
    return ExperimentClient(settings.folder())
