"""Two evaluations compared, against sets of images counted one by one and scikit-learn's matrices."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest
from sklearn.metrics import confusion_matrix

from core.evaluation import Evaluation, evaluate
from core.significance.prediction_comparison import PredictionComparison

TOTAL = 400


def _judged(predicted: np.ndarray, labels: np.ndarray, sure: float = 0.6) -> Evaluation:
    """An evaluation whose most probable classes are ``predicted``."""
    probabilities = np.full((len(labels), 10), (1 - sure) / 9, np.float32)
    probabilities[np.arange(len(labels)), predicted] = sure
    return evaluate(probabilities, labels)


def _random(seed: int, count: int, right: float) -> Evaluation:
    labels = np.arange(count) % 10
    chance = np.random.default_rng(seed)
    guesses = chance.integers(0, 10, count)
    return _judged(np.where(chance.random(count) < right, labels, guesses), labels)


def _split(only_a: int, only_b: int) -> PredictionComparison:
    """Of 400 images ``only_a`` are named rightly by A alone, ``only_b`` by B alone, the others by both."""
    labels = np.arange(TOTAL) % 10
    predicted_a, predicted_b = labels.copy(), labels.copy()
    predicted_b[:only_a] = (labels[:only_a] + 1) % 10
    predicted_a[only_a : only_a + only_b] = (labels[only_a : only_a + only_b] + 1) % 10
    return PredictionComparison(_judged(predicted_a, labels), _judged(predicted_b, labels))


@pytest.mark.parametrize(("count", "right"), [(2_000, (0.9, 0.8)), (50, (0.1, 0.9)), (1, (1.0, 1.0)), (30, (0.0, 0.0))])
def test_fields_and_matrices(count, right):
    a, b = (_random(seed, count, share) for seed, share in enumerate(right))
    comparison, labels = PredictionComparison(a, b), a.labels
    fields = {(True, True): [], (True, False): [], (False, True): [], (False, False): []}
    for image in range(count):
        fields[a.predicted[image] == labels[image], b.predicted[image] == labels[image]].append(image)
    found = (comparison.both_right, comparison.only_a, comparison.only_b, comparison.both_wrong)
    assert [indices.tolist() for indices in found] == list(fields.values())
    assert all(indices.dtype == np.int64 for indices in found)
    assert comparison.counts == tuple(map(len, fields.values()))
    assert sum(comparison.counts) == count
    expected = [confusion_matrix(labels, each.predicted, labels=range(10)) for each in (a, b)]
    np.testing.assert_array_equal(comparison.confusion_difference, expected[0] - expected[1])
    assert comparison.confusion_difference.dtype == np.int64
    assert not comparison.confusion_difference.sum(axis=1).any()
    apart = comparison.counts.only_a + comparison.counts.only_b
    assert comparison.p == pytest.approx(binomtest(comparison.counts.only_a, apart).pvalue if apart else 1)


def test_sides_change_places():
    a, b = _random(0, 500, 0.9), _random(1, 500, 0.7)
    there, back = PredictionComparison(a, b), PredictionComparison(b, a)
    assert there.only_a.tolist() == back.only_b.tolist()
    assert (there.confusion_difference == -back.confusion_difference).all()
    assert (there.p, there.verdict) == (back.p, back.verdict)


@pytest.mark.parametrize(
    ("only_a", "only_b", "says"),
    [
        (39, 16, "split the 55 images that only one of the two gets right at least as unevenly in about 1 of 370 such"),
        (60, 20, "in about 1 of 120,000 such comparisons: this is more than luck."),
        (200, 20, "in fewer than 1 of a million such comparisons: this is more than luck."),
        (10, 1, "in about 1 of 100 such comparisons: a hint that one is better, but no proof."),
        (6, 0, "in about 3 of 100 such comparisons: a hint that one is better, but no proof."),
        (30, 20, "in about 20 of 100 such comparisons: this may well be luck."),
        (21, 19, "in about 87 of 100 such comparisons: this may well be luck."),
        (20, 19, "The 39 images that only one of the two gets right are split as evenly as can be"),
        (5, 0, "Only 5 images tell them apart: too few to say"),
        (1, 1, "Only 2 images tell them apart: too few to say"),
        (0, 1, "Only one image tells them apart: too few to say"),
    ],
)
def test_the_verdict_in_words(only_a, only_b, says):
    verdict = str(_split(only_a, only_b).verdict)
    assert says in verdict
    assert verdict == str(_split(only_b, only_a).verdict)
    assert verdict.count(".") == 1


def test_word_and_number_agree_for_every_split():
    """A number of times is more than luck only above 100, and a share of 100 well luck only from 10."""
    for only_a in range(0, 60, 3):
        for only_b in range(only_a + 1):
            comparison = _split(only_a, only_b)
            verdict = comparison.verdict
            if "share" in verdict.values:
                share = verdict.values["share"]
                assert abs(100 * comparison.p - share) <= 0.51
                assert ("luck" in str(verdict).rpartition(":")[2]) == (share >= 10)
            elif "times" in verdict.values:
                assert 1 / comparison.p == pytest.approx(verdict.values["times"], rel=0.06)
                assert verdict.values["times"] > 100


def test_nothing_tells_them_apart():
    labels = np.arange(TOTAL) % 10
    wrong, other = labels.copy(), labels.copy()
    wrong[:3], other[:3] = (labels[:3] + 1) % 10, (labels[:3] + 2) % 10
    network = _judged(wrong, labels)
    assert "the same network twice" in str(PredictionComparison(network, network).verdict)
    assert "the same network twice" in str(PredictionComparison(network, _judged(wrong, labels)).verdict)
    alike = PredictionComparison(network, _judged(wrong, labels, sure=0.7)).verdict
    assert "the same answer for each of the 400 images" in str(alike)
    assert "not always with the same wrong answer" in str(PredictionComparison(network, _judged(other, labels)).verdict)
    assert PredictionComparison(network, network).p == 1


def test_other_images_are_refused():
    for labels in (np.arange(20) % 10, np.arange(30)[::-1] % 10):
        with pytest.raises(ValueError, match="labels of the two evaluations differ"):
            PredictionComparison(_random(0, 30, 0.5), _judged(labels, labels))
