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
    starting=Sentence("The experiments' process is starting; please try again in a moment."),
    late=Sentence("The experiments' process is busy and did not answer in time; please try again."),
    broken_off=Sentence("The experiments' process has just ended; please try again in a moment."),
    again=Sentence("The experiments' process ended and is being started again; finished runs are kept."),
    not_started=Sentence("The experiments' process could not be started: {reason}."),
    too_slow=Sentence("The experiments' process did not start within {seconds:g} seconds."),
    killed=Sentence("The experiments' process was ended from outside ({signal}); often there was too little memory."),
    ended=Sentence("The experiments' process ended by itself ({status}): {reason}."),
)
ENDED_AT_REST = Sentence(
    "The experiments' process ended; it starts again when it is needed, and what was finished is kept."
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
