"""A run as it is written down: what there is to say of it, and what of it is not on disk yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from core import spec
from core.messages import Sentence
from core.runs.snapshot import Checkpoint, Origin, Phase, Snapshot, TestResult
from core.training.history import Validation
from core.training.train_state import TrainState


@dataclass(frozen=True)
class Record:
    """All of a run but its arrays."""

    run_id: str
    workspace: str
    number: int
    name: str
    created: float
    deleted: float | None
    origin: Origin | None
    network: spec.NetworkSpec
    settings: spec.TrainingSpec
    phase: Phase
    goal: int
    iteration: int
    seconds: float
    begun: bool  # whether there is a state
    event: int
    notice: Sentence | None
    checkpoints: tuple[Checkpoint, ...]
    results: tuple[TestResult, ...]
    validations: tuple[Validation, ...]

    def at(self, state: TrainState) -> Record:
        """As if the run had been stopped there, at one of its checkpoints."""
        until = state.iteration
        return replace(
            self, phase=Phase.PAUSED, iteration=until, seconds=state.seconds, notice=None, begun=True, goal=0,
            checkpoints=tuple(checkpoint for checkpoint in self.checkpoints if checkpoint.iteration <= until),
            results=tuple(result for result in self.results if result.iteration <= until),
            validations=tuple(each for each in self.validations if each.iteration <= until),
        )  # fmt: skip

    def snapshot(self) -> Snapshot:
        """What a list of runs shows while the run is not in the memory."""
        return Snapshot(
            run_id=self.run_id, workspace=self.workspace, number=self.number, name=self.name, created=self.created,
            origin=self.origin, network=self.network, settings=self.settings, phase=self.phase, iteration=self.iteration,
            goal=self.goal, seconds=self.seconds, images_per_second=None, testing=None, tested=None,
            checkpoints=self.checkpoints, results=self.results,
            validation=self.validations[-1] if self.validations else None, notice=self.notice, unsaved=None,
            history_key="", event=self.event, serial=0, saved_serial=0, saved_iteration=self.iteration,
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Unsaved:
    """What is to be written of a run just now: how it stands, and of its checkpoints and tests those not written yet.

    ``rows``: of the history. ``states`` and ``tests`` by iteration; ``tests`` are probabilities of the test set, (N, 10).
    """

    record: Record
    rows: np.ndarray
    state: TrainState | None
    states: Mapping[int, TrainState]
    tests: Mapping[int, np.ndarray]
    serial: int
    version: int
