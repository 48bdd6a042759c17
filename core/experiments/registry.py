"""What was asked, in the memory as on disk: found, claimed, written, and told apart by numbers that only grow."""

from __future__ import annotations

import contextlib
import itertools
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from core.experiments.question_files import AskedFiles
from core.experiments.saved_question import Asked, Versions
from core.experiments.view import ExperimentError
from core.messages import Sentence, reason

LOOK_SECONDS = 1.0  # between two looks at what another server is at


class Ledger:
    """Not thread-safe: `core.experiments.service` holds its lock. Raises OSError where ``folder``, the data folder, cannot be used."""

    def __init__(self, folder: Path, versions: Versions, days: float) -> None:
        """``days``: what is finished and older is forgotten."""
        self.disk: Sentence | None = None  # what there is to know of it
        self._files = AskedFiles(folder, versions)
        self._files.clear(days)
        self._known: dict[str, Asked] = {}
        self._looked: dict[str, float] = {}  # when another server's experiment was looked at
        self._unwritten: set[str] = set()
        self._numbers = itertools.count(int(time.time() * 1000))  # greater than those of an earlier process

    def take_up_unfinished(self) -> list[Asked]:
        """All that nobody is at work on: they are ours from now on."""
        for asked in self._files.unfinished():
            if self._files.claim(asked.experiment_id):
                self.add(asked)
        return self.running()

    def of(self, workspace: str) -> list[Asked]:
        """All of a workspace, the oldest first. What is unfinished and nobody's any more becomes ours."""
        for experiment_id in self._files.ids(workspace):
            self._look(experiment_id)
        return sorted(
            (each for each in self._known.values() if each.workspace == workspace), key=lambda each: each.number
        )

    def look_for(self, experiment_id: str) -> Asked | None:
        """None where there is none of that name."""
        self._look(experiment_id)
        return self._known.get(experiment_id)

    def find(self, experiment_id: str) -> Asked:
        asked = self.look_for(experiment_id)
        if asked is None:
            raise ExperimentError(Sentence("This experiment is no longer there."))
        return asked

    def ours(self, experiment_id: str) -> Asked:
        """To be changed here. Raises `ExperimentError` where it is gone, or another server is at work on it."""
        asked = self.find(experiment_id)
        if not self._files.claim(experiment_id):
            raise ExperimentError(Sentence("Another server is computing this experiment; look at it there."))
        return asked

    def running(self) -> list[Asked]:
        """The unfinished ones that are ours to compute."""
        return [each for each in self._known.values() if each.ended is None and self._files.has(each.experiment_id)]

    def elsewhere(self, asked: Asked) -> bool:
        """Whether another server is at work on it."""
        return asked.ended is None and not self._files.has(asked.experiment_id)

    def begin(self, asked: Asked) -> None:
        """A new one, ours."""
        self._files.claim(asked.experiment_id)
        self.add(asked)

    def add(self, asked: Asked) -> None:
        self._known[asked.experiment_id] = asked
        self.touch(asked)

    def remove(self, asked: Asked) -> None:
        self._known.pop(asked.experiment_id, None)
        with self.noting_disk():
            self._files.remove(asked)

    def touch(self, asked: Asked, event: bool = True) -> None:
        """It has changed; with ``event`` so that a page should show it."""
        asked.serial = next(self._numbers)
        if event:
            asked.event = asked.serial

    def write(self, asked: Asked) -> None:
        self._unwritten.add(asked.experiment_id)
        with self.noting_disk():
            self._files.write(asked)
            self._unwritten.discard(asked.experiment_id)

    def write_rest(self) -> None:
        """What the disk had no room for. Raises OSError."""
        for experiment_id in list(self._unwritten):
            if experiment_id in self._known:
                self._files.write(self._known[experiment_id])
            self._unwritten.discard(experiment_id)

    @contextlib.contextmanager
    def noting_disk(self) -> Iterator[None]:
        """What cannot be written stays in the memory, and `disk` says so."""
        try:
            yield
        except OSError as error:
            if self.disk is None:
                print(f"what experiments came to cannot be written: {error}", file=sys.stderr)
            self.disk = Sentence(
                "What experiments come to cannot be kept ({reason}); it is lost if the server ends.",
                reason=reason(error),
            )

    def close(self) -> None:
        self._files.close()

    def _look(self, experiment_id: str) -> None:
        """Read it where it is not known, and now and then where another server may have changed it."""
        known = self._known.get(experiment_id)
        if known is not None and not self.elsewhere(known):
            return
        if known is not None and time.monotonic() - self._looked.get(experiment_id, -LOOK_SECONDS) < LOOK_SECONDS:
            return
        self._looked[experiment_id] = time.monotonic()
        asked = self._files.find(experiment_id)
        if asked is None:
            self._known.pop(experiment_id, None)
            return
        if asked.ended is None:
            self._files.claim(experiment_id)
        self.add(asked)
