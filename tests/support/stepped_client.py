"""A client without a worker process: page tests step a real engine by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from core import data
from core.anatomy import Off
from core.engine.engine import Engine, Status
from core.inspection.activations import Look
from core.processes.training_client import Condition, Health
from core.runs.run import RunError
from core.runs.snapshot import Phase, Snapshot
from core.storage.store import Store
from core.trainer import Trainer
from core.training.history import History


class SteppedClient:
    """Answers as `core.processes.training_client.Client` does; nothing moves until `work` is called."""

    def __init__(self, folder: Path) -> None:
        self.engine = Engine(Store(folder))
        self.engine._status = Status(True, None)
        self.condition = Condition(Health.READY)
        self.closed = False
        self.retried = 0
        for verb in ("runs", "open", "create", "fork", "train", "pause", "test", "rename", "delete", "restore", "pace"):
            setattr(self, verb, getattr(self.engine, verb))
        for verb in ("weights", "answers", "ablate"):
            setattr(self, verb, getattr(self.engine.reader, verb))

    def work(self, until: Callable[[], bool] | None = None) -> None:
        """Take turns until there is nothing to do, or ``until`` says so."""
        while not (until and until()):
            turn = self.engine._next_turn()
            if turn is None:
                return
            self.engine._do(*turn, Trainer, data.mnist())
            self.engine._keep_due()

    def last_run(self) -> Snapshot:
        """The one that was begun last."""
        return max(self.engine._roster._runs.values(), key=lambda run: run.number).snapshot()

    def fail(self, reason: str) -> None:
        """As if TensorFlow had thrown ``reason``."""
        from core.messages import Sentence

        (run,) = self.engine._roster._runs.values()
        run.failed(Sentence("Training stopped: {reason}. The last state is kept.", reason=reason))
        assert run.phase is Phase.FAILED

    def retry(self) -> None:
        self.retried += 1
        self.condition = Condition(Health.READY)

    def look(
        self,
        run_id: str,
        images: np.ndarray,
        off: Off | None = None,
        layers: tuple[str, ...] | None = None,
        at: int | None = None,
    ) -> Look:
        return self.engine.reader.look(run_id, images, off or {}, layers, at)

    def history(self, run_id: str) -> History:
        return History.of(self.engine.reader.history(run_id))

    def probabilities(self, snapshot: Snapshot, iteration: int) -> np.ndarray:
        return self.engine.reader.probabilities(snapshot.run_id, iteration)

    def snapshot(self, run_id: str) -> Snapshot | None:
        return self.read(run_id, lambda snapshot, _: snapshot)

    def read(self, run_id: str, reader: Callable[[Snapshot, History], object]) -> object | None:
        try:
            run = self.engine._roster.find(run_id)
        except RunError:
            return None
        return reader(run.snapshot(), run.history)
