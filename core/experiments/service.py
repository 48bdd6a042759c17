"""Experiments: what was asked, what came of it so far. No task is computed twice, and what has ended is on disk at once."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from core.experiments import architecture_search, pareto_front, progress, provenance
from core.experiments.cluster import Cluster
from core.experiments.question import MOST_SEEDS, Design, Question, QuestionError
from core.experiments.registry import Ledger
from core.experiments.result_cache import Results
from core.experiments.saved_question import Asked, Place, check_prediction
from core.experiments.scheduler import Dispatch
from core.experiments.task import START_SECONDS, Result, Task
from core.experiments.view import Cost, Experiment, ExperimentError, Point, Stage, Status
from core.fields.limits import Whole
from core.messages import Sentence
from core.storage import workspace_token
from core.training.step_time import Paces

MOST_EXPERIMENTS = 200  # of a workspace


class Experiments:
    """Thread-safe. `start` it, `close` it. Raises OSError where ``folder``, the data folder, cannot be used."""

    def __init__(self, folder: Path, cluster: Cluster | None = None, days: float = 30.0) -> None:
        """``days``: what is finished and older is forgotten; its results stay."""
        self._versions = provenance.here()
        self._results = Results(folder)
        self._ledger = Ledger(folder, self._versions, days)
        self._lock = threading.RLock()
        self._shown: dict[str, Experiment] = {}
        self._paces = Paces()
        for task, result in self._results.rows():
            self._note_pace(task, result)
        self._dispatch = Dispatch(self, cluster)

    def start(self) -> None:
        """What was not finished goes on."""
        with self._lock:
            for asked in self._ledger.take_up_unfinished():
                self._advance(asked)
        self._dispatch.start()

    def close(self) -> None:
        self._dispatch.close()
        with self._lock:
            self._ledger.close()

    # What a person asks.

    def status(self) -> Status:
        return Status(self._dispatch.problem, self._ledger.disk, self._dispatch.processes)

    def experiments(self, workspace: str) -> list[Experiment]:
        """All of a workspace, the oldest first."""
        with self._lock:
            return [self._follow(asked) for asked in self._ledger.of(workspace)]

    def ask(self, workspace: str, question: Question, prediction: str | None = None) -> Experiment:
        """Raises `QuestionError`, `spec.SpecError` or `ExperimentError`."""
        question.check()
        check_prediction(prediction, question)
        return self._begin(workspace, question=question, prediction=prediction, looks=[len(question.seeds)])

    def search(self, workspace: str, wish: architecture_search.Wish) -> Experiment:
        """Look for the simplest network that is good enough. Raises `QuestionError`, `spec.SpecError` or `ExperimentError`."""
        wish.check()
        return self._begin(workspace, wish=wish)

    def more(self, experiment_id: str, count: int) -> Experiment:
        """So many more seeds; that they came after a look is remembered. Raises `QuestionError` or `ExperimentError`."""
        refusal = Whole(1, MOST_SEEDS).refusal("question", "seeds", count)
        if refusal is not None:
            raise QuestionError(refusal)
        with self._lock:
            asked = self._ledger.ours(experiment_id)
            if asked.question is None:
                raise ExperimentError(Sentence("A search has one seed; ask again with another one."))
            question, before = asked.question.with_seeds(count), asked.keys
            question.check()
            seen = any(self._results.get(place.task) for place in asked.places)
            looks = [*asked.looks, len(question.seeds)] if seen else [len(question.seeds)]
            asked.change(question=question, looks=looks, ended=None)
            asked.recalled |= self._known_keys(asked) - before
            return self._go_on(asked)

    def cancel(self, experiment_id: str) -> Experiment:
        """What has ended stays, the rest is not computed."""
        with self._lock:
            asked = self._ledger.find(experiment_id)
            if asked.ended is None:
                self._ledger.ours(experiment_id)
                asked.ended = Stage.CANCELLED
                self._ledger.touch(asked)
                self._ledger.write(asked)
            shown, unwanted = self._show(asked), asked.keys - self.wanted()
        self._dispatch.stop(unwanted)
        return shown

    def resume(self, experiment_id: str) -> Experiment:
        """What is missing is computed, also what was put aside; a search chooses again, on the validation set as before."""
        with self._lock:
            asked = self._ledger.ours(experiment_id)
            asked.failed.clear()
            asked.change(winner=None, ended=None)
            return self._go_on(asked)

    def delete(self, experiment_id: str) -> None:
        """The experiment is forgotten; the results of its runs stay."""
        self.cancel(experiment_id)
        with self._lock:
            asked = self._ledger.look_for(experiment_id)
            if asked is not None:
                self._ledger.remove(asked)
                self._shown.pop(experiment_id, None)

    def cost(self, question: Question) -> Cost:
        """Raises `QuestionError` or `spec.SpecError`."""
        question.check()
        asked = Asked("", "", 0, 0.0, self._versions, question=question)
        missing = [place.task for place in asked.places if self._results.look_for(place.task) is None]
        processes = self._dispatch.expected()
        runs = len(asked.places)
        with self._lock:
            of = {design: self._paces.of(design.network, design.settings) for design in question.designs}
        paces = [of[Design(task.network, task.settings)] for task in missing]
        if None in paces:
            return Cost(runs, runs - len(missing), None, False, processes)
        seconds = sum(progress.seconds(task.iterations, pace) for task, pace in zip(missing, paces, strict=True))
        at_once = max(1, min(processes, len(missing)))
        start = 0.0 if self._dispatch.processes or not missing else START_SECONDS
        return Cost(
            runs, runs - len(missing), start + seconds / at_once, all(pace.measured for pace in paces), processes
        )

    def points(self) -> list[Point]:
        """Everything that was ever judged on the test set here, by the program as it is now."""
        return pareto_front.points(row for row in self._results.rows() if row[0].versions == self._versions)

    def changes(self, known: Mapping[str, int]) -> tuple[Status, list[Experiment], list[str]]:
        """Of the experiments with these serials: those that moved on, and those that are gone."""
        with self._lock:
            there = {key: self._ledger.look_for(key) for key in known}
            shown = [self._follow(asked) for asked in there.values() if asked is not None]
        moved = [each for each in shown if each.serial != known[each.experiment_id]]
        return self.status(), moved, [key for key, asked in there.items() if asked is None]

    # What the dispatch asks and tells.

    def next_task(self, under_way: Collection[str]) -> Task | None:
        """The experiment with the fewest tasks under way is next, so that nobody waits for all of somebody else's."""
        self._write_rest()
        with self._lock:
            row = sorted(self._ledger.running(), key=lambda asked: (len(asked.keys & set(under_way)), asked.created))
            rows = [(asked, asked.places) for asked in row]
        for asked, places in rows:
            for place in places:
                if place.key in under_way or place.key in asked.failed or self._results.get(place.task) is not None:
                    continue
                found = self._results.look_for(place.task)
                if found is None:
                    return place.task
                self.came(place.task, found)  # another server has computed it
            with self._lock:  # its last result may have come on another way: as a part of somebody else's
                if self._over(asked):
                    self._ledger.touch(asked)
                    self._advance(asked)
        return None

    def wanted(self) -> frozenset[str]:
        """Keys of all tasks that a running experiment asks for."""
        with self._lock:
            return frozenset().union(*(asked.keys for asked in self._ledger.running()))

    def moved(self, keys: Iterable[str]) -> None:
        with self._lock:
            for asked in self._ledger.running():
                if not asked.keys.isdisjoint(keys):
                    self._ledger.touch(asked, event=False)

    def came(self, task: Task, result: Result) -> None:
        with self._ledger.noting_disk():
            self._results.put(task, result)
        with self._lock:
            self._note_pace(task, result)
            for asked in self._ledger.running():
                if task.key in asked.keys:
                    self._ledger.touch(asked)
                    self._advance(asked)

    def put_aside(self, key: str, reason: Sentence) -> None:
        with self._lock:
            for asked in self._ledger.running():
                if key in asked.keys:
                    asked.failed[key] = reason
                    self._ledger.touch(asked)
                    self._ledger.write(asked)
                    self._advance(asked)

    def troubled(self) -> None:
        with self._lock:
            for asked in self._ledger.running():
                self._ledger.touch(asked)

    # Below here the lock is held.

    def _begin(self, workspace: str, **values: object) -> Experiment:
        if not workspace_token.is_token(workspace):
            raise ExperimentError(Sentence("The workspace named in the address cannot be read."))
        with self._lock:
            before = self._ledger.of(workspace)
            if len(before) >= MOST_EXPERIMENTS:
                raise ExperimentError(
                    Sentence("There are {most} experiments already; delete some of them first.", most=MOST_EXPERIMENTS)
                )
            number = max((each.number for each in before), default=0) + 1
            asked = Asked(secrets.token_hex(8), workspace, number, time.time(), self._versions, **values)
            asked.recalled = self._known_keys(asked)
            self._ledger.begin(asked)
            return self._go_on(asked)

    def _go_on(self, asked: Asked) -> Experiment:
        """Something is to be done again, or for the first time."""
        self._ledger.touch(asked)
        self._ledger.write(asked)
        self._advance(asked)
        self._dispatch.wake()
        return self._show(asked)

    def _follow(self, asked: Asked) -> Experiment:
        """As it is now, also where another server computes it, or did until it ended."""
        if self._ledger.elsewhere(asked):
            missing = [place.task for place in asked.places if self._results.get(place.task) is None]
            if any([self._results.look_for(task) for task in missing]):
                self._ledger.touch(asked)
        elif self._over(asked):
            self._go_on(asked)
        return self._show(asked)

    def _over(self, asked: Asked) -> bool:
        return asked.ended is None and all(self._settled(asked, place) for place in asked.places)

    def _advance(self, asked: Asked) -> None:
        """Where nothing is left to compute it has ended; a search goes on to its next candidates."""
        while self._over(asked):
            if asked.wish is None or asked.winner is not None or not self._search_on(asked):
                asked.ended = Stage.DONE
            self._ledger.touch(asked)
            self._ledger.write(asked)

    def _search_on(self, asked: Asked) -> bool:
        """The next candidates, or the winner; False where there is none."""
        judged = {}
        for place, network in zip(asked.places, asked.candidates, strict=True):
            result = self._results.get(place.task)
            judged[network] = result.validation_accuracy if result is not None else None
        more = architecture_search.next_candidates(asked.wish, judged, self._dispatch.expected())
        if more:
            asked.change(candidates=[*asked.candidates, *more])
        else:
            asked.change(winner=architecture_search.winner(asked.wish, judged))
        return bool(more) or asked.winner is not None

    def _settled(self, asked: Asked, place: Place) -> bool:
        return place.key in asked.failed or self._results.get(place.task) is not None

    def _show(self, asked: Asked) -> Experiment:
        before = self._shown.get(asked.experiment_id)
        if before is not None and before.serial == asked.serial:
            return before
        shown = progress.show(asked, self._results, self._dispatch, self._paces, before)
        self._shown[asked.experiment_id] = shown
        return shown

    def _known_keys(self, asked: Asked) -> set[str]:
        """Of its tasks that need not be computed any more."""
        return {place.key for place in asked.places if self._results.look_for(place.task) is not None}

    def _note_pace(self, task: Task, result: Result) -> None:
        if result.diverged is None:
            self._paces.note(task.network, task.settings, task.iterations, result.seconds)

    def _write_rest(self) -> None:
        """What the disk had no room for."""
        if self._ledger.disk is not None:
            with self._lock, self._ledger.noting_disk():
                self._results.keep_rest()
                self._ledger.write_rest()
                self._ledger.disk = None
