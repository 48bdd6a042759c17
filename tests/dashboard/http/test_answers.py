"""What a network says of a few test images, all at one iteration: asked by the Start page while a run trains."""

from __future__ import annotations

import json

import numpy as np
import pytest
from starlette.applications import Starlette

from core import spec
from core.spec import Conv, Dense, NetworkSpec, Pool, TrainingSpec
from core.trainer import Trainer
from dashboard.http import answers
from tests.support import asgi

NETWORK = NetworkSpec((Conv(4, 5), Pool(), Dense(16)))
SETTINGS = TrainingSpec(learning_rate=0.001, seed=3)
NINE = list(range(9))
APP = Starlette(routes=[answers.route])


def ask(asked: dict, status: int = 200) -> dict:
    (answer,) = asgi.ask(APP, asgi.Call(answers.PATH, [json.dumps(asked).encode()]))
    assert answer.status == status, answer.body
    return answer.json()


def said(weights, digits) -> list[int]:
    return Trainer(NETWORK, SETTINGS).predict(weights, digits.test.images[:9]).argmax(axis=1).tolist()


def test_nine_at_every_iteration_as_the_trainer_answers(client, digits):
    run_id = client.engine.create("w", NETWORK, SETTINGS).run_id
    first = Trainer(NETWORK, SETTINGS).initial_state()
    untrained = said(first.weights, digits)
    assert ask({"design": spec.to_json(NETWORK, SETTINGS), "test": NINE}) == {"iteration": 0, "predicted": untrained}
    assert ask({"run": run_id, "test": NINE}) == {"iteration": 0, "predicted": untrained}  # before it has begun
    client.train(run_id, 40)
    client.work()
    trained = said(client.weights(run_id)[1], digits)
    assert trained != untrained
    assert ask({"run": run_id, "test": NINE}) == {"iteration": 40, "predicted": trained}
    assert ask({"run": run_id, "at": 0, "test": NINE}) == {"iteration": 0, "predicted": untrained}
    at_ten = said(client.weights(run_id, 10)[1], digits)
    assert ask({"run": run_id, "at": 10, "test": NINE}) == {"iteration": 10, "predicted": at_ten}


def test_any_test_images_in_any_order(client, digits):
    weights = Trainer(NETWORK, SETTINGS).initial_state().weights
    wanted = [9_999, 13, 0, 13]
    expected = Trainer(NETWORK, SETTINGS).predict(weights, digits.test.images[wanted]).argmax(axis=1).tolist()
    assert ask({"design": spec.to_json(NETWORK, SETTINGS), "test": wanted})["predicted"] == expected


def test_a_network_without_layers_answers_too(client):
    answer = ask({"design": spec.to_json(NetworkSpec(()), TrainingSpec()), "test": NINE})
    assert len(answer["predicted"]) == 9
    assert set(answer["predicted"]) <= set(range(10))


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        ({"test": NINE}, 400, "neither a run nor a design"),
        ({"design": "{", "test": NINE}, 400, "."),
        ({"run": "nobody", "test": NINE}, 404, "no longer exists"),
        ({"design": spec.to_json(NETWORK, SETTINGS), "test": []}, 400, "cannot be read"),
        ({"design": spec.to_json(NETWORK, SETTINGS), "test": [0] * 10}, 400, "cannot be read"),
        ({"design": spec.to_json(NETWORK, SETTINGS), "test": [10_000]}, 400, "no test image 10000"),
        ({"design": spec.to_json(NETWORK, SETTINGS), "test": [-1]}, 400, "the numbers run from 0 to 9,999"),
    ],
)
def test_odd_requests_are_one_sentence(client, asked, status, words):
    assert words in ask(asked, status)["problem"]


def test_a_checkpoint_that_was_not_kept(client):
    run_id = client.engine.create("w", NETWORK, SETTINGS).run_id
    client.train(run_id, 3)
    client.work()
    assert "no checkpoint of iteration 77" in ask({"run": run_id, "at": 77, "test": NINE}, 404)["problem"]


def test_values_beyond_every_number_are_said(client, monkeypatch):
    lost = np.full((9, 10), np.nan, np.float32)
    monkeypatch.setattr(client.inspections, "answers", lambda *_: (5, lost))
    assert "grown too large" in ask({"run": "r", "test": NINE}, 400)["problem"]
