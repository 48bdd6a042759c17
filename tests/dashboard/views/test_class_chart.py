"""The classes' distribution on the Data page: drawn, told, read and listed from the same counts."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.i18n import text
from dashboard.views.data.class_chart import class_counts, class_words
from tests.support.app import mounted, open_app


@pytest.fixture
def counts(digits) -> dict[str, np.ndarray]:
    sets = {"Training set": digits.train, "Validation set": digits.validation, "Test set": digits.test}
    return {name: np.bincount(split.labels) for name, split in sets.items()}


def test_the_bars_are_shares_of_their_set(counts):
    first, _, last = class_counts(counts, "Class").data
    assert sum(first.y) == pytest.approx(1)
    assert last.y[1] == pytest.approx(1_135 / 10_000)  # MNIST has 1,135 ones in its test set
    counts_of_test = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    assert [text.split(" ")[0] for text in last.hovertext] == [f"{count:,}" for count in counts_of_test]


def test_the_words_are_made_from_the_counts(counts):
    said = class_words({"Test set": counts["Test set"]}, text("en"))
    assert said.startswith("Test set: most often 1 (1,135 images, 11.4 %), least often 5 (892 images, 8.9 %).")
    assert "1,135" in class_words({"시험": counts["Test set"]}, text("ko"))


def test_each_class_is_read_and_listed(client):
    (chart,) = mounted(open_app("data"), "drawn")
    assert [reading["x"] for reading in chart["readings"]] == list(range(10))
    assert chart["readings"][5]["text"].splitlines()[0] == "Class 5"
    assert "Test set: 892 (8.9 %)" in chart["readings"][5]["text"]
    rows = chart["table"]["rows"]
    assert len(rows) == 11
    assert [cell["value"] for cell in rows[-1]] == ["Total", 55_000, 5_000, 10_000]
    for column in (1, 2, 3):
        assert sum(row[column]["value"] for row in rows[:-1]) == rows[-1][column]["value"]
