"""A client without a worker process: page tests step a real engine by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from core import data
from core.anatomy import Off
from core.client import Condition, Health
from core.engine import Engine, Status
from core.history import History
from core.look import Look
from core.run import Phase, RunError, Snapshot
from core.trainer import Trainer


class SteppedClient:
    """Answers as `core.client.Client` does; nothing moves until `work` is called."""

    def __init__(self, folder: Path) -> None:
        self.engine = Engine(folder)
        self.engine._status = Status(True, None)
        self.condition = Condition(Health.READY)
        self.closed = False
        self.retried = 0
        for verb in ("runs", "create", "train", "pause", "reset", "pace", "ablate"):
            setattr(self, verb, getattr(self.engine, verb))

    def work(self, until: Callable[[], bool] | None = None) -> None:
        """Take turns until there is nothing to do, or ``until`` says so."""
        while not (until and until()):
            turn = self.engine._next_turn()
            if turn is None:
                return
            self.engine._do(*turn, Trainer, data.mnist())

    def only_run(self) -> Snapshot:
        (run,) = self.engine._runs.values()
        return run.snapshot()

    def fail(self, reason: str) -> None:
        """As if TensorFlow had thrown ``reason``."""
        from core.sentence import Sentence

        (run,) = self.engine._runs.values()
        run.failed(Sentence("Training stopped: {reason}. The last state is kept.", reason=reason))
        assert run.phase is Phase.FAILED

    def retry(self) -> None:
        self.retried += 1
        self.condition = Condition(Health.READY)

    def look(
        self, run_id: str, images: np.ndarray, off: Off | None = None, layers: tuple[str, ...] | None = None
    ) -> Look:
        return self.engine.look(run_id, images, off or {}, layers)

    def probabilities(self, snapshot: Snapshot, iteration: int) -> np.ndarray:
        return self.engine.probabilities(snapshot.run_id, iteration)

    def snapshot(self, run_id: str) -> Snapshot | None:
        return self.read(run_id, lambda snapshot, _: snapshot)

    def read(self, run_id: str, reader: Callable[[Snapshot, History], object]) -> object | None:
        try:
            run = self.engine._find(run_id)
        except RunError:
            return None
        return reader(run.snapshot(), run.history)
