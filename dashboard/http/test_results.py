"""What the Test page shows of one checkpoint. The page draws it; while a person drags through time the browser asks for it."""

from __future__ import annotations

import base64
from dataclasses import asdict, dataclass
from typing import Annotated, Any, Literal, get_args

import msgspec
import numpy as np

from core import data
from core.evaluation import CLASSES, Evaluation
from core.messages import Sentence, shown
from core.runs.errors import NotKept
from core.runs.snapshot import Snapshot, TestResult
from core.significance import reliability as calibration
from core.significance.reliability import ReliabilityBin
from dashboard import backends
from dashboard.http.json_endpoint import Asked, RunId, endpoint
from dashboard.http.turns import Turns
from dashboard.i18n import Text, count, margin, percent, softmax, text

PATH = "/test_result"
Order = Literal["largest", "smallest", "number"]  # of the predicted class's softmax value
PageSize = Literal[9, 36]
ORDERS: tuple[Order, ...] = get_args(Order)
PAGE_SIZES: tuple[PageSize, ...] = get_args(PageSize)
MOST_PAGES = 10_000
MOST_MISTAKES = 3  # that are told
_Class = Annotated[int, msgspec.Meta(ge=0, lt=CLASSES)]


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


def headline(result: TestResult, live: bool, _: Text) -> str:
    """What stands between two pairs of stars is bold. ``live``: the training may be further on than its latest test."""
    words = (
        _(
            "At iteration {iteration}, its latest test, the network classifies **{correct} of {total}** test images correctly: **{percent}** {margin} (95 % interval). It gets {errors} wrong."
        )
        if live
        else _(
            "At iteration {iteration} the network classifies **{correct} of {total}** test images correctly: **{percent}** {margin} (95 % interval). It gets {errors} wrong."
        )
    )
    return words.format(
        iteration=count(result.iteration),
        correct=count(result.correct),
        total=count(result.total),
        percent=percent(result.accuracy),
        margin=margin(result.interval),
        errors=count(result.total - result.correct),
    )


def mistakes(judged: Evaluation, _: Text) -> str:
    """The most frequent of them."""
    errors = np.where(np.eye(CLASSES, dtype=bool), 0, judged.confusion)
    found = []
    for place in np.argsort(-errors, axis=None, kind="stable")[:MOST_MISTAKES]:
        true, predicted = divmod(int(place), CLASSES)
        number = int(errors[true, predicted])
        if number:
            words = _.ngettext(
                "{true} taken for {predicted}, {count} time", "{true} taken for {predicted}, {count} times", number
            )
            found.append(words.format(true=true, predicted=predicted, count=count(number)))
    return _("Most often: {mistakes}.").format(mistakes="; ".join(found)) if found else _("No mistakes.")


def waiting(iteration: int, _: Text) -> str:
    return _("Testing iteration {iteration} …").format(iteration=count(iteration))


def last_page(judged: Evaluation, choice: Choice) -> int:
    return max(0, len(_found(judged, choice)) - 1) // choice.size


def gallery(judged: Evaluation, choice: Choice, _: Text) -> dict[str, Any]:
    """{chosen: whose images these are, range: which of how many, pictures: {pixels, items: [{number, lines, alt}], none}} of a
    page, the last where there are fewer.
    """
    found, page = _found(judged, choice), min(choice.page, last_page(judged, choice))
    numbers = found[page * choice.size : (page + 1) * choice.size]
    pixels = np.ascontiguousarray(data.mnist().test.images[numbers]).tobytes()
    first, last = page * choice.size + 1, page * choice.size + len(numbers)
    places = _("{first}–{last} of {total}").format(first=count(first), last=count(last), total=count(len(found)))
    return {
        "chosen": chosen_words(judged, choice, _),
        "range": places if len(numbers) else "",
        "pictures": {
            "pixels": base64.b64encode(pixels).decode(),
            "items": [_item(judged, int(number), _) for number in numbers],
            "none": "" if len(numbers) else _("No test images match this selection."),
        },
    }


def chosen_words(judged: Evaluation, choice: Choice, _: Text) -> str:
    """Which cell, row or column of the matrix the gallery shows, and how many images that are; bold between two pairs of stars."""
    images = len(judged.cell(choice.true, choice.predicted))
    counted = _.ngettext("{count} image", "{count} images", images).format(count=count(images))
    if choice.true is None and choice.predicted is None:
        return _("All errors: {images}").format(images=counted)
    if choice.predicted is None:
        return _("True **{true}**, predicted as another class: {images}").format(true=choice.true, images=counted)
    if choice.true is None:
        return _("Wrongly predicted **{predicted}**: {images}").format(predicted=choice.predicted, images=counted)
    return _("True **{true}**, predicted **{predicted}**: {images}").format(
        true=choice.true, predicted=choice.predicted, images=counted
    )


def reliability(judged: Evaluation, _: Text) -> dict[str, Any]:
    """{reliability: {sentence: about the bin with the most images, bins: […], all: all images as one bin}}."""
    bins = calibration.reliability(judged)
    return {
        "reliability": {
            "sentence": _reliability_sentence(max(bins, key=lambda each: each.total), _),
            "bins": [_bin(each) for each in bins],
            "all": _bin(calibration.overall(judged)),
        }
    }


def _bin(found: ReliabilityBin) -> dict[str, Any]:
    return asdict(found) | {"interval": list(found.interval)}


def _reliability_sentence(found: ReliabilityBin, _: Text) -> str:
    """What the diagram says of one bin."""
    right = _.ngettext(
        "Where its softmax value was {low:.1f} to {high:.1f} ({total} image, {mean}) it was right in {share}.",
        "Where its softmax value was {low:.1f} to {high:.1f} ({total} images, on average {mean}) it was right in {share}.",
        found.total,
    ).format(
        low=found.low, high=found.high, total=count(found.total), mean=softmax(found.mean), share=percent(found.share)
    )
    if found.fits:
        words = _("That is what the value says, as far as so many images can tell.")
    elif found.share > found.mean:
        words = _("That is more often than the value says.")
    else:
        words = _("That is less often than the value says.")
    return f"{right} {words}"


def _found(judged: Evaluation, choice: Choice) -> np.ndarray:
    """The numbers of the images that are chosen, in their order."""
    found = judged.cell(choice.true, choice.predicted)
    if choice.order == "number":
        return found
    largest = np.argsort(-judged.confidence[found], kind="stable")
    return found[largest if choice.order == "largest" else largest[::-1]]


def _item(judged: Evaluation, number: int, _: Text) -> dict[str, Any]:
    true, predicted = int(judged.labels[number]), int(judged.predicted[number])
    value = softmax(float(judged.confidence[number]))
    return {
        "number": number,
        "lines": (
            _("True: {true}, Pred: {predicted}").format(true=true, predicted=predicted),
            _("softmax {value}").format(value=value),
            _("Test image {number}").format(number=count(number)),
        ),
        "alt": _("Test image {number}: true class {true}, predicted {predicted} (softmax {value})").format(
            number=number, true=true, predicted=predicted, value=value
        ),
    }


# What the browser asks.


class TestResultAsked(Asked, frozen=True, kw_only=True):
    """What of a run's checkpoint the page shows, None: the latest test; what is left out is as the page begins.

    ``test``: a checkpoint that was not tested is tested.
    """

    run: RunId
    at: int | None = None
    test: bool = False
    true: _Class | None = None
    predicted: _Class | None = None
    order: Order = ORDERS[0]
    size: PageSize = PAGE_SIZES[0]
    page: Annotated[int, msgspec.Meta(ge=0, lt=MOST_PAGES)] = 0

    @property
    def choice(self) -> Choice:
        return Choice(self.true, self.predicted, self.order, self.size, self.page)


def answer_test_result(asked: TestResultAsked) -> dict[str, Any]:
    """{iteration, correct, total, interval, counts: 10 × 10, headline, mistakes, reliability, range, pictures}, or {untested, waiting: a sentence}.

    Raises `SentenceError`.
    """
    _ = text(asked.language)
    snapshot = backends.training().snapshot(asked.run) or backends.training().open(asked.run)
    if asked.at is None:
        result = snapshot.latest
        if result is None:
            return {"untested": True, "waiting": _("The first test is under way.")}
    else:
        result = snapshot.result_at(asked.at)
        if result is None:
            return _untested(snapshot, asked.at, asked.test, _)
    judged = evaluation(snapshot, result.iteration)
    return {
        "iteration": result.iteration, "correct": result.correct, "total": result.total,
        "interval": list(result.interval), "counts": judged.confusion.tolist(), "headline": headline(result, asked.at is None, _),
        "mistakes": mistakes(judged, _), **reliability(judged, _), **gallery(judged, asked.choice, _),
    }  # fmt: skip


def _untested(snapshot: Snapshot, at: int, wanted: bool, _: Text) -> dict[str, Any]:
    if all(each.iteration != at for each in snapshot.checkpoints):
        raise NotKept(Sentence("There is no checkpoint of iteration {iteration}.", iteration=shown(at)))
    if wanted:
        backends.training().test(snapshot.run_id, at)
    return {"untested": True, "waiting": waiting(at, _)}


_TURNS = Turns(at_work=6, waiting=96)  # a class of thirty may drag at once
route = endpoint(PATH, TestResultAsked, answer_test_result, lambda _: _TURNS)
