"""All experiments, and what can be done with them. No task is computed twice, and whatever has ended is on disk at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from pathlib import Path

from core.experiments import architecture_search, pareto_front, progress, provenance
from core.experiments.architecture_search import Wish
from core.experiments.cluster import Cluster
from core.experiments.experiment_id import PATTERN, new_experiment_id
from core.experiments.experiment_record import ExperimentRecord, check_prediction
from core.experiments.progress import Workload
from core.experiments.question import MOST_SEEDS, Question, QuestionError
from core.experiments.registry import Registry
from core.experiments.result_cache import ResultCache
from core.experiments.scheduler import Scheduler
from core.experiments.scheduler_events import (
    ClusterChanged,
    Event,
    ResultUnkept,
    TaskFinished,
    TaskProgressed,
    TaskPutAside,
    TaskQueue,
    TaskStarted,
    TaskWaiting,
)
from core.experiments.task import PlannedRun, Result, Task
from core.experiments.view import Cost, Experiment, ExperimentError, Point, Stage, Status
from core.fields.limits import Whole
from core.messages import Sentence
from core.storage import workspace_token
from core.training.step_time import Paces

MOST_EXPERIMENTS = 200  # of a workspace
TURN_SECONDS = 1.0  # the longest between two looks at what has happened


class Experiments:
    """Thread-safe. `start` it, `close` it. Raises OSError where ``folder``, the data folder, cannot be used."""

    def __init__(
        self, folder: Path, cluster: Cluster | None = None, days: float = 30.0, warning: Sentence | None = None
    ) -> None:
        """``days``: what is finished and older is forgotten; its results stay. ``warning``: what there is to know of the folder."""
        self._warning = warning
        self._versions = provenance.here()
        self._results = ResultCache(folder)
        self._registry = Registry(folder, self._versions, days)
        self._lock = threading.RLock()
        self._shown: dict[str, Experiment] = {}
        self._paces = Paces()
        for task, result in self._results.rows():
            self._note_pace(task, result)
        self._scheduler = Scheduler(self._results, cluster)
        self._workload = Workload()
        self._queued: set[str] = set()  # experiments whose tasks the scheduler has
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._take_turns, name="experiments", daemon=True)

    def start(self) -> None:
        """What was not finished goes on."""
        with self._lock:
            for record in sorted(self._registry.take_up_unfinished(), key=lambda record: record.created):
                self._queue(record)
                self._advance(record)
        self._scheduler.start()
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        self._scheduler.wake()
        if self._thread.is_alive():
            self._thread.join(timeout=10)
        self._scheduler.close()
        with self._lock:
            self._registry.close()

    def turn(self, seconds: float = 0.0) -> None:
        """Take in what became of the tasks; wait so long for something to happen. The own thread does it all the time."""
        for event in self._scheduler.events(seconds):
            with self._lock:
                self._take_in(event)
        self._write_rest()

    def _take_turns(self) -> None:
        while not self._closing.is_set():
            self.turn(TURN_SECONDS)

    # What a person wants.

    def status(self) -> Status:
        return Status(self._workload.problem, self._warning or self._registry.disk, self._workload.processes)

    def experiments(self, workspace: str) -> list[Experiment]:
        """All of a workspace, the oldest first."""
        with self._lock:
            return [self._follow(record) for record in self._registry.of(workspace)]

    def ask(
        self, workspace: str, question: Question, prediction: str | None = None, new_id: str | None = None
    ) -> Experiment:
        """Raises `QuestionError`, `spec.SpecError` or `ExperimentError`.

        ``new_id``: what it is to be called (`core.experiments.experiment_id`); whoever asks again with the same one, because the answer was
        lost, gets the same experiment.
        """
        question.check()
        check_prediction(prediction, question)
        return self._begin(workspace, question, prediction, new_id)

    def search(self, workspace: str, wish: Wish, new_id: str | None = None) -> Experiment:
        """Look for the simplest network that is good enough; ``new_id`` as in `ask`. Raises `QuestionError`, `spec.SpecError` or `ExperimentError`."""
        wish.check()
        return self._begin(workspace, wish, None, new_id)

    def more(self, experiment_id: str, count: int, beyond: int | None = None) -> Experiment:
        """So many more seeds; that they came after a look is remembered. Raises `QuestionError` or `ExperimentError`.

        ``beyond``: how many seeds whoever asks has seen; where there are more by now they were asked for before, and none is added.
        """
        refusal = Whole(1, MOST_SEEDS).refusal("question", "seeds", count)
        if refusal is not None:
            raise QuestionError(refusal)
        with self._lock:
            record = self._registry.ours(experiment_id)
            if not isinstance(record.subject, Question):
                raise ExperimentError(Sentence("A search uses a single seed; for another seed, start another search."))
            if beyond is not None and len(record.subject.seeds) > beyond:
                return self._show(record)
            question, before = record.subject.with_seeds(count), record.keys
            question.check()
            seen = any(self._results.get(run.task) for run in record.plan)
            looks = [*record.looks, len(question.seeds)] if seen else [len(question.seeds)]
            record.change(subject=question, looks=looks, ended=None)
            record.recalled |= self._known_keys(record) - before
            return self._go_on(record)

    def cancel(self, experiment_id: str) -> Experiment:
        """What has ended stays, the rest is not computed."""
        with self._lock:
            record = self._registry.find(experiment_id)
            if record.ended is None:
                self._registry.ours(experiment_id)
                record.ended = Stage.CANCELLED
                self._queue(record)
                self._registry.touch(record)
                self._registry.write(record)
            return self._show(record)

    def resume(self, experiment_id: str) -> Experiment:
        """What is missing is computed, also what was put aside; a search chooses again, on the validation set as before."""
        with self._lock:
            record = self._registry.ours(experiment_id)
            record.failed.clear()
            record.change(winner=None, ended=None)
            return self._go_on(record)

    def delete(self, experiment_id: str) -> None:
        """The experiment is forgotten; the results of its runs stay."""
        self.cancel(experiment_id)
        with self._lock:
            record = self._registry.look_for(experiment_id)
            if record is not None:
                self._registry.remove(record)
                self._shown.pop(experiment_id, None)

    def cost(self, question: Question) -> Cost:
        """Raises `QuestionError` or `spec.SpecError`."""
        question.check()
        runs = list(question.plan(self._versions))
        missing = [run for run in runs if self._results.look_for(run.task) is None]
        with self._lock:
            return progress.cost(runs, missing, self._workload, self._expected(), self._paces)

    def points(self) -> list[Point]:
        """Everything that was ever judged on the test set here, by the program as it is now."""
        return pareto_front.points(row for row in self._results.rows() if row[0].versions == self._versions)

    def changes(self, known: Mapping[str, int]) -> tuple[Status, list[Experiment], list[str]]:
        """Of the experiments with these serials: those that moved on, and those that are gone."""
        with self._lock:
            there = {key: self._registry.look_for(key) for key in known}
            shown = [self._follow(record) for record in there.values() if record is not None]
        moved = [each for each in shown if each.serial != known[each.experiment_id]]
        return self.status(), moved, [key for key, record in there.items() if record is None]

    # Below here the lock is held.

    def _take_in(self, event: Event) -> None:
        """One of the scheduler's events."""
        under_way = self._workload.under_way
        match event:
            case TaskStarted(key):
                under_way[key] = (Stage.STARTING, 0)
                self._touch(key)
            case TaskProgressed(key, iteration):
                under_way[key] = (Stage.TRAINING, iteration)
                self._touch(key)
            case TaskWaiting(key):
                under_way.pop(key, None)
                self._touch(key)
            case TaskFinished(task, result):
                under_way.pop(task.key, None)
                self._note_pace(task, result)
                for record in self._wanting(task.key):
                    self._registry.touch(record)
                    self._advance(record)
            case TaskPutAside(key, reason):
                under_way.pop(key, None)
                for record in self._wanting(key):
                    record.failed[key] = reason
                    self._registry.touch(record)
                    self._registry.write(record)
                    self._advance(record)
            case ClusterChanged(problem, processes):
                self._workload.problem, self._workload.processes = problem, processes
                for record in self._registry.running():
                    self._registry.touch(record)
            case ResultUnkept(error):
                self._registry.note_disk(error)

    def _wanting(self, key: str) -> list[ExperimentRecord]:
        return [record for record in self._registry.running() if key in record.keys]

    def _touch(self, key: str) -> None:
        """A task has moved on; no page need run again for that."""
        for record in self._wanting(key):
            self._registry.touch(record, event=False)

    def _begin(
        self, workspace: str, subject: Question | Wish, prediction: str | None, new_id: str | None
    ) -> Experiment:
        if not workspace_token.is_token(workspace):
            raise ExperimentError(Sentence("The workspace named in the address cannot be read."))
        if new_id is not None and not PATTERN.fullmatch(new_id):
            raise ExperimentError(Sentence("This experiment no longer exists."))
        with self._lock:
            before = self._registry.of(workspace)
            made = next((each for each in before if each.experiment_id == new_id), None)
            if made is not None:
                return self._show(made)
            if len(before) >= MOST_EXPERIMENTS:
                raise ExperimentError(
                    Sentence("There are already {most} experiments; delete some of them first.", most=MOST_EXPERIMENTS)
                )
            number = max((each.number for each in before), default=0) + 1
            looks = [len(subject.seeds)] if isinstance(subject, Question) else []
            record = ExperimentRecord(
                new_id or new_experiment_id(),
                workspace,
                number,
                time.time(),
                self._versions,
                subject,
                prediction,
                looks,
            )
            record.recalled = self._known_keys(record)
            self._registry.begin(record)
            return self._go_on(record)

    def _go_on(self, record: ExperimentRecord) -> Experiment:
        """Something is to be done again, or for the first time."""
        self._registry.touch(record)
        self._registry.write(record)
        self._queue(record)
        self._advance(record)
        return self._show(record)

    def _queue(self, record: ExperimentRecord) -> None:
        """Have the scheduler compute what is missing of it."""
        missing = () if record.ended is not None else tuple(
            run.task for run in record.plan if not self._settled(record, run)
        )  # fmt: skip
        self._scheduler.want(TaskQueue(record.experiment_id, record.created, missing))
        (self._queued.add if record.ended is None else self._queued.discard)(record.experiment_id)

    def _follow(self, record: ExperimentRecord) -> Experiment:
        """As it is now, also where another server computes it, or did until it ended."""
        if self._registry.elsewhere(record):
            missing = [run for run in record.plan if self._results.get(run.task) is None]
            if any([self._results.look_for(run.task) for run in missing]):
                self._registry.touch(record)
        elif record.ended is None and (self._over(record) or record.experiment_id not in self._queued):
            self._go_on(record)
        return self._show(record)

    def _over(self, record: ExperimentRecord) -> bool:
        return record.ended is None and all(self._settled(record, run) for run in record.plan)

    def _advance(self, record: ExperimentRecord) -> None:
        """Where nothing is left to compute it has ended; a search goes on to its next candidates."""
        while self._over(record):
            if not isinstance(record.subject, Wish) or not self._search_on(record, record.subject):
                record.ended = Stage.DONE
            self._queue(record)
            self._registry.touch(record)
            self._registry.write(record)

    def _search_on(self, record: ExperimentRecord, wish: Wish) -> bool:
        """The next candidates, or the winner; False where neither is to come."""
        if record.winner is not None:
            return False
        judged = {}
        for run, network in zip(record.plan, record.candidates, strict=True):
            result = self._results.get(run.task)
            judged[network] = result.validation_accuracy if result is not None else None
        more = architecture_search.next_candidates(wish, judged, self._expected())
        if more:
            record.change(candidates=[*record.candidates, *more])
        else:
            record.change(winner=architecture_search.winner(wish, judged))
        return bool(more) or record.winner is not None

    def _settled(self, record: ExperimentRecord, run: PlannedRun) -> bool:
        return run.key in record.failed or self._results.get(run.task) is not None

    def _show(self, record: ExperimentRecord) -> Experiment:
        before = self._shown.get(record.experiment_id)
        if before is not None and before.serial == record.serial:
            return before
        shown = progress.show(record, self._results, self._workload, self._expected(), self._paces, before)
        self._shown[record.experiment_id] = shown
        return shown

    def _expected(self) -> int:
        """How many processes there are, or will be once they are wanted."""
        return self._workload.processes or self._scheduler.expected()

    def _known_keys(self, record: ExperimentRecord) -> set[str]:
        """Of its tasks that need not be computed any more."""
        return {run.key for run in record.plan if self._results.look_for(run.task) is not None}

    def _note_pace(self, task: Task, result: Result) -> None:
        if result.diverged is None:
            self._paces.note(task.network, task.settings, task.iterations, result.seconds)

    def _write_rest(self) -> None:
        """What the disk had no room for."""
        if self._registry.disk is not None:
            with self._lock, self._registry.noting_disk():
                self._results.keep_rest()
                self._registry.write_rest()
                self._registry.disk = None
