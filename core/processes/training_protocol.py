"""What the server and the worker have agreed on: how the worker is started, and its verbs.

Each interface has a line of its own, so that a click waits for no test. Arguments and answers are values that both sides can
load without an engine, a store or TensorFlow.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import numpy as np

from core.engine.changes import Change, Cursor, Status
from core.inspection.ablation import Ablation
from core.inspection.inspection import Inspection
from core.inspection.novelty import Novelty
from core.inspection.switched_off import Off
from core.processes.rpc import Verbs
from core.runs.snapshot import Snapshot
from core.spec import NetworkSpec, TrainingSpec
from core.training.history import HistoryPart
from core.training.step_time import Pace

PAUSED = "--paused"  # after FOLDER and SPARE on the command line: what was broken off does not go on by itself
LAST_SECONDS = 1.5  # for what is new to be written when the server has ended


class Commands(Protocol):
    """What a person wants of the runs; answered at once. `core.engine.engine.Engine` does it."""

    def runs(self, workspace: str) -> list[Snapshot]: ...

    def open(self, run_id: str) -> Snapshot: ...

    def create(
        self, workspace: str, network: NetworkSpec, settings: TrainingSpec, new_id: str | None = None
    ) -> Snapshot: ...

    def fork(self, run_id: str, iteration: int, settings: TrainingSpec, new_id: str | None = None) -> Snapshot: ...

    def train(self, run_id: str, goal: int) -> Snapshot: ...

    def pause(self, run_id: str) -> Snapshot: ...

    def test(self, run_id: str, iteration: int | None = None) -> Snapshot: ...

    def rename(self, run_id: str, name: str) -> Snapshot: ...

    def delete(self, run_id: str) -> Snapshot: ...

    def restore(self, run_id: str) -> Snapshot: ...

    def pace(self, network: NetworkSpec, settings: TrainingSpec) -> Pace | None: ...


class Readings(Protocol):
    """What was kept of a run; read from the disk where need be. `core.engine.run_queries.RunQueries` does it."""

    def history(self, run_id: str) -> HistoryPart: ...

    def weights(self, run_id: str, iteration: int | None = None) -> tuple[int, Mapping[str, np.ndarray]]: ...

    def probabilities(self, run_id: str, iteration: int) -> np.ndarray: ...


class Inspections(Protocol):
    """What a network makes of a few images: milliseconds. `core.engine.run_queries.RunQueries` does it."""

    def inspect(
        self,
        run_id: str,
        images: np.ndarray,
        off: Off,
        layers: tuple[str, ...] | None = None,
        at: int | None = None,
    ) -> Inspection: ...

    def answers(self, run_id: str, images: np.ndarray, at: int | None = None) -> tuple[int, np.ndarray]: ...

    def predictions(self, run_id: str, images: np.ndarray) -> list[tuple[int, np.ndarray]]: ...


class Novelties(Protocol):
    """How far images lie from the training images: a second at first. `core.engine.run_queries.RunQueries` does it."""

    def novelties(self, run_id: str, images: np.ndarray, at: int | None = None) -> list[Novelty] | None: ...


class Ablations(Protocol):
    """What the test set says without some filters: seconds. `core.engine.run_queries.RunQueries` does it."""

    def ablate(self, run_id: str, off: Off, at: int | None = None) -> Ablation: ...


class Watch(Protocol):
    """What is new, asked again and again. `core.engine.engine.Engine` does it."""

    def changes(self, cursors: Mapping[str, Cursor]) -> tuple[Status, list[Change], list[str]]: ...


COMMANDS, READINGS, INSPECTIONS = Verbs(Commands), Verbs(Readings), Verbs(Inspections)
NOVELTIES, ABLATIONS, WATCH = Verbs(Novelties), Verbs(Ablations), Verbs(Watch)
