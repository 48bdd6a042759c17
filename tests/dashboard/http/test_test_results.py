"""The request of a browser on the Test page that is dragged through time: what is answered, and what is refused in words."""

from __future__ import annotations

import base64
import json

import numpy as np
import pytest
from sklearn.calibration import calibration_curve
from sklearn.metrics import confusion_matrix
from starlette.requests import Request

from core import spec
from core.evaluation import Evaluation, evaluate
from dashboard import backends
from dashboard.http import test_results
from dashboard.i18n import text
from tests.support.own_loop import outcome
from tests.support.stepped_client import SteppedClient


def ask(asked: object, status: int = 200) -> dict:
    """What the route answers to a request with that body, with that status."""
    body = asked if isinstance(asked, bytes) else json.dumps(asked).encode()
    parts = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive():
        return next(parts)

    request = Request({"type": "http", "method": "POST", "path": test_results.PATH, "headers": []}, receive)
    response = outcome(test_results.route.endpoint(request))
    assert response.status_code == status, response.body
    assert response.headers["cache-control"] == "no-store"
    return json.loads(response.body)


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    stepped = SteppedClient(tmp_path_factory.mktemp("kept"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backends, "training", lambda: stepped)
        yield stepped


@pytest.fixture(scope="module")
def run_id(client) -> str:
    """A run of 10 iterations, tested at 0, 1 and 10, not at 2 and 5."""
    made = client.engine.create("w", spec.tutorial(), spec.TrainingSpec()).run_id
    client.train(made, 10)
    client.work()
    return made


def test_a_checkpoints_view_agrees_with_scikit_learn(client, run_id, digits):
    answer = ask({"run": run_id, "at": 1})
    probabilities = client.probabilities(client.open(run_id), 1)
    labels, predicted = digits.test.labels, probabilities.argmax(axis=1)
    matrix = confusion_matrix(labels, predicted)
    assert answer["counts"] == matrix.tolist()
    assert (answer["iteration"], answer["correct"], answer["total"]) == (1, matrix.trace(), 10_000)
    assert answer["headline"].startswith(f"At iteration 1 the network classifies **{matrix.trace():,} of 10,000**")
    wrong_pairs = matrix - np.diag(np.diag(matrix))
    true, taken = np.unravel_index(wrong_pairs.argmax(), wrong_pairs.shape)
    assert answer["mistakes"].startswith(f"Most often: {true} taken for {taken}, {wrong_pairs.max():,} times; ")
    assert answer["interval"][0] < answer["correct"] / answer["total"] < answer["interval"][1]
    wrong = np.flatnonzero(predicted != labels)
    surest = wrong[np.argsort(-probabilities[wrong].max(axis=1), kind="stable")][:9]
    assert [item["number"] for item in answer["pictures"]["items"]] == surest.tolist()
    assert answer["range"] == f"1–9 of {len(wrong):,}"
    pixels = np.frombuffer(base64.b64decode(answer["pictures"]["pixels"]), np.uint8).reshape(9, 28, 28, 1)
    np.testing.assert_array_equal(pixels, digits.test.images[surest])
    first = answer["pictures"]["items"][0]
    assert first["lines"][0] == f"True: {labels[surest[0]]}, Pred: {predicted[surest[0]]}"


def test_live_is_the_latest_result(client, run_id):
    """And it says so: the training may be further on than its latest test."""
    live, there = ask({"run": run_id, "at": None}), ask({"run": run_id, "at": 10})
    assert live == ask({"run": run_id})
    assert live.pop("headline").startswith(
        f"At iteration 10, its latest test, the network classifies **{live['correct']:,} of"
    )
    assert there.pop("headline").startswith(f"At iteration 10 the network classifies **{live['correct']:,} of")
    assert live == there


def test_the_gallery_is_filtered_sorted_and_paged(client, run_id, digits):
    labels, predicted = digits.test.labels, client.probabilities(client.open(run_id), 10).argmax(axis=1)
    cell = np.flatnonzero((labels == 4) & (predicted != 4))
    asked = {"run": run_id, "at": 10, "true": 4, "order": "number", "size": 36}
    assert ask(asked)["chosen"] == f"True **4**, predicted as another class: {len(cell):,} images"
    pages = [ask(asked | {"page": page}) for page in (0, 1)]
    numbers = [item["number"] for page in pages for item in page["pictures"]["items"]]
    assert numbers == cell[:72].tolist()
    assert pages[1]["range"] == f"37–72 of {len(cell):,}"
    beyond = ask(asked | {"page": 999})
    assert beyond["pictures"]["items"][-1]["number"] == cell[-1]  # the last page there is
    taken = ask(asked | {"predicted": 9})["chosen"]
    assert taken == f"True **4**, predicted **9**: {((labels == 4) & (predicted == 9)).sum():,} images"
    wrong = ask({"run": run_id, "at": 10})["chosen"]
    assert wrong == f"All errors: {(labels != predicted).sum():,} images"
    found = (ask(asked | {"order": order, "page": 0})["pictures"]["items"] for order in ("smallest", "largest"))
    smallest, largest = (float(items[0]["lines"][1].removeprefix("softmax ")) for items in found)
    assert smallest < largest
    right = ask(asked | {"predicted": 4})
    assert right["pictures"]["none"] == (
        "" if (labels[predicted == 4] == 4).any() else "No test images match this selection."
    )


def test_an_empty_gallery_says_so(client, run_id):
    predicted = client.probabilities(client.open(run_id), 0).argmax(axis=1)
    never = next(label for label in range(10) if not (predicted == label).any())
    answer = ask({"run": run_id, "at": 0, "predicted": never})
    assert answer["pictures"] == {"pixels": "", "items": [], "none": "No test images match this selection."}
    assert answer["range"] == ""


def test_a_checkpoint_that_was_not_tested_is_when_it_is_wanted(client, run_id):
    waiting = {"untested": True, "waiting": "Testing iteration 5 …"}
    assert ask({"run": run_id, "at": 5}) == waiting
    assert client.open(run_id).testing is None
    assert ask({"run": run_id, "at": 5, "test": True}) == waiting
    assert client.open(run_id).testing == 5
    client.work()
    assert ask({"run": run_id, "at": 5})["correct"] == client.open(run_id).result_at(5).correct
    assert client.open(run_id).result_at(2) is None


def test_before_the_first_test(client):
    made = client.engine.create("w", spec.tutorial(), spec.TrainingSpec()).run_id
    assert ask({"run": made}) == {"untested": True, "waiting": "The first test is under way."}


def test_words_are_in_the_pages_language(client, run_id):
    answer = ask({"run": run_id, "at": 1, "lang": "ko"})
    assert answer["headline"] != ask({"run": run_id, "at": 1})["headline"]
    assert answer["range"] != ""
    assert ask({"run": run_id, "at": 1, "lang": "tlh"}) == ask({"run": run_id, "at": 1})


@pytest.mark.parametrize(
    ("odd", "words"),
    [
        (b"", "The request cannot be read."),
        (b"[1]", "The request cannot be read."),
        (b"x" * 500_000, "The request is too long"),
        ({"run": None}, "The request cannot be read."),
        ({"run": 7}, "The request cannot be read."),
        ({"run": "nobody"}, "This run no longer exists."),
        ({"run": "../../etc/passwd"}, "This run no longer exists."),
        ({"at": "5"}, "The request cannot be read."),
        ({"at": True}, "The request cannot be read."),
        ({"at": 5.0}, "The request cannot be read."),
        ({"at": 7}, "There is no checkpoint of iteration 7."),
        ({"at": -1}, "There is no checkpoint of iteration -1."),
        ({"at": 10**400}, "There is no checkpoint of iteration"),
        ({"true": 10}, "The request cannot be read."),
        ({"true": -1}, "The request cannot be read."),
        ({"predicted": "4"}, "The request cannot be read."),
        ({"predicted": True}, "The request cannot be read."),
        ({"order": "size"}, "The request cannot be read."),
        ({"order": ["largest"]}, "The request cannot be read."),
        ({"order": {}}, "The request cannot be read."),
        ({"size": 10_000}, "The request cannot be read."),
        ({"size": 9.0}, "The request cannot be read."),
        ({"size": None}, "The request cannot be read."),
        ({"page": -1}, "The request cannot be read."),
        ({"page": 10**30}, "The request cannot be read."),
        ({"page": "0"}, "The request cannot be read."),
    ],
)
def test_odd_requests_are_one_sentence(client, run_id, odd, words):
    gone = "no longer exists" in words or "no checkpoint" in words
    status = 404 if gone else 413 if "too long" in words else 400
    answer = ask(odd if isinstance(odd, bytes) else {"run": run_id} | odd, status)
    assert answer["problem"].startswith(words)


def test_the_reliability_diagram_says_what_its_fullest_bin_is(client, run_id, digits):
    answer = ask({"run": run_id, "at": 10})["reliability"]
    probabilities = client.probabilities(client.open(run_id), 10)
    values, right = probabilities.max(axis=1).astype(np.float64), probabilities.argmax(axis=1) == digits.test.labels
    shares, means = calibration_curve(right, values, n_bins=10)
    assert [each["mean"] for each in answer["bins"]] == pytest.approx(means.tolist())
    assert [each["correct"] / each["total"] for each in answer["bins"]] == pytest.approx(shares.tolist())
    fullest = max(answer["bins"], key=lambda each: each["total"])
    there = (values > fullest["low"]) & (values <= fullest["high"])
    assert answer["sentence"].startswith(
        f"Where its softmax value was {fullest['low']:.1f} to {fullest['high']:.1f} ({there.sum():,} images, "
        f"on average {values[there].mean():.3f}) it was right in {100 * right[there].mean():.1f} %. That is "
    )
    assert answer["all"]["total"] == 10_000


@pytest.mark.parametrize(
    ("value", "right", "words"),
    [(0.95, 95, "That is what the value says"), (0.95, 80, "That is less often"), (0.55, 80, "That is more often")],
)
def test_what_the_diagram_says_follows_from_the_interval(value, right, words):
    probabilities = np.full((100, 10), (1 - value) / 9, np.float32)
    probabilities[:, 3] = value
    judged = evaluate(probabilities, np.array([3] * right + [4] * (100 - right)))
    assert words in test_results.reliability(judged, text("en"))["reliability"]["sentence"]


def test_mistakes_are_told_by_their_number():
    labels = np.array([4, 4, 4, 7, 1])
    judged = Evaluation(np.eye(10, dtype=np.float32)[[9, 9, 4, 2, 1]], labels)
    assert test_results.mistakes(judged, text("en")) == "Most often: 4 taken for 9, 2 times; 7 taken for 2, 1 time."
    assert test_results.mistakes(Evaluation(np.eye(10, dtype=np.float32)[labels], labels), text("en")) == "No mistakes."
