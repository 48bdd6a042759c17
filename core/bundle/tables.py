"""What a run measured, as CSV: numbers that read back as the very same ones."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from core.evaluation import CLASSES, Evaluation
from core.runs.snapshot import TestResult
from core.significance.wilson_interval import wilson
from core.training.history import COLUMNS, History


def history_csv(history: History) -> str:
    """A row for every iteration: loss and accuracy of its batch, both smoothed, and the seconds of training so far."""
    rows = history.rows.astype(str).tolist()  # the shortest text that is the same float32
    return _csv(("iteration", *COLUMNS), ([iteration, *row] for iteration, row in enumerate(rows, start=1)))


def validation_csv(history: History) -> str:
    """A row for every validation: how many of its images were named rightly, and the 95 % interval of the accuracy."""
    return _csv(
        ("iteration", "correct", "total", "accuracy", "low", "high"),
        (
            [done.iteration, done.correct, done.total, *_accuracy(done.correct, done.total)]
            for done in history.validations
        ),
    )


def tests_csv(results: Sequence[TestResult]) -> str:
    """A row for every test, in order, with the 95 % interval of its accuracy and the seconds of training before it."""
    return _csv(
        ("iteration", "correct", "total", "accuracy", "low", "high", "seconds"),
        (
            [done.iteration, done.correct, done.total, *_accuracy(done.correct, done.total), done.seconds]
            for done in results
        ),
    )


def predictions_csv(evaluation: Evaluation) -> str:
    """A row for every test image: its number, its true class, the predicted one, and the ten probabilities."""
    numbers = evaluation.probabilities.astype(str).tolist()
    pairs = zip(evaluation.labels.tolist(), evaluation.predicted.tolist(), strict=True)
    return _csv(
        ("image", "true", "predicted", *(f"p{label}" for label in range(CLASSES))),
        ([image, *pair, *row] for image, (pair, row) in enumerate(zip(pairs, numbers, strict=True))),
    )


def confusion_csv(evaluation: Evaluation) -> str:
    """A row for every true class: how many of its images were given each class."""
    return _csv(
        ("true", *(f"predicted_{label}" for label in range(CLASSES))),
        ([label, *counts] for label, counts in enumerate(evaluation.confusion.tolist())),
    )


def _accuracy(correct: int, total: int) -> list[float | str]:
    return [correct / total, *(f"{end:.6f}" for end in wilson(correct, total))]


def _csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()
