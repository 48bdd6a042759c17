"""What the Test page shows of one checkpoint. The page draws it; while a person drags through time the browser asks for it."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

import numpy as np

from core import data
from core.evaluation import CLASSES, Evaluation
from core.fields.limits import shown
from core.messages import Sentence
from core.runs.snapshot import Snapshot, TestResult
from dashboard import backends
from dashboard.http.json_endpoint import RequestError, checkpoint_in, endpoint, language_in
from dashboard.i18n import Text, count, margin, percent, text

PATH = "/test_result"
ORDERS = ("sure", "unsure", "number")
PAGE_SIZES = (9, 36)
MOST_PAGES = 10_000


@dataclass(frozen=True)
class Choice:
    """What the gallery shows: the errors of a true and a predicted class (None: all), their order, how many a page, which page."""

    true: int | None = None
    predicted: int | None = None
    order: str = ORDERS[0]
    size: int = PAGE_SIZES[0]
    page: int = 0


def evaluation(snapshot: Snapshot, iteration: int) -> Evaluation:
    """The test of an iteration that was tested. Raises `SentenceError`."""
    return Evaluation(backends.training().probabilities(snapshot, iteration), data.mnist().test.labels)


def headline(result: TestResult, _: Text) -> str:
    """What stands between two pairs of stars is bold."""
    return _(
        "At iteration {iteration} the network classifies **{correct} of {total}** test images correctly: **{percent}** {margin} (95 % interval). It gets {errors} wrong."
    ).format(
        iteration=count(result.iteration),
        correct=count(result.correct),
        total=count(result.total),
        percent=percent(result.accuracy),
        margin=margin(result.interval),
        errors=count(result.total - result.correct),
    )


def waiting(iteration: int, _: Text) -> str:
    return _("Testing iteration {iteration} …").format(iteration=count(iteration))


def last_page(judged: Evaluation, choice: Choice) -> int:
    return max(0, len(_found(judged, choice)) - 1) // choice.size


def gallery(judged: Evaluation, choice: Choice, _: Text) -> dict[str, Any]:
    """{range: which of how many, pictures: {pixels, items: [{number, lines, alt}], none}} of a page, the last where there are fewer."""
    found, page = _found(judged, choice), min(choice.page, last_page(judged, choice))
    numbers = found[page * choice.size : (page + 1) * choice.size]
    pixels = np.ascontiguousarray(data.mnist().test.images[numbers]).tobytes()
    first, last = page * choice.size + 1, page * choice.size + len(numbers)
    places = _("{first}–{last} of {total}").format(first=count(first), last=count(last), total=count(len(found)))
    return {
        "range": places if len(numbers) else "",
        "pictures": {
            "pixels": base64.b64encode(pixels).decode(),
            "items": [_item(judged, int(number), _) for number in numbers],
            "none": "" if len(numbers) else _("No test images match this selection."),
        },
    }


def _found(judged: Evaluation, choice: Choice) -> np.ndarray:
    """The numbers of the images that are chosen, in their order."""
    found = judged.cell(choice.true, choice.predicted)
    if choice.order == "number":
        return found
    sure = np.argsort(-judged.confidence[found], kind="stable")
    return found[sure if choice.order == "sure" else sure[::-1]]


def _item(judged: Evaluation, number: int, _: Text) -> dict[str, Any]:
    true, predicted = int(judged.labels[number]), int(judged.predicted[number])
    sure = percent(float(judged.confidence[number]))
    return {
        "number": number,
        "lines": (
            _("True: {true}, Pred: {predicted}").format(true=true, predicted=predicted),
            _("{percent} sure").format(percent=sure),
            _("Test image {number}").format(number=count(number)),
        ),
        "alt": _("Test image {number}: true class {true}, predicted {predicted} ({percent} confident)").format(
            number=number, true=true, predicted=predicted, percent=sure
        ),
    }


# What the browser asks.


def answer_test_result(asked: dict[str, Any]) -> dict[str, Any]:
    """{iteration, correct, total, interval, counts: 10 × 10, headline, range, pictures}, or {untested, waiting: a sentence}.

    The request: {run, at, true, predicted, order, size, page, lang, test}; with ``test`` a checkpoint that was not tested
    is. Raises `SentenceError`.
    """
    choice, _ = _choice(asked), text(language_in(asked))
    snapshot, at = _snapshot(asked.get("run")), checkpoint_in(asked)
    if at is None:
        result = snapshot.latest
        if result is None:
            return {"untested": True, "waiting": _("The first test is under way.")}
    else:
        result = snapshot.result_at(at)
        if result is None:
            return _untested(snapshot, at, asked.get("test") is True, _)
    judged = evaluation(snapshot, result.iteration)
    return {
        "iteration": result.iteration, "correct": result.correct, "total": result.total,
        "interval": list(result.interval), "counts": judged.confusion.tolist(), "headline": headline(result, _),
        **gallery(judged, choice, _),
    }  # fmt: skip


def _untested(snapshot: Snapshot, at: int, wanted: bool, _: Text) -> dict[str, Any]:
    if all(each.iteration != at for each in snapshot.checkpoints):
        raise RequestError(Sentence("There is no checkpoint of iteration {iteration}.", iteration=shown(at)))
    if wanted:
        backends.training().test(snapshot.run_id, at)
    return {"untested": True, "waiting": waiting(at, _)}


def _snapshot(run_id: object) -> Snapshot:
    if not isinstance(run_id, str):
        raise RequestError(Sentence("The request cannot be read."))
    return backends.training().snapshot(run_id) or backends.training().open(run_id)


def _choice(asked: dict[str, Any]) -> Choice:
    """What is left out is as the page begins."""
    choice = Choice(**{name: asked[name] for name in Choice.__dataclass_fields__ if name in asked})
    classes = all(
        value is None or (type(value) is int and 0 <= value < CLASSES) for value in (choice.true, choice.predicted)
    )
    sizes = type(choice.size) is int and choice.size in PAGE_SIZES
    pages = type(choice.page) is int and 0 <= choice.page < MOST_PAGES
    if not classes or choice.order not in ORDERS or not sizes or not pages:
        raise RequestError(Sentence("The request cannot be read."))
    return choice


route = endpoint(PATH, answer_test_result)
