"""The clients of this server, one of the training process and one of the experiments', and the learners' progress in the lesson: every
session and the live streams share them."""

from __future__ import annotations

from functools import cache

from core.processes.experiment_client import ExperimentClient
from core.processes.training_client import Client
from core.storage import settings
from core.storage.lesson_file import LessonFile


@cache
def training() -> Client:
    """The client of the training process; `dashboard.app` starts and closes it. Runs are kept in the data folder."""
    return Client(settings.folder())


@cache
def experiments() -> ExperimentClient:
    """The client of the experiments' process; `dashboard.app` starts and closes it. They are kept in the data folder."""
    return ExperimentClient(settings.folder())


@cache
def lessons() -> LessonFile:
    """What learners have done of the lesson, kept in the data folder."""
    return LessonFile(settings.folder())
