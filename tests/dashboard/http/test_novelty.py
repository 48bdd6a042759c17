"""The request of the Draw page for how far a drawing lies from the training images."""

from __future__ import annotations

import base64
import json
from types import SimpleNamespace

import numpy as np
import pytest
from starlette.applications import Starlette

from core.inspection.novelty import Novelty
from core.messages import Sentence
from core.runs.errors import RunError
from dashboard import backends
from dashboard.http import novelty
from tests.support import asgi

APP = Starlette(routes=[novelty.route])
PIXELS = base64.b64encode(np.arange(784).astype(np.uint8).tobytes()).decode()
ASKED = {"run": "a run", "at": 100, "images": [{"pixels": PIXELS}], "lang": "en"}


@pytest.fixture
def calls(monkeypatch) -> list[tuple]:
    """What was asked of the training process."""
    found = []

    def novelties(run, images, at):
        found.append((run, images, at))
        return [Novelty(100, 3.0, 2.0, 0.998)] if run == "a run" else None

    client = SimpleNamespace(novelties=SimpleNamespace(novelties=novelties))
    monkeypatch.setattr(backends, "training", lambda: client)
    return found


def answer(asked: dict, status: int = 200) -> dict:
    (found,) = asgi.ask(APP, asgi.Call(novelty.PATH, [json.dumps(asked).encode()]))
    assert found.status == status, found.body
    return found.json()


def test_a_picture_is_compared_as_it_is(calls):
    assert answer(ASKED) == {"images": [{"nearer": 0.998, "unlike": True}]}
    ((run, images, at),) = calls
    assert (run, at) == ("a run", 100)
    assert images.tobytes() == np.arange(784).astype(np.uint8).tobytes()


def test_where_there_is_nothing_to_say_there_is_nothing(calls):
    assert answer(ASKED | {"run": "untrained", "at": None}) == {"images": []}
    assert answer(ASKED | {"run": None}) == {"images": []}
    assert len(calls) == 1


def test_a_run_that_is_gone_is_a_sentence(calls, monkeypatch):
    def gone(*_):
        raise RunError(Sentence("This run no longer exists."))

    backends.training().novelties.novelties = gone
    assert answer(ASKED, 409)["problem"] == "This run no longer exists."
