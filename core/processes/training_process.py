"""The worker as the server sees it: how it is started, and what a person reads about it."""

from __future__ import annotations

from pathlib import Path

from core.messages import Sentence
from core.processes.child_process import ROOT, ChildProcess, ProcessUnavailable, Wording
from core.processes.training_protocol import (
    ABLATIONS,
    COMMANDS,
    INSPECTIONS,
    LAST_SECONDS,
    NOVELTIES,
    PAUSED,
    READINGS,
    WATCH,
)

MODULE = "core.processes.training_worker"


class WorkerUnavailable(ProcessUnavailable):
    """The worker cannot answer; ``sentence`` says why, and what comes next."""


WORDING = Wording(
    unavailable=WorkerUnavailable,
    starting=Sentence("The training process is starting; please try again in a moment."),
    late=Sentence("The training process did not answer in time, so this was not done; please try again in a moment."),
    unfinished=Sentence(
        "The training process has begun with this but needs longer than usual; the page will show what comes of it."
    ),
    silent=Sentence(
        "The training process has stopped answering. If it stays silent, it is restarted after {seconds:g} s."
    ),
    broken_off=Sentence("The training process has just ended and is being restarted; please try again in a moment."),
    again=Sentence("The training process ended and is being restarted."),
    not_started=Sentence("The training process could not be started: {reason}."),
    too_slow=Sentence("The training process did not start within {seconds:g} s."),
    killed=Sentence("The training process was killed ({signal}); the usual cause is a lack of memory."),
    ended=Sentence("The training process ended unexpectedly ({status}): {reason}."),
)


class WorkerProcess(ChildProcess):
    """A running worker. Raises `WorkerUnavailable` if it does not come up."""

    def __init__(
        self, folder: Path, spare: Path, paused: bool = False, environment: dict[str, str] | None = None
    ) -> None:
        """``folder``: where runs are kept; ``spare``: a folder of the server's own, for the log, and for runs where there is no other."""
        super().__init__(
            WORDING,
            [MODULE, str(folder), str(spare / "runs"), *([PAUSED] if paused else [])],
            [COMMANDS, READINGS, INSPECTIONS, NOVELTIES, ABLATIONS, WATCH],
            log=spare / "worker.log",
            last_seconds=LAST_SECONDS,
            root=ROOT,
            environment=environment,
        )
