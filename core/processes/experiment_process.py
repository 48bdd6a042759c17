"""The experiments' process as the server sees it: how it is started, and what a person reads about it."""

from __future__ import annotations

from pathlib import Path

from core.messages import Sentence
from core.processes.child_process import ROOT, ChildProcess, ProcessUnavailable, Wording
from core.processes.experiment_protocol import COMMANDS, LAST_SECONDS, READINGS, WATCH

MODULE = "core.processes.experiment_worker"


class ExperimentsUnavailable(ProcessUnavailable):
    """The experiments cannot be reached; ``sentence`` says why, and what comes next."""


WORDING = Wording(
    unavailable=ExperimentsUnavailable,
    starting=Sentence("The experiment process is starting; please try again in a moment."),
    late=Sentence("The experiment process did not answer in time, so this was not done; please try again in a moment."),
    unfinished=Sentence(
        "The experiment process has begun with this but needs longer than usual; the page will show what comes of it."
    ),
    silent=Sentence(
        "The experiment process has stopped answering. If it stays silent, it is restarted after {seconds:g} s."
    ),
    broken_off=Sentence("The experiment process has just ended; please try again in a moment."),
    again=Sentence("The experiment process ended and is being restarted; finished runs are kept."),
    not_started=Sentence("The experiment process could not be started: {reason}."),
    too_slow=Sentence("The experiment process did not start within {seconds:g} s."),
    killed=Sentence("The experiment process was killed ({signal}); the usual cause is a lack of memory."),
    ended=Sentence("The experiment process ended unexpectedly ({status}): {reason}."),
)
ENDED_AT_REST = Sentence(
    "The experiment process has ended; it starts again when it is needed, and finished results are kept."
)


class ExperimentProcess(ChildProcess):
    """The running process of the experiments. Raises `ExperimentsUnavailable` if it does not come up."""

    def __init__(self, folder: Path, spare: Path, environment: dict[str, str] | None = None) -> None:
        """``folder``: where experiments are kept; ``spare``: a folder of the server's own, for the log, and where there is no other."""
        super().__init__(
            WORDING,
            [MODULE, str(folder), str(spare)],
            [COMMANDS, READINGS, WATCH],
            log=spare / "experiments.log",
            last_seconds=LAST_SECONDS,
            root=ROOT,
            environment=environment,
        )
