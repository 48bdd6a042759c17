"""Accuracy, errors and confusion against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest
from sklearn.metrics import accuracy_score, confusion_matrix, precision_score, recall_score

from core.evaluation import evaluate


def _case(seed: int, count: int, right: float) -> tuple[np.ndarray, np.ndarray]:
    """Random probabilities that name the true class about ``right`` of the time."""
    chance = np.random.default_rng(seed)
    labels = chance.integers(0, 10, count)
    logits = chance.normal(size=(count, 10))
    helped = chance.random(count) < right
    logits[helped, labels[helped]] += 5
    probabilities = np.exp(logits)
    return (probabilities / probabilities.sum(1, keepdims=True)).astype(np.float32), labels


CASES = [(0, 10_000, 0.9), (1, 300, 0.1), (2, 40, 0.5), (3, 1, 1.0), (4, 7, 0.0), (5, 1000, 1.0)]


@pytest.mark.parametrize("case", CASES)
def test_agrees_with_scikit_learn(case):
    probabilities, labels = _case(*case)
    judged, predicted = evaluate(probabilities, labels), probabilities.argmax(1)
    assert judged.accuracy == accuracy_score(labels, predicted)
    assert judged.correct == accuracy_score(labels, predicted, normalize=False)
    assert judged.total == len(labels)
    assert (judged.confusion == confusion_matrix(labels, predicted, labels=range(10))).all()
    classes = {"labels": range(10), "average": None, "zero_division": np.nan}
    found = judged.per_class
    assert [r.label for r in found] == list(range(10))
    np.testing.assert_array_equal([r.recall for r in found], recall_score(labels, predicted, **classes))
    np.testing.assert_array_equal([r.precision for r in found], precision_score(labels, predicted, **classes))
    interval = binomtest(judged.correct, judged.total).proportion_ci(method="wilson")
    assert judged.interval == pytest.approx((interval.low, interval.high), abs=1e-12)


@pytest.mark.parametrize("case", CASES)
def test_errors_and_cells(case):
    probabilities, labels = _case(*case)
    judged = evaluate(probabilities, labels)
    predicted = [max(range(10), key=row.__getitem__) for row in probabilities.tolist()]
    wrong = [i for i, (t, p) in enumerate(zip(labels, predicted, strict=True)) if t != p]
    assert judged.errors.tolist() == wrong
    assert judged.cell(None, None).tolist() == wrong
    assert judged.confidence.tolist() == [row[p] for row, p in zip(probabilities.tolist(), predicted, strict=True)]
    for a in range(10):
        assert judged.cell(a, None).tolist() == [i for i in wrong if labels[i] == a]
        assert judged.cell(None, a).tolist() == [i for i in wrong if predicted[i] == a]
        for b in range(10):
            inside = [i for i in range(len(labels)) if (labels[i], predicted[i]) == (a, b)]
            assert judged.cell(a, b).tolist() == inside
            assert len(inside) == judged.confusion[a, b]


def test_small_whole_types():
    """uint8 labels must not overflow where ten times the label is taken."""
    probabilities, labels = _case(0, 200, 0.5)
    assert (
        evaluate(probabilities, labels.astype(np.uint8)).confusion == evaluate(probabilities, labels).confusion
    ).all()


P, L = np.full((3, 10), 0.1, np.float32), np.array([0, 5, 9])


@pytest.mark.parametrize(
    ("probabilities", "labels", "sentence"),
    [
        (P[:, :9], L, r"shape \(3, 9\)"),
        (P[0], L, r"shape \(10,\)"),
        (P[np.newaxis], L, r"shape \(1, 3, 10\)"),
        (P, L[:2], r"labels have the shape \(2,\); it must be \(3,\)"),
        (P, L[:, np.newaxis], r"labels have the shape \(3, 1\)"),
        (P[:0], L[:0], "not empty"),
        (P, np.array([0, 5, 10]), "whole numbers from 0 to 9"),
        (P, np.array([0, -1, 3]), "whole numbers from 0 to 9"),
        (P, L.astype(float), "whole numbers from 0 to 9"),
        (P, np.array([True, False, True]), "whole numbers from 0 to 9"),
        (P, np.array(["1", "2", "3"]), "whole numbers from 0 to 9"),
        (np.where(np.eye(3, 10), np.nan, P), L, "finite"),
        (np.where(np.eye(3, 10), np.inf, P), L, "finite"),
        (P.astype(str), L, "finite numbers"),
        (P.astype(object), L, "finite numbers"),
        (None, L, r"shape \(\)"),
    ],
)
def test_bad_input(probabilities, labels, sentence):
    with pytest.raises(ValueError, match=sentence):
        evaluate(probabilities, labels)
