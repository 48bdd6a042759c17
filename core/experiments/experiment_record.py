"""An experiment as it is kept: its question or its search, what of it was put aside, and how that is written down."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from core import spec
from core.experiments import provenance
from core.experiments.architecture_search import Wish
from core.experiments.provenance import Versions
from core.experiments.question import LETTERS, SAME, Question, QuestionError, Variant
from core.experiments.task import PlannedRun
from core.experiments.view import Stage
from core.fields.limits import shown
from core.messages import Sentence
from core.spec import NetworkSpec
from core.storage import workspace_token

SCHEMA = 1


@dataclass
class ExperimentRecord:
    """Mutable; `core.experiments.service` changes it under its lock. ``subject``: the question, or what is searched for.

    ``ended``: None while something is to be done. ``candidates``: of a search, in the order of trying; ``winner``: the one that the
    test set is opened for. ``recalled``: keys of the tasks that were known before; ``failed``: key of a task that was put aside → why.
    """

    experiment_id: str
    workspace: str
    number: int
    created: float
    versions: Versions
    subject: Question | Wish
    prediction: str | None = None
    looks: list[int] = field(default_factory=list)
    ended: Stage | None = None
    candidates: list[NetworkSpec] = field(default_factory=list)
    winner: NetworkSpec | None = None
    recalled: set[str] = field(default_factory=set)
    failed: dict[str, Sentence] = field(default_factory=dict)
    event: int = 0
    serial: int = 0

    def change(self, **values: object) -> None:
        """Set what the tasks follow from."""
        for name, value in values.items():
            setattr(self, name, value)
        for name in ("plan", "keys"):
            self.__dict__.pop(name, None)

    @cached_property
    def plan(self) -> tuple[PlannedRun, ...]:
        """Every run that it consists of, in the order of computing."""
        if isinstance(self.subject, Question):
            return tuple(self.subject.plan(self.versions))
        return tuple(self.subject.plan(self.candidates, self.winner, self.versions))

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset(run.key for run in self.plan)


def check_prediction(prediction: str | None, question: Question) -> None:
    """Raise `QuestionError` unless it is None, `SAME`, or the letter of a variant."""
    letters = LETTERS[: len(question.variants)]
    if prediction is not None and prediction not in (*letters, SAME):
        raise QuestionError(
            Sentence(
                "The prediction is {value}; it must be one of {names}.",
                value=shown(prediction),
                names=", ".join([*letters, SAME]),
            )
        )


def to_json(record: ExperimentRecord) -> str:
    subject = record.subject
    return json.dumps(
        {
            "schema": SCHEMA,
            "experiment_id": record.experiment_id, "workspace": record.workspace, "number": record.number,
            "created": record.created, "prediction": record.prediction, "looks": record.looks, "ended": record.ended,
            "recalled": sorted(record.recalled),
            "failed": {key: reason.as_json() for key, reason in record.failed.items()},
            "question": {
                "designs": [spec.to_json(variant.network, variant.settings) for variant in subject.variants],
                "seeds": subject.seeds, "iterations": subject.iterations, "worthwhile": subject.worthwhile,
                "key": subject.key,
            } if isinstance(subject, Question) else None,
            "wish": {
                "target": subject.target, "budget": subject.budget, "iterations": subject.iterations,
                "settings": spec.to_json(NetworkSpec(), subject.settings),
            } if isinstance(subject, Wish) else None,
            "candidates": [spec.to_json(network, spec.TrainingSpec()) for network in record.candidates],
            "winner": None if record.winner is None else spec.to_json(record.winner, spec.TrainingSpec()),
        }
    )  # fmt: skip


def from_json(text: str, versions: Versions) -> ExperimentRecord:
    """What `to_json` wrote. Raises ValueError (also `SentenceError`s), LookupError, TypeError or AttributeError for anything else."""
    values = json.loads(text)
    if values.pop("schema") != SCHEMA:
        raise ValueError("it was written by another version of the program")
    failed = {str(key): Sentence.from_json(reason) for key, reason in values.pop("failed").items()}
    recalled, ended, winner = map(str, values.pop("recalled")), values.pop("ended"), values.pop("winner")
    subject = _subject(values.pop("question"), values.pop("wish"))
    _check(values, subject)
    record = ExperimentRecord(
        versions=versions,
        subject=subject,
        candidates=[spec.from_json(each)[0] for each in values.pop("candidates")],
        winner=None if winner is None else spec.from_json(winner)[0],
        ended=None if ended is None else Stage(ended),
        **values,
    )
    now = _earlier_keys(record)
    record.recalled = {now.get(key, key) for key in recalled}
    record.failed = {now.get(key, key): reason for key, reason in failed.items()}
    return record


def _earlier_keys(record: ExperimentRecord) -> dict[str, str]:
    """The key that an earlier version of the program had for a task → the one that it has now."""
    return {
        replace(run.task, versions=versions).key: run.key
        for versions in provenance.earlier(record.versions)
        for run in record.plan
    }


def _check(values: Mapping[str, Any], subject: Question | Wish) -> None:
    """Raise ValueError for what nobody writes."""
    numbers = type(values["number"]) is int and type(values["created"]) in (int, float)
    looks = all(type(count) is int for count in values["looks"])
    if not (numbers and looks and workspace_token.is_token(values["workspace"])):
        raise ValueError("a value in it is of another kind")
    if isinstance(subject, Question):
        check_prediction(values["prediction"], subject)


def _subject(question: Mapping[str, Any] | None, wish: Mapping[str, Any] | None) -> Question | Wish:
    if question is not None and wish is None:
        return _question(question)
    if wish is not None and question is None:
        return _wish(wish)
    raise ValueError("it is neither a question nor a search, or both")


def _question(values: Mapping[str, Any]) -> Question:
    fields = {name: value for name, value in values.items() if name != "designs"}
    variants = tuple(Variant(*spec.from_json(each)) for each in values["designs"])
    question = Question(**fields | {"variants": variants, "seeds": tuple(values["seeds"])})
    question.check()
    return question


def _wish(values: Mapping[str, Any]) -> Wish:
    wish = Wish(**{**values, "settings": spec.from_json(values["settings"])[1]})
    wish.check()
    return wish
