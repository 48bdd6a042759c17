"""The experiments' process without Dask and TensorFlow, `python -m tests.support.stand_in_experiments FOLDER SPARE`: there at once.

Each of its experiments counts its iterations, fifty a second, and is done with the last. As unfriendly as may be: serials begin
anew with every process.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
import time
import types
from dataclasses import replace
from pathlib import Path

from core.experiments.question import Question
from core.experiments.view import Cost, DesignComparison, ExperimentError, Stage, Status
from core.messages import Sentence
from core.processes import experiment_worker
from core.storage import atomic_write
from tests.support.dask_processes import workers
from tests.support.waiting import until

TICK_SECONDS = 0.02
DASK = "STAND_IN_DASK"  # environment variable: open a real cluster, and say the numbers of its processes in this file
CLOSED = "closed"  # a file beside the experiments: they were closed in order


class Experiments:
    """As `core.experiments.service.Experiments`, as far as its client knows it."""

    def __init__(self, folder: Path, warning: Sentence | None = None, **_: object) -> None:
        self._warning = warning
        self._folder = folder / "experiments"
        self._unfinished = self._folder / "unfinished"
        self._unfinished.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._known: dict[str, DesignComparison] = {}
        self._calls = 0
        for path in sorted(self._folder.glob("*.pickle")):
            experiment = pickle.loads(path.read_bytes())
            self._known[experiment.experiment_id] = replace(experiment, serial=0)

    def start(self) -> None:
        threading.Thread(target=self._count, daemon=True).start()
        if os.environ.get(DASK):
            self._cluster = _cluster(Path(os.environ[DASK]))

    def close(self) -> None:
        (self._folder / CLOSED).touch()
        if os.environ.get(DASK):
            self._cluster.close()

    def status(self) -> Status:
        return Status(None, self._warning, 1)

    def experiments(self, workspace: str) -> list[DesignComparison]:
        return [each for each in self._known.values() if each.workspace == workspace]

    def ask(
        self, workspace: str, question: Question, prediction: str | None, new_id: str | None = None
    ) -> DesignComparison:
        question.check()
        number = len(self._known) + 1
        experiment = DesignComparison(
            experiment_id=f"e{number}", workspace=workspace, number=number, created=time.time(), question=question,
            prediction=prediction, looks=(len(question.seeds),), stage=Stage.TRAINING, notice=None, runs=(), summaries=(),
            comparisons=(), seconds_left=1.0, processes=1, event=0, serial=0,
        )  # fmt: skip
        (self._unfinished / experiment.experiment_id).touch()
        with self._lock:
            return self._put(experiment)

    def cancel(self, experiment_id: str) -> DesignComparison:
        with self._lock:
            return self._put(self._of(experiment_id, Stage.CANCELLED))

    def resume(self, experiment_id: str) -> DesignComparison:
        with self._lock:
            (self._unfinished / experiment_id).touch()
            return self._put(self._of(experiment_id, Stage.TRAINING))

    def more(self, experiment_id: str, count: int, beyond: int | None = None) -> DesignComparison:
        """Takes so many seconds."""
        time.sleep(count)
        return self.resume(experiment_id)

    def delete(self, experiment_id: str) -> None:
        self._of(experiment_id, Stage.CANCELLED)
        del self._known[experiment_id]

    def search(self, workspace: str, wish: object, new_id: str | None = None) -> DesignComparison:
        raise TypeError("a mistake of the program")

    def cost(self, question: Question) -> Cost:
        """``processes``: how often the watch has called."""
        return Cost(len(question.seeds) * len(question.variants), 0, None, False, self._calls)

    def points(self) -> list:
        return []

    def changes(self, serials: dict[str, int]) -> tuple[Status, list[DesignComparison], list[str]]:
        self._calls += 1
        with self._lock:
            moved = [
                self._known[key]
                for key, serial in serials.items()
                if key in self._known and self._known[key].serial != serial
            ]
        return self.status(), moved, [key for key in serials if key not in self._known]

    def _of(self, experiment_id: str, stage: Stage) -> DesignComparison:
        if experiment_id not in self._known:
            raise ExperimentError(Sentence("There is no such experiment."))
        experiment = self._known[experiment_id]
        return replace(experiment, stage=stage, serial=experiment.serial + 1)

    def _put(self, experiment: DesignComparison) -> DesignComparison:
        self._known[experiment.experiment_id] = experiment
        path = self._folder / f"{experiment.experiment_id}.pickle"
        atomic_write.write(path, lambda file: pickle.dump(experiment, file), durable=False)
        if experiment.ended:
            (self._unfinished / experiment.experiment_id).unlink(missing_ok=True)
        return experiment

    def _count(self) -> None:
        """The event counts the iterations."""
        while True:
            time.sleep(TICK_SECONDS)
            with self._lock:
                for each in list(self._known.values()):
                    if each.stage is Stage.TRAINING:
                        done = each.event + 1 >= each.question.iterations
                        stage = Stage.DONE if done else Stage.TRAINING
                        self._put(replace(each, event=each.event + 1, serial=each.serial + 1, stage=stage))


def _cluster(told: Path):
    from core.experiments import local_processes
    from core.experiments.cluster import Cluster

    local_processes.local_room = lambda: 1
    cluster = Cluster()
    cluster.open(lambda attempt, iteration: None)
    until(cluster.processes)
    told.with_suffix(".part").write_text(" ".join(str(process.pid) for process in workers()))
    told.with_suffix(".part").rename(told)
    return cluster


if __name__ == "__main__":
    module = types.ModuleType("core.experiments.service")
    module.Experiments = Experiments
    sys.modules["core.experiments.service"] = module
    experiment_worker.main()
