"""The stream of an experiment: what a frame says, when one is sent, and when the stream ends; and what the dots are given."""

from __future__ import annotations

import asyncio
import json
import math
from dataclasses import replace

import pytest
from starlette.requests import Request

from core import spec
from core.experiments.question import Question, Variant
from core.experiments.task import Result
from core.experiments.view import DesignComparison, Experiment, RunState, Stage
from dashboard import backends
from dashboard.components.experiment_dots import experiment_dots
from dashboard.http import experiment_stream, sse
from dashboard.shared import colors
from tests.support.own_loop import outcome

QUESTION = Question((Variant(spec.tutorial()), Variant(spec.tutorial())), (0, 1), 300)
RUNS = (
    RunState(0, 0, Stage.DONE, 300, Result(2.5, 4_711, 5_000, 9_521, 10_000)),
    RunState(1, 0, Stage.DONE, 12, Result(0.1, None, 5_000, None, 10_000, diverged=12)),
    RunState(0, 1, Stage.TRAINING, 140),
    RunState(1, 1, Stage.WAITING, 0),
)
EXPERIMENT = DesignComparison(
    experiment_id="e1", workspace="w", number=1, created=0.0, question=QUESTION, prediction="A", looks=(2,),
    stage=Stage.TRAINING, notice=None, runs=RUNS, summaries=(), comparisons=(), seconds_left=23.7, processes=2, event=3,
    serial=40,
)  # fmt: skip


class Client:
    """Gives one experiment after another, the last one for good; ``on_look`` is called before each."""

    def __init__(self, *experiments: Experiment | None) -> None:
        self.experiments, self.looks, self.closed = list(experiments), 0, False
        self.on_look = lambda: None

    def experiment(self, experiment_id: str) -> Experiment | None:
        assert experiment_id == "e1"
        self.looks += 1
        self.on_look()
        return self.experiments.pop(0) if len(self.experiments) > 1 else self.experiments[0]


@pytest.fixture
def client(monkeypatch):
    """Sets the client of the experiments; nobody waits in real time."""

    def given(*experiments: Experiment | None) -> Client:
        made = Client(*experiments)
        monkeypatch.setattr(backends, "experiments", lambda: made)
        return made

    monkeypatch.setattr(experiment_stream, "EVERY_SECONDS", experiment_stream.EVERY_SECONDS / 100)
    return given


def read(most: int = 10, stays: int = 1_000) -> list[str]:
    """The first events of the route; the browser stays for so many looks."""

    async def stream() -> list[str]:
        left = iter(range(stays))

        async def receive():
            if next(left, None) is None:
                return {"type": "http.disconnect"}
            await asyncio.sleep(3600)

        request = Request(
            {"type": "http", "method": "GET", "path_params": {"experiment_id": "e1"}, "headers": []}, receive
        )
        response = await experiment_stream.route.endpoint(request)
        assert response.status_code == 200
        assert response.media_type == "text/event-stream"
        assert response.headers["cache-control"] == "no-store"
        events = []
        async for event in response.body_iterator:
            events.append(event)
            if len(events) == most:
                break
        return events

    return outcome(asyncio.wait_for(stream(), 20))


def data(event: str) -> dict:
    assert event.startswith("data: ")
    assert event.endswith("\n\n")
    return json.loads(event[6:])


def test_a_frame_says_where_each_run_is():
    frame = experiment_stream.frame(EXPERIMENT)
    assert json.loads(json.dumps(frame)) == {
        "event": 3,
        "serial": 40,
        "stage": "training",
        "left": 24,
        "processes": 2,
        "runs": [
            [0, 0, "done", 300, 0.9521, 0.9422],
            [1, 0, "done", 12, None, None],
            [0, 1, "training", 140, None, None],
            [1, 1, "waiting", 0, None, None],
        ],
    }


def test_what_is_not_known_is_null():
    assert experiment_stream.frame(replace(EXPERIMENT, seconds_left=None))["left"] is None
    assert experiment_stream.frame(replace(EXPERIMENT, seconds_left=0.0))["left"] == 0
    untested = RunState(0, 0, Stage.DONE, 300, Result(2.5, 4_711, 5_000, None, 10_000))  # of a search
    assert experiment_stream.frame(replace(EXPERIMENT, runs=(untested,)))["runs"] == [[0, 0, "done", 300, None, 0.9422]]


def test_a_frame_for_each_change_and_none_between(client):
    later = [replace(EXPERIMENT, serial=41), replace(EXPERIMENT, serial=45, event=4)]
    client(EXPERIMENT, EXPERIMENT, EXPERIMENT, later[0], later[0], later[1], None)
    *events, last = read()
    assert [data(event)["serial"] for event in events] == [40, 41, 45]
    assert last == sse.GONE  # the experiment was deleted
    assert data(events[-1]) == json.loads(json.dumps(experiment_stream.frame(later[1])))


def test_a_serial_that_begins_anew_is_a_change(client):
    client(EXPERIMENT, EXPERIMENT, replace(EXPERIMENT, serial=1), None)
    assert [data(event)["serial"] for event in read()[:-1]] == [40, 1]


def test_an_experiment_that_is_not_known_yet_is_waited_for(client):
    """One that was asked for a moment ago, or one of a server that was started anew: that is not for ever."""
    found = client(None)
    assert read(stays=8) == []
    assert found.looks == 8
    client(*[None] * 20, EXPERIMENT)
    assert data(read(most=1)[0])["serial"] == 40


def test_it_says_that_it_lives(client, monkeypatch):
    monkeypatch.setattr(sse, "HEARTBEAT_SECONDS", experiment_stream.EVERY_SECONDS * 3)
    client(EXPERIMENT)
    assert read(most=3)[1:] == [sse.HEARTBEAT] * 2


def test_it_ends_with_its_client(client):
    closing = client(EXPERIMENT)
    closing.on_look = lambda: setattr(closing, "closed", closing.looks > 4)
    assert len(read()) == 1


def test_a_closed_client_is_not_waited_for(client):
    closing = client(None)
    closing.closed = True
    assert read() == []
    assert closing.looks == 0


def test_it_ends_when_the_browser_has_left(client):
    found = client(EXPERIMENT)
    assert len(read(stays=4)) == 1
    assert found.looks < 10


def test_the_dots_are_given_what_json_can_carry(monkeypatch):
    given = {}
    monkeypatch.setattr(
        experiment_dots, "_mount", lambda data, key, **events: given.update(data, key=key, events=events)
    )
    designs = [experiment_dots.DotDesign(letter, letter, colors.of_design(place)) for place, letter in enumerate("AB")]
    single = experiment_dots.DotDifference(1, -0.0019, -math.inf, math.inf)
    frame = experiment_stream.frame(EXPERIMENT)
    experiment_dots.experiment_dots(frame, "e1", designs, [single], 300, 0.002, {}, key="dots")
    assert given["comparisons"] == [{"design": 1, "difference": -0.0019, "low": None, "high": None}]
    assert list(given["events"]) == ["on_happened_change"]
    json.dumps({name: value for name, value in given.items() if name != "events"}, allow_nan=False)


def test_designs_have_colours_of_their_own():
    for theme in ("light", "dark"):
        assert len({colors.of_design(place)[theme] for place in range(6)}) == 6
