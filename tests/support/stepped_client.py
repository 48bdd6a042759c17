"""A client without a worker process: page tests step a real engine by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from core.engine.changes import Cursor
from core.engine.engine import Engine
from core.messages import Sentence
from core.processes.supervisor import Condition, Health
from core.processes.training_protocol import COMMANDS
from core.runs.run import Run
from core.runs.snapshot import Phase, Snapshot
from core.storage.store import Store
from core.trainer import Trainer
from core.training.history import History


class SteppedClient:
    """Answers as `core.processes.training_client.Client` does; nothing moves until `work` is called."""

    def __init__(self, folder: Path) -> None:
        self.store = Store(folder)
        self.engine = Engine(self.store)
        self.engine.train_with(Trainer)
        self.condition = Condition(Health.READY)
        self.closed = False
        self.retried = 0
        self.inspections = self.novelties = self.ablations = self.engine.queries
        self.weights = self.engine.queries.weights
        for name, verb in COMMANDS.served(self.engine).items():
            setattr(self, name, verb)

    def work(self, until: Callable[[], bool] | None = None) -> None:
        """Take turns until there is nothing to do, or ``until`` says so."""
        while not (until and until()) and self.engine.take_turn():
            self.engine.save_due()

    def close(self) -> None:
        self.engine.close()

    @property
    def in_memory(self) -> list[Run]:
        """The runs that can be worked on."""
        return self.engine.in_memory

    def run(self, run_id: str) -> Run:
        """As the engine has it."""
        return next(run for run in self.in_memory if run.run_id == run_id)

    def last_run(self) -> Snapshot:
        """The one that was begun last."""
        return max(self.in_memory, key=lambda run: run.number).snapshot()

    def fail(self, reason: str) -> None:
        """As if TensorFlow had thrown ``reason``."""
        (run,) = self.in_memory
        run.failed(Sentence("Training stopped: {reason}. The last state is kept.", reason=reason))
        assert run.phase is Phase.FAILED

    def retry(self) -> None:
        self.retried += 1
        self.condition = Condition(Health.READY)

    def history(self, run_id: str) -> History:
        return History.of(self.engine.queries.history(run_id))

    def probabilities(self, snapshot: Snapshot, iteration: int) -> np.ndarray:
        return self.engine.queries.probabilities(snapshot.run_id, iteration)

    def snapshot(self, run_id: str) -> Snapshot | None:
        return self.read(run_id, lambda snapshot, _: snapshot)

    def read(self, run_id: str, reader: Callable[[Snapshot, History], object]) -> object | None:
        _, changes, _ = self.engine.changes({run_id: Cursor()})
        return reader(changes[0].snapshot, History.of(changes[0].part)) if changes else None
