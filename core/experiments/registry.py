"""The experiments of all workspaces, in memory as on disk: it finds, claims and writes them, and counts their changes."""

from __future__ import annotations

import contextlib
import itertools
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from core.experiments.experiment_record import ExperimentRecord
from core.experiments.provenance import Versions
from core.experiments.record_files import RecordFiles
from core.experiments.view import ExperimentError
from core.messages import Sentence, reason

LOOK_SECONDS = 1.0  # between two looks at what another server is at


class Registry:
    """Not thread-safe: `core.experiments.service` holds its lock. Raises OSError where ``folder``, the data folder, cannot be used."""

    def __init__(self, folder: Path, versions: Versions, days: float) -> None:
        """``days``: what is finished and older is forgotten."""
        self.disk: Sentence | None = None  # what there is to know of it
        self._files = RecordFiles(folder, versions)
        self._files.clear(days)
        self._known: dict[str, ExperimentRecord] = {}
        self._looked: dict[str, float] = {}  # when another server's experiment was looked at
        self._unwritten: set[str] = set()
        self._numbers = itertools.count(int(time.time() * 1000))  # greater than those of an earlier process

    def take_up_unfinished(self) -> list[ExperimentRecord]:
        """All that nobody is at work on: they are ours from now on."""
        for record in self._files.unfinished():
            if self._files.claim(record.experiment_id):
                self.add(record)
        return self.running()

    def of(self, workspace: str) -> list[ExperimentRecord]:
        """All of a workspace, the oldest first. What is unfinished and nobody's any more becomes ours."""
        for experiment_id in self._files.ids(workspace):
            self._look(experiment_id)
        return sorted(
            (each for each in self._known.values() if each.workspace == workspace), key=lambda each: each.number
        )

    def look_for(self, experiment_id: str) -> ExperimentRecord | None:
        """None where there is none of that name."""
        self._look(experiment_id)
        return self._known.get(experiment_id)

    def find(self, experiment_id: str) -> ExperimentRecord:
        record = self.look_for(experiment_id)
        if record is None:
            raise ExperimentError(Sentence("This experiment no longer exists."))
        return record

    def ours(self, experiment_id: str) -> ExperimentRecord:
        """To be changed here. Raises `ExperimentError` where it is gone, or another server is at work on it."""
        record = self.find(experiment_id)
        if not self._files.claim(experiment_id):
            raise ExperimentError(Sentence("Another server is computing this experiment; open it there."))
        return record

    def running(self) -> list[ExperimentRecord]:
        """The unfinished ones that are ours to compute."""
        return [each for each in self._known.values() if each.ended is None and self._files.has(each.experiment_id)]

    def elsewhere(self, record: ExperimentRecord) -> bool:
        """Whether another server is at work on it."""
        return record.ended is None and not self._files.has(record.experiment_id)

    def begin(self, record: ExperimentRecord) -> None:
        """A new one, ours."""
        self._files.claim(record.experiment_id)
        self.add(record)

    def add(self, record: ExperimentRecord) -> None:
        self._known[record.experiment_id] = record
        self.touch(record)

    def remove(self, record: ExperimentRecord) -> None:
        self._known.pop(record.experiment_id, None)
        with self.noting_disk():
            self._files.remove(record)

    def touch(self, record: ExperimentRecord, event: bool = True) -> None:
        """It has changed; with ``event`` so that a page should show it."""
        record.serial = next(self._numbers)
        if event:
            record.event = record.serial

    def write(self, record: ExperimentRecord) -> None:
        self._unwritten.add(record.experiment_id)
        with self.noting_disk():
            self._files.write(record)
            self._unwritten.discard(record.experiment_id)

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
            self.note_disk(error)

    def note_disk(self, error: OSError) -> None:
        if self.disk is None:
            print(f"what experiments came to cannot be written: {error}", file=sys.stderr)
        self.disk = Sentence(
            "Experiment results cannot be saved ({reason}); they will be lost when the server stops.",
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
        record = self._files.find(experiment_id)
        if record is None:
            self._known.pop(experiment_id, None)
            return
        if record.ended is None:
            self._files.claim(experiment_id)
        self.add(record)
