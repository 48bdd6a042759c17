"""A run in writing: what there is to say of it, as JSON, and its arrays beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np

from core import spec
from core.fields.limits import shown
from core.messages import Sentence, SentenceError
from core.runs.run import Run
from core.runs.snapshot import Checkpoint, Origin, Phase, Snapshot, TestResult
from core.training.history import History, HistoryPart, Validation
from core.training.train_state import TrainState

SCHEMA = 2  # of everything that is kept; later versions read earlier ones


class LaterVersion(SentenceError, ValueError):
    """Written by a later version of the program: left as it is."""


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
            checkpoints=self.checkpoints, results=self.results, notice=self.notice, unkept=None, history_key="",
            event=self.event, serial=0, kept_serial=0, kept_iteration=self.iteration,
        )  # fmt: skip

    def run(self, rows: np.ndarray, state: TrainState | None) -> Run:
        """The run, with its history and its state."""
        run = Run(self.workspace, self.network, self.settings, self.run_id, self.number)
        run.name, run.created, run.deleted, run.origin = self.name, self.created, self.deleted, self.origin
        run.phase, run.goal, run.notice, run.state = self.phase, self.goal, self.notice, state
        run.event = self.event + 1
        run.checkpoints = {checkpoint.iteration: checkpoint for checkpoint in self.checkpoints}
        run.results = {result.iteration: result for result in self.results}
        # A key of its own: copies of the history may be ahead of this one and must begin anew.
        run.history = History()
        run.history.join(HistoryPart(run.history.key, 0, rows, self.validations))
        run.kept_serial, run.kept_iteration = run.serial, self.iteration
        return run


@dataclass(frozen=True, eq=False)
class Kept:
    """What is to be written of a run just now. ``states`` and ``tests``: those not written yet, by iteration."""

    record: Record
    rows: np.ndarray
    state: TrainState | None
    states: Mapping[int, TrainState]
    tests: Mapping[int, np.ndarray]
    serial: int
    version: int

    @property
    def iteration(self) -> int:
        return self.record.iteration


def of(run: Run) -> Record:
    return Record(
        run_id=run.run_id, workspace=run.workspace, number=run.number, name=run.name, created=run.created,
        deleted=run.deleted, origin=run.origin, network=run.network, settings=run.settings, phase=run.phase,
        goal=run.goal, iteration=run.iteration, seconds=run.state.seconds if run.state else 0.0,
        begun=run.state is not None, event=run.event, notice=run.notice,
        checkpoints=tuple(run.checkpoints[i] for i in sorted(run.checkpoints)),
        results=tuple(run.results[i] for i in sorted(run.results)), validations=tuple(run.history.validations),
    )  # fmt: skip


def to_keep(run: Run) -> Kept:
    """Everything of it that is not on disk yet; the arrays are those of the run, which change no more."""
    states, tests = dict(run.fresh_states), dict(run.fresh_tests)
    return Kept(of(run), run.history.rows, run.state, states, tests, run.serial, run.version)


def to_json(record: Record) -> str:
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    design = spec.to_json(values.pop("network"), values.pop("settings"))
    values |= {
        "schema": SCHEMA,
        "design": design,
        "notice": record.notice and [record.notice.template, record.notice.values],
        "origin": record.origin and [record.origin.run_id, record.origin.number, record.origin.iteration],
        "checkpoints": [[m.iteration, m.seconds] for m in record.checkpoints],
        "results": [[r.iteration, r.correct, r.total, r.seconds] for r in record.results],
        "validations": [[v.iteration, v.correct, v.total] for v in record.validations],
    }
    return json.dumps(values)


def from_json(text: str) -> Record:
    """What `to_json` wrote. Raises `LaterVersion`, or ValueError, LookupError, TypeError or AttributeError for anything else."""
    values = json.loads(text)
    schema = values.pop("schema")
    if type(schema) is not int or schema < 1:
        raise ValueError(f"its schema number is {shown(schema)}")
    if schema > SCHEMA:
        raise LaterVersion(
            Sentence("It was written by a later version of Layer Lab (schema {schema}).", schema=shown(schema))
        )
    if schema == 1:
        values["checkpoints"] = values.pop("moments")
    network, settings = spec.from_json(values.pop("design"))
    notice, origin = values.pop("notice"), values.pop("origin")
    return Record(
        **values
        | {
            "network": network,
            "settings": settings,
            "phase": Phase(values["phase"]),
            "notice": notice and Sentence(notice[0], **notice[1]),
            "origin": origin and Origin(*origin),
            "checkpoints": tuple(Checkpoint(*entry) for entry in values["checkpoints"]),
            "results": tuple(TestResult(*entry) for entry in values["results"]),
            "validations": tuple(Validation(*entry) for entry in values["validations"]),
        }
    )
