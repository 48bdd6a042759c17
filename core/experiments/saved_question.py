"""An experiment in the memory: what was asked, which tasks that comes to, and how it is written down."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from core import spec
from core.experiments.architecture_search import Wish
from core.experiments.question import LETTERS, SAME, Design, Question, QuestionError
from core.experiments.task import Task
from core.experiments.view import Stage
from core.fields.limits import shown
from core.messages import Sentence
from core.spec import NetworkSpec
from core.storage import workspace_token

SCHEMA = 1
Versions = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Place:
    """One run of an experiment: its task, and which design and seed that is."""

    design: int
    seed: int
    task: Task

    @property
    def key(self) -> str:
        return self.task.key


@dataclass
class Asked:
    """Mutable; `core.experiments.service` changes it under its lock. Either ``question`` or ``wish`` is there.

    ``ended``: None while something is to be done. ``candidates``: of a search, in the order of trying; ``winner``: the one that the
    test set is opened for. ``failed``: key of a task that was put aside → why.
    """

    experiment_id: str
    workspace: str
    number: int
    created: float
    versions: Versions
    question: Question | None = None
    wish: Wish | None = None
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
        """Set what is asked; the tasks follow from it."""
        for name, value in values.items():
            setattr(self, name, value)
        for name in ("places", "keys"):
            self.__dict__.pop(name, None)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every run that is asked for, in the order of computing."""
        return tuple(self._question_places() if self.question is not None else self._search_places())

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset(place.key for place in self.places)

    def _question_places(self):
        question = self.question
        for place, seed in question.runs():
            design = question.designs[place]
            settings = design.seeded(question.seed_of(place, seed))
            yield Place(place, seed, Task(design.network, settings, question.iterations, self.versions))

    def _search_places(self):
        wish, seed = self.wish, self.wish.settings.seed
        tried = [(network, False) for network in self.candidates]
        tried += [(self.winner, True)] if self.winner is not None else []
        for place, (network, tested) in enumerate(tried):
            yield Place(place, seed, Task(network, wish.settings, wish.iterations, self.versions, tested))


def check_prediction(prediction: str | None, question: Question) -> None:
    """Raise `QuestionError` unless it is None, `SAME`, or the letter of a design."""
    letters = LETTERS[: len(question.designs)]
    if prediction is not None and prediction not in (*letters, SAME):
        raise QuestionError(
            Sentence(
                "The prediction is {value}; it must be one of {names}.",
                value=shown(prediction),
                names=", ".join([*letters, SAME]),
            )
        )


def to_json(asked: Asked) -> str:
    question, wish = asked.question, asked.wish
    return json.dumps(
        {
            "schema": SCHEMA,
            "experiment_id": asked.experiment_id, "workspace": asked.workspace, "number": asked.number,
            "created": asked.created, "prediction": asked.prediction, "looks": asked.looks, "ended": asked.ended,
            "recalled": sorted(asked.recalled),
            "failed": {key: [reason.template, reason.values] for key, reason in asked.failed.items()},
            "question": question and {
                "designs": [spec.to_json(design.network, design.settings) for design in question.designs],
                "seeds": question.seeds, "iterations": question.iterations, "worthwhile": question.worthwhile,
                "key": question.key,
            },
            "wish": wish and {
                "target": wish.target, "budget": wish.budget, "iterations": wish.iterations,
                "settings": spec.to_json(NetworkSpec(), wish.settings),
            },
            "candidates": [spec.to_json(network, spec.TrainingSpec()) for network in asked.candidates],
            "winner": asked.winner and spec.to_json(asked.winner, spec.TrainingSpec()),
        }
    )  # fmt: skip


def from_json(text: str, versions: Versions) -> Asked:
    """What `to_json` wrote. Raises ValueError (also `SentenceError`s), LookupError, TypeError or AttributeError for anything else."""
    values = json.loads(text)
    if values.pop("schema") != SCHEMA:
        raise ValueError("it was written by another version of the program")
    failed = {key: Sentence(template, **fields) for key, (template, fields) in values.pop("failed").items()}
    question, wish, winner = values.pop("question"), values.pop("wish"), values.pop("winner")
    ended = values.pop("ended")
    question = question and _question(question)
    _check(values, question, wish)
    return Asked(
        versions=versions,
        question=question,
        wish=wish and _wish(wish),
        candidates=[spec.from_json(each)[0] for each in values.pop("candidates")],
        winner=winner and spec.from_json(winner)[0],
        recalled=set(values.pop("recalled")),
        failed=failed,
        ended=ended and Stage(ended),
        **values,
    )


def _check(values: Mapping[str, object], question: Question | None, wish: object) -> None:
    """Raise ValueError for what nobody writes."""
    numbers = type(values["number"]) is int and type(values["created"]) in (int, float)
    looks = all(type(count) is int for count in values["looks"])
    if not (
        numbers and looks and workspace_token.is_token(values["workspace"]) and (question is None) != (wish is None)
    ):
        raise ValueError("a value in it is of another kind")
    if question is not None:
        check_prediction(values["prediction"], question)


def _question(values: Mapping[str, object]) -> Question:
    designs = tuple(Design(*spec.from_json(each)) for each in values["designs"])
    question = Question(**values | {"designs": designs, "seeds": tuple(values["seeds"])})
    question.check()
    return question


def _wish(values: Mapping[str, object]) -> Wish:
    wish = Wish(**values | {"settings": spec.from_json(values["settings"])[1]})
    wish.check()
    return wish
