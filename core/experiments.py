"""Experiments: what was asked, what came of it so far. No task is computed twice, and what has ended is on disk at once."""

from __future__ import annotations

import contextlib
import itertools
import secrets
import sys
import threading
import time
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from core import frontier, search, standing, token, versions
from core.asked import Asked, Place, check_prediction
from core.asked_files import AskedFiles
from core.cluster import Cluster
from core.dispatch import Dispatch
from core.experiment import Cost, Experiment, ExperimentError, Point, Stage, Status
from core.pace import Paces
from core.question import Question
from core.results import Results
from core.sentence import Sentence
from core.task import Result, Task

MOST_EXPERIMENTS = 200  # of a workspace


class Experiments:
    """Thread-safe. `start` it, `close` it. Raises OSError where ``folder``, the data folder, cannot be used."""

    def __init__(self, folder: Path, cluster: Cluster | None = None, days: float = 30.0) -> None:
        """``days``: what is finished and older is forgotten; its results stay."""
        self._versions = versions.here()
        self._results = Results(folder)
        self._files = AskedFiles(folder, self._versions)
        self._files.clear(days)
        self._lock = threading.RLock()
        self._known: dict[str, Asked] = {}
        self._read: set[str] = set()  # workspaces whose experiments are all known
        self._shown: dict[str, Experiment] = {}
        self._unwritten: set[str] = set()
        self._disk: Sentence | None = None
        self._numbers = itertools.count(int(time.time() * 1000))  # greater than those of an earlier process
        self._paces = Paces()
        for task, result in self._results.rows():
            self._note_pace(task, result)
        self._dispatch = Dispatch(self, cluster)

    def start(self) -> None:
        """What was not finished goes on."""
        with self._lock:
            for asked in self._files.unfinished():
                if self._files.claim(asked.experiment_id):
                    self._take_up(asked)
                    self._advance(asked)
        self._dispatch.start()

    def close(self) -> None:
        self._dispatch.close()
        with self._lock:
            self._files.close()

    # What a person asks.

    def status(self) -> Status:
        return Status(self._dispatch.problem, self._disk, self._dispatch.processes)

    def experiments(self, workspace: str) -> list[Experiment]:
        """All of a workspace, the oldest first."""
        with self._lock:
            return [self._show(asked) for asked in self._of(workspace)]

    def ask(self, workspace: str, question: Question, prediction: str | None = None) -> Experiment:
        """Raises `QuestionError`, `spec.SpecError` or `ExperimentError`."""
        question.check()
        check_prediction(prediction, question)
        return self._begin(workspace, question=question, prediction=prediction, looks=[len(question.seeds)])

    def search(self, workspace: str, wish: search.Wish) -> Experiment:
        """Look for the simplest network that is good enough. Raises `QuestionError`, `spec.SpecError` or `ExperimentError`."""
        wish.check()
        return self._begin(workspace, wish=wish)

    def more(self, experiment_id: str, count: int) -> Experiment:
        """So many more seeds; that they came after a look is remembered. Raises `QuestionError` or `ExperimentError`."""
        with self._lock:
            asked = self._find(experiment_id)
            if asked.question is None:
                raise ExperimentError(Sentence("A search has one seed; ask again with another one."))
            question = asked.question.with_seeds(count)
            question.check()
            seen = any(self._results.get(place.task) for place in asked.places)
            looks = [*asked.looks, len(question.seeds)] if seen else [len(question.seeds)]
            asked.change(question=question, looks=looks, ended=None)
            asked.recalled |= {
                place.key for place in asked.places if self._results.look_for(place.task)
            } - asked.recalled
            return self._go_on(asked)

    def cancel(self, experiment_id: str) -> Experiment:
        """What has ended stays, the rest is not computed."""
        with self._lock:
            asked = self._find(experiment_id)
            if asked.ended is None:
                asked.ended = Stage.CANCELLED
                self._write(asked)
                self._touch(asked)
            wanted = frozenset().union(*(each.keys for each in self._running()))
            shown = self._show(asked)
        self._dispatch.stop(asked.keys - wanted)
        return shown

    def resume(self, experiment_id: str) -> Experiment:
        """What is missing is computed, also what was put aside."""
        with self._lock:
            asked = self._find(experiment_id)
            asked.failed.clear()
            asked.ended = None
            return self._go_on(asked)

    def delete(self, experiment_id: str) -> None:
        """The experiment is forgotten; the results of its runs stay."""
        self.cancel(experiment_id)
        with self._lock:
            asked = self._known.pop(experiment_id, None)
            if asked is not None:
                with self._noting_disk():
                    self._files.remove(asked)

    def cost(self, question: Question) -> Cost:
        """Raises `QuestionError` or `spec.SpecError`."""
        question.check()
        asked = Asked("", "", 0, 0.0, self._versions, question=question)
        missing = [place.task for place in asked.places if self._results.look_for(place.task) is None]
        processes = self._dispatch.expected()
        runs = len(asked.places)
        with self._lock:
            paces = [self._paces.of(task.network, task.settings) for task in missing]
        if None in paces:
            return Cost(runs, runs - len(missing), None, False, processes)
        seconds = sum(standing.seconds(task.iterations, pace) for task, pace in zip(missing, paces, strict=True))
        at_once = max(1, min(processes, len(missing)))
        return Cost(runs, runs - len(missing), seconds / at_once, all(pace.measured for pace in paces), processes)

    def points(self) -> list[Point]:
        """Everything that was ever judged on the test set here."""
        return frontier.points(self._results.rows())

    def changes(self, known: Mapping[str, int]) -> tuple[Status, list[Experiment], list[str]]:
        """Of the experiments with these serials: those that moved on, and those that are gone."""
        with self._lock:
            there = [self._known[key] for key in known if key in self._known]
            moved = [self._show(asked) for asked in there if asked.serial != known[asked.experiment_id]]
            gone = [key for key in known if key not in self._known and self._files.find(key) is None]
        return self.status(), moved, gone

    # What the dispatch asks and tells.

    def next_task(self, under_way: Collection[str]) -> Task | None:
        """The experiment with the fewest tasks under way is next, so that nobody waits for all of somebody else's."""
        self._write_rest()
        with self._lock:
            row = sorted(self._running(), key=lambda asked: (len(asked.keys & set(under_way)), asked.created))
        for asked in row:
            for place in asked.places:
                if place.key in under_way or place.key in asked.failed or self._results.get(place.task) is not None:
                    continue
                found = self._results.look_for(place.task)
                if found is None:
                    return place.task
                self.came(place.task, found)  # another server has computed it
        return None

    def moved(self, keys: Iterable[str]) -> None:
        with self._lock:
            for asked in self._running():
                if not asked.keys.isdisjoint(keys):
                    self._touch(asked, event=False)

    def came(self, task: Task, result: Result) -> None:
        with self._noting_disk():
            self._results.put(task, result)
        with self._lock:
            self._note_pace(task, result)
            for asked in self._running():
                if task.key in asked.keys:
                    self._touch(asked)
                    self._advance(asked)

    def put_aside(self, key: str, reason: Sentence) -> None:
        with self._lock:
            for asked in self._running():
                if key in asked.keys:
                    asked.failed[key] = reason
                    self._write(asked)
                    self._touch(asked)
                    self._advance(asked)

    def troubled(self) -> None:
        with self._lock:
            for asked in self._running():
                self._touch(asked)

    # Below here the lock is held.

    def _begin(self, workspace: str, **values: object) -> Experiment:
        if not token.is_token(workspace):
            raise ExperimentError(Sentence("The workspace named in the address cannot be read."))
        with self._lock:
            before = self._of(workspace)
            if len(before) >= MOST_EXPERIMENTS:
                raise ExperimentError(
                    Sentence("There are {most} experiments already; delete some of them first.", most=MOST_EXPERIMENTS)
                )
            number = max((each.number for each in before), default=0) + 1
            asked = Asked(secrets.token_hex(8), workspace, number, time.time(), self._versions, **values)
            self._take_up(asked)
            asked.recalled = {place.key for place in asked.places if self._results.look_for(place.task) is not None}
            return self._go_on(asked)

    def _go_on(self, asked: Asked) -> Experiment:
        """Something is to be done again, or for the first time."""
        if not self._files.claim(asked.experiment_id):
            raise ExperimentError(Sentence("Another server is computing this experiment; look at it there."))
        self._write(asked)
        self._touch(asked)
        self._advance(asked)
        self._dispatch.wake()
        return self._show(asked)

    def _advance(self, asked: Asked) -> None:
        """Where nothing is left to compute it has ended; a search goes on to its next candidates."""
        while asked.ended is None and all(self._settled(asked, place) for place in asked.places):
            if asked.wish is None or asked.winner is not None or not self._search_on(asked):
                asked.ended = Stage.DONE
            self._write(asked)
            self._touch(asked)

    def _search_on(self, asked: Asked) -> bool:
        """The next candidates, or the winner; False where there is none."""
        judged = {}
        for place, network in zip(asked.places, asked.candidates, strict=True):
            result = self._results.get(place.task)
            judged[network] = result.validation_accuracy if result is not None else None
        more = search.next_candidates(asked.wish, judged, self._dispatch.expected())
        if more:
            asked.change(candidates=[*asked.candidates, *more])
        else:
            asked.change(winner=search.winner(asked.wish, judged))
        return bool(more) or asked.winner is not None

    def _settled(self, asked: Asked, place: Place) -> bool:
        return place.key in asked.failed or self._results.get(place.task) is not None

    def _show(self, asked: Asked) -> Experiment:
        before = self._shown.get(asked.experiment_id)
        if before is not None and before.serial == asked.serial:
            return before
        shown = standing.show(asked, self._results, self._dispatch, self._paces, before)
        self._shown[asked.experiment_id] = shown
        return shown

    def _of(self, workspace: str) -> list[Asked]:
        if workspace not in self._read:
            for asked in self._files.workspace(workspace):
                if asked.experiment_id not in self._known:
                    self._take_up(asked)
            self._read.add(workspace)
        found = [asked for asked in self._known.values() if asked.workspace == workspace]
        return sorted(found, key=lambda asked: asked.number)

    def _find(self, experiment_id: str) -> Asked:
        asked = self._known.get(experiment_id)
        if asked is None:
            asked = self._files.find(experiment_id)
            if asked is None:
                raise ExperimentError(Sentence("This experiment is no longer there."))
            self._take_up(asked)
        return asked

    def _take_up(self, asked: Asked) -> None:
        self._known[asked.experiment_id] = asked
        self._touch(asked)

    def _touch(self, asked: Asked, event: bool = True) -> None:
        asked.serial = next(self._numbers)
        if event:
            asked.event = asked.serial

    def _running(self) -> list[Asked]:
        return [asked for asked in self._known.values() if asked.ended is None]

    def _note_pace(self, task: Task, result: Result) -> None:
        if result.diverged is None:
            self._paces.note(task.network, task.settings, task.iterations, result.seconds)

    def _write(self, asked: Asked) -> None:
        self._unwritten.add(asked.experiment_id)
        with self._noting_disk():
            self._files.write(asked)
            self._unwritten.discard(asked.experiment_id)

    def _write_rest(self) -> None:
        """What the disk had no room for."""
        if self._disk is None:
            return
        with self._lock, self._noting_disk():
            self._disk = None
            self._results.keep_rest()
            for key in list(self._unwritten):
                if key in self._known:
                    self._files.write(self._known[key])
                self._unwritten.discard(key)

    @contextlib.contextmanager
    def _noting_disk(self):
        try:
            yield
        except OSError as error:
            print(f"what experiments came to cannot be written: {error}", file=sys.stderr)
            self._disk = Sentence(
                "What experiments come to cannot be kept ({reason}); it is lost if the server ends.",
                reason=(error.strerror or str(error)).rstrip("."),
            )
