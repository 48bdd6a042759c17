"""What a run measured, as CSV files: numbers that read back as the very same ones, under headings in the reader's language.

Each begins with a byte-order mark: without it a spreadsheet does not see that the headings are UTF-8.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from core.evaluation import CLASSES, Evaluation
from core.messages import Sentence, Translate
from core.runs.snapshot import TestResult
from core.significance.wilson_interval import wilson
from core.training.history import History, Validation

_HISTORY = (
    Sentence("iteration"), Sentence("loss"), Sentence("accuracy"), Sentence("smooth_loss"), Sentence("smooth_accuracy"),
    Sentence("seconds"),
)  # fmt: skip
_ACCURACY = (
    Sentence("iteration"), Sentence("correct"), Sentence("total"), Sentence("accuracy"), Sentence("low"), Sentence("high"),
)  # fmt: skip


def history_csv(history: History, say: Translate = str) -> bytes:
    """A row for every iteration: loss and accuracy of its batch, both smoothed, and the seconds of training so far."""
    return csv_file(_HISTORY, _history_rows(history), say)


def histories_csv(histories: Iterable[tuple[str, History]], say: Translate = str) -> bytes:
    """The rows of several runs, one run after the other, each with the name of its run in front."""
    rows = ([name, *row] for name, history in histories for row in _history_rows(history))
    return csv_file((Sentence("run"), *_HISTORY), rows, say)


def validation_csv(history: History, say: Translate = str) -> bytes:
    """A row for every validation: how many of its images were right, and the 95 % interval of the accuracy."""
    return csv_file(_ACCURACY, (_accuracy_row(done) for done in history.validations), say)


def results_csv(results: Sequence[TestResult], say: Translate = str) -> bytes:
    """A row for every test, in order, with the 95 % interval of its accuracy and the seconds of training before it."""
    return csv_file((*_ACCURACY, Sentence("seconds")), ([*_accuracy_row(done), done.seconds] for done in results), say)


def predictions_csv(evaluation: Evaluation, say: Translate = str) -> bytes:
    """A row for every test image: its number, its true class, the predicted one, and the ten probabilities."""
    head = (Sentence("image"), Sentence("true"), Sentence("predicted"))
    shares = (Sentence("p{label}", label=label) for label in range(CLASSES))
    numbers = evaluation.probabilities.astype(str).tolist()
    pairs = zip(evaluation.labels.tolist(), evaluation.predicted.tolist(), strict=True)
    rows = ([image, *pair, *row] for image, (pair, row) in enumerate(zip(pairs, numbers, strict=True)))
    return csv_file((*head, *shares), rows, say)


def confusion_csv(evaluation: Evaluation, say: Translate = str) -> bytes:
    """A row for every true class: how many of its images were given each class."""
    head = (Sentence("predicted_{label}", label=label) for label in range(CLASSES))
    rows = ([label, *counts] for label, counts in enumerate(evaluation.confusion.tolist()))
    return csv_file((Sentence("true"), *head), rows, say)


def _history_rows(history: History) -> Iterable[list[object]]:
    rows = history.rows.astype(str).tolist()  # the shortest text that is the same float32
    return ([iteration, *row] for iteration, row in enumerate(rows, start=1))


def _accuracy_row(done: Validation | TestResult) -> list[object]:
    ends = (f"{end:.6f}" for end in wilson(done.correct, done.total))
    return [done.iteration, done.correct, done.total, done.correct / done.total, *ends]


def csv_file(head: Iterable[Sentence], rows: Iterable[Sequence[object]], say: Translate) -> bytes:
    """Any table as such a file: ``head`` names the columns."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([say(each) for each in head])
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")
