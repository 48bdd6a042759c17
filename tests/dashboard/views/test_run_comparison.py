"""The comparison of two runs, run by AppTest over a client that knows their answers."""

from __future__ import annotations

import base64
import re
from dataclasses import fields

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix
from streamlit.testing.v1 import AppTest

from core import data
from core.messages import Sentence
from core.processes.training_process import WorkerUnavailable
from core.runs.errors import RunError
from core.runs.snapshot import Snapshot, TestResult
from dashboard import backends
from dashboard.i18n import softmax
from dashboard.views.runs import run_comparison
from tests.support.app import mounted

RIGHT = {0: 0.1, 100: 0.8, 300: 0.9}  # iterations → share of the test images classified correctly


class Client:
    """Gives probabilities made of the run's name and the iteration, or raises ``problem``."""

    def __init__(self) -> None:
        self.problems: dict[str, Exception] = {}
        self.asked: list[tuple[str, int]] = []

    def probabilities(self, snapshot: Snapshot, iteration: int) -> np.ndarray:
        self.asked.append((snapshot.run_id, iteration))
        if snapshot.run_id in self.problems:
            raise self.problems[snapshot.run_id]
        return probabilities(snapshot.run_id, iteration)


def probabilities(run_id: str, iteration: int) -> np.ndarray:
    labels = data.mnist().test.labels
    chance = np.random.default_rng([ord(run_id[0]), iteration])
    values = chance.random((len(labels), 10))
    helped = chance.random(len(labels)) < RIGHT[iteration]
    values[helped, labels[helped]] += 3
    return (values / values.sum(axis=1, keepdims=True)).astype(np.float32)


def run(run_id: str, *iterations: int) -> Snapshot:
    """A run of that name with the results of these iterations."""
    labels = data.mnist().test.labels
    results = [
        TestResult(at, int((probabilities(run_id, at).argmax(axis=1) == labels).sum()), len(labels), at / 10)
        for at in iterations
    ]
    unknown = dict.fromkeys((field.name for field in fields(Snapshot)), None)
    return Snapshot(**unknown | {"run_id": run_id, "results": tuple(results)})


@pytest.fixture
def client(monkeypatch) -> Client:
    known = Client()
    monkeypatch.setattr(backends, "training", lambda: known)
    return known


def compare(a: Snapshot, b: Snapshot, name_a: str = "One", name_b: str = "Two") -> AppTest:
    def page(*runs):
        import streamlit as st

        from dashboard.views.runs.run_comparison import run_comparison

        st.session_state.picked = run_comparison(*runs)

    app = AppTest.from_function(page, args=(a, b, name_a, name_b), default_timeout=60).run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    kinds = ("header", "markdown", "caption", "warning")
    return "\n".join(element.value for kind in kinds for element in app.get(kind)).replace("\\", "")


def numbers(app: AppTest) -> list[list[int]]:
    """The rows of the four-field table."""
    table = next(element.value for element in app.markdown if "| A right |" in element.value)
    return [[int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*", line)] for line in table.splitlines()[2:]]


def test_the_numbers_agree_with_scikit_learn(client):
    app = compare(run("a", 0, 100, 300), run("b", 0, 100, 300))
    labels = data.mnist().test.labels
    predicted = [probabilities(run, 300).argmax(axis=1) for run in "ab"]
    right = [each == labels for each in predicted]
    four = confusion_matrix(~right[0], ~right[1])  # rows: A right, A wrong; columns: B right, B wrong
    expected = np.vstack([np.column_stack([four, four.sum(1)]), [*four.sum(0), four.sum()]])
    assert numbers(app) == expected.tolist()
    matrices = [confusion_matrix(labels, each, labels=range(10)) for each in predicted]
    drawn = mounted(app, "cells")
    assert [each["signed"] for each in drawn] == [False, False, True]
    for found, matrix in zip(drawn, [*matrices, matrices[0] - matrices[1]], strict=True):
        assert found["cells"] == matrix.tolist()
    for matrix in matrices:
        most = (matrix - np.diag(np.diag(matrix))).max()
        assert re.search(rf"Most often: \d taken for \d, {most} times; ", words(app))
    assert drawn[2]["told"] == {"a": matrices[0].tolist(), "b": matrices[1].tolist()}
    for letter, name, each in (("A", "One", right[0]), ("B", "Two", right[1])):
        assert f"**{letter}** is {name} at iteration 300: {each.sum():,} of 10,000 test images correct" in words(app)


def test_the_verdict_and_what_it_is_worth(client):
    text = words(compare(run("a", 300), run("b", 100)))
    assert "Images that only A gets right: " in text
    assert "in fewer than 1 of a million such comparisons: this is more than luck." in text
    assert "these two trained networks, not the two designs" in text
    assert "the one trained longer has an advantage" in text


def test_the_galleries_show_what_only_one_gets_right(client):
    app = compare(run("a", 300), run("b", 300))
    split = data.mnist().test
    a, b = probabilities("a", 300), probabilities("b", 300)
    only_a = np.flatnonzero((a.argmax(1) == split.labels) & (b.argmax(1) != split.labels))
    most = only_a[np.argsort(-b.max(1)[only_a], kind="stable")]
    assert f"1–12 of {len(only_a):,}" in words(app)
    first = mounted(app, "pixels")[0]
    assert base64.b64decode(first["pixels"]) == split.images[most[:12]].tobytes()
    for item, number in zip(first["items"], most[:12], strict=True):
        true = split.labels[number]
        lines = [
            f"True: {true}",
            f"A: {true} ({softmax(float(a[number].max()))})",
            f"B: {b[number].argmax()} ({softmax(float(b[number].max()))})",
        ]
        assert list(item["lines"]) == lines
        assert (
            f"Test image {number}: true class {true}; A predicts {true} (softmax {softmax(float(a[number].max()))})"
            in item["alt"]
        )
    next(each for each in app.button if each.key == "compared_A_next").click().run()
    assert f"13–24 of {len(only_a):,}" in words(app)
    pages = mounted(app, "pixels")
    assert base64.b64decode(pages[0]["pixels"]) == split.images[most[12:24]].tobytes()
    assert len(pages[1]["items"]) == 12


@pytest.mark.parametrize("winner", ["A", "B"])
def test_a_click_gives_the_number_of_the_image(client, monkeypatch, winner):
    shown = {}

    def click(images, captions, key, **_):
        shown[key] = captions[3].alt
        return 3 if key.endswith(winner) else None

    monkeypatch.setattr(run_comparison, "digit_grid", click)
    app = compare(run("a", 300), run("b", 300))
    assert f"Test image {app.session_state.picked}:" in shown[f"compared_digits_{winner}"]


def test_the_largest_common_iteration_is_compared_until_another_is_picked(client):
    app = compare(run("a", 0, 100, 300), run("b", 0, 100))
    assert set(client.asked) == {("a", 100), ("b", 100)}
    assert words(app).count("at iteration 100") == 2
    assert "trained longer" not in words(app)
    client.asked.clear()
    app.segmented_control[0].set_value("latest").run()
    assert set(client.asked) == {("a", 300), ("b", 100)}
    assert "trained longer" in words(app)


@pytest.mark.parametrize(("a", "b"), [((300,), (100,)), ((0, 300), (0, 100)), ((0, 300), (0, 300)), ((0,), (0,))])
def test_without_a_choice_the_latest_are_compared(client, a, b):
    app = compare(run("a", *a), run("b", *b))
    assert set(client.asked) == {("a", a[-1]), ("b", b[-1])}
    assert not app.segmented_control


def test_the_same_run_twice(client):
    app = compare(run("a", 300), run("a", 300))
    assert "the same network twice, so there is nothing to compare" in words(app)
    assert words(app).count("There are no such images.") == 2
    assert not np.any(mounted(app, "cells")[2]["cells"])


@pytest.mark.parametrize(
    "error", [RunError(Sentence("Iteration 300 was not kept.")), WorkerUnavailable(Sentence("It is starting."))]
)
@pytest.mark.parametrize("whose", ["a", "b", "ab"])
def test_a_failure_is_one_sentence(client, error, whose):
    client.problems = dict.fromkeys(whose, error)
    app = compare(run("a", 300), run("b", 300))
    assert [warning.value for warning in app.warning] == [str(error)]
    assert app.session_state.picked is None
    assert not mounted(app, "cells")


def test_a_run_without_a_test_is_named(client):
    app = compare(run("a", 300), run("b"), name_b="The other")
    assert words(app) == "The other has not been tested yet; train it first."
    assert not client.asked


def test_a_name_is_shown_as_it_was_typed(client):
    app = compare(run("a", 300), run("b", 300), name_a="**5** `x` [a](b) {c}\n# $y$")
    line = next(element.value for element in app.markdown if element.value.startswith("**A**"))
    assert r"\*\*5\*\* \`x\` \[a\]\(b\) \{c\} \# \$y\$ at iteration" in line
