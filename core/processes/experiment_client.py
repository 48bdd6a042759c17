"""What the dashboard asks of experiments: their process starts when it is needed, and copies of what is looked at follow it.

Pages read the copies and never wait; only a person's command is a call, and it has a time limit.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.experiments.architecture_search import Wish
from core.experiments.question import Question
from core.experiments.view import Cost, Experiment, Point
from core.processes.child_process import ChildProcess
from core.processes.copy_cache import CopyCache
from core.processes.experiment_process import ENDED_AT_REST, WORDING, ExperimentProcess, ExperimentsUnavailable
from core.processes.experiment_protocol import COMMANDS, READINGS, WATCH, Commands
from core.processes.supervisor import Condition, Health, Supervisor

__all__ = ["ExperimentClient", "ExperimentsUnavailable"]

WATCH_SECONDS = 0.2
START_SECONDS = 10.0  # a call waits so long for the process to come up
CALL_SECONDS = 5.0
FOLLOW_SECONDS = 10.0  # a copy that nobody has read for so long is not kept up to date
FORGET_SECONDS = 120.0  # after so many it is dropped


@dataclass(frozen=True)
class _Copy:
    """``began``: when the process did that says it; what a later one says is newer, whatever its serial."""

    experiment: Experiment
    began: float

    @property
    def age(self) -> tuple[float, int]:
        return self.began, self.experiment.serial


class ExperimentClient(Supervisor):
    """Thread-safe. `start` it once, `close` it at the end. The process starts with the first call, or with what is unfinished."""

    def __init__(
        self,
        folder: Path | None = None,
        environment: dict[str, str] | None = None,
        call_seconds: float = CALL_SECONDS,
        start_seconds: float = START_SECONDS,
    ) -> None:
        """``folder``: where experiments are kept; None: for as long as this client lives."""
        super().__init__(WORDING, folder, environment, WATCH_SECONDS)
        self.call_seconds, self.start_seconds = call_seconds, start_seconds
        self._condition = Condition(Health.RESTING)
        self._copies = CopyCache[_Copy](FORGET_SECONDS)
        self._needed = threading.Event()
        self._called = threading.Event()  # since the watch looked last

    def close(self) -> None:
        self._closing.set()
        self._needed.set()
        super().close()

    def wake(self) -> None:
        """Have the process started if it rests; whoever needs it soon does not wait for it then."""
        self._needed.set()

    def retry(self) -> None:
        self._needed.set()
        super().retry()

    # A person's commands: short calls, each with its time limit. They raise `ExperimentsUnavailable`,
    # `ExperimentError`, `QuestionError` or `SpecError`.

    def experiments(self, workspace: str) -> list[Experiment]:
        """The experiments of a workspace, the oldest first."""
        with self._calling() as process:
            found = process.remote(COMMANDS, self.call_seconds).experiments(workspace)
        self._note(process.began, found)
        return found

    def ask(self, workspace: str, question: Question, prediction: str | None, new_id: str | None = None) -> Experiment:
        """It begins to be computed. Asked again with the same ``new_id``, because no answer came, it is the same experiment."""
        return self._command(lambda verbs: verbs.ask(workspace, question, prediction, new_id))

    def search(self, workspace: str, wish: Wish, new_id: str | None = None) -> Experiment:
        """Search for the simplest network that is good enough; ``new_id`` as in `ask`."""
        return self._command(lambda verbs: verbs.search(workspace, wish, new_id))

    def more(self, experiment_id: str, count: int, beyond: int | None = None) -> Experiment:
        """So many seeds more, after looking; ``beyond``: the seeds that were seen, so that asking again adds nothing."""
        return self._command(lambda verbs: verbs.more(experiment_id, count, beyond))

    def cancel(self, experiment_id: str) -> Experiment:
        return self._command(lambda verbs: verbs.cancel(experiment_id))

    def resume(self, experiment_id: str) -> Experiment:
        """What is missing of a cancelled one runs."""
        return self._command(lambda verbs: verbs.resume(experiment_id))

    def delete(self, experiment_id: str) -> None:
        with self._calling() as process:
            process.remote(COMMANDS, self.call_seconds).delete(experiment_id)
        self._copies.drop(experiment_id)

    def cost(self, question: Question) -> Cost:
        """What a question will take."""
        with self._calling() as process:
            return process.remote(READINGS, self.call_seconds).cost(question)

    def points(self) -> list[Point]:
        """Everything that was ever computed, by design."""
        with self._calling() as process:
            return process.remote(READINGS, self.call_seconds).points()

    # The copy: never a call.

    def experiment(self, experiment_id: str) -> Experiment | None:
        """The experiment as last heard of, from now on kept up to date; None where nothing was heard."""
        copy = self._copies.get(experiment_id)
        return None if copy is None else copy.experiment

    def _command(self, command: Callable[[Commands], Experiment]) -> Experiment:
        with self._calling() as process:
            experiment = command(process.remote(COMMANDS, self.call_seconds))
        self._note(process.began, [experiment])
        return experiment

    def _note(self, began: float, found: Iterable[Experiment], known_only: bool = False) -> None:
        """Keep what the process that began then says, unless something newer is known."""
        for experiment in found:
            heard = _Copy(experiment, began)

            def newer(known: _Copy | None, heard: _Copy = heard) -> _Copy | None:
                if known is None:
                    return None if known_only else heard
                return heard if heard.age >= known.age else known

            self._copies.change(experiment.experiment_id, newer)

    @contextmanager
    def _calling(self) -> Iterator[ChildProcess]:
        """The process, which is started where it rests; the watch looks again after it."""
        if self._process is None:
            self._needed.set()
        try:
            with self._reached(self.start_seconds) as process:
                yield process
        finally:
            self._called.set()

    # The watching thread.

    def _unfinished(self) -> bool:
        """Whether a process that began now would have something to compute."""
        for folder in (self.folder, self._spare):
            try:
                marks = list((folder / "experiments" / "unfinished").iterdir())
            except OSError:
                continue
            if any(not mark.suffix for mark in marks):  # the others are locks
                return True
        return False

    def _await_need(self) -> None:
        ended = self._condition.health is Health.STARTING
        if not self._needed.is_set() and not self._unfinished():
            self._condition = Condition(Health.RESTING, ENDED_AT_REST if ended else None)
            self._needed.wait()
        self._condition = Condition(Health.STARTING, self._condition.sentence and WORDING.again)

    def _begin(self, gently: bool) -> ChildProcess:
        process = ExperimentProcess(self.folder, self._spare, self._environment)
        self._needed.clear()
        return process

    def _refresh(self, process: ChildProcess) -> Condition | None:
        serials = {
            key: copy.experiment.serial if copy.began == process.began else -1
            for key, copy in self._copies.followed(FOLLOW_SECONDS).items()
        }
        if not serials and self._condition.health is Health.READY and not self._called.is_set():
            if not process.alive():
                raise EOFError
            return self._condition
        self._called.clear()
        try:
            status, changed, gone = process.remote(WATCH, self._look_seconds()).changes(serials)
        except ExperimentsUnavailable:
            self._called.set()  # it may hang: go on asking
            raise
        self._note(process.began, changed, known_only=True)
        for key in gone:
            self._copies.drop(key)
        return Condition(Health.READY, warning=status.warning)
