"""Every endpoint and every field, with whatever can be sent: an answer or a sentence, never a fault."""

from __future__ import annotations

import base64
import copy
import json
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from core import spec
from core.engine.engine import Engine
from core.fields import fields_of
from core.inspection.ablation import Ablation
from core.inspection.novelty import Novelty
from core.inspection.switched_off import check_off
from core.spec import Conv, Dense, NetworkSpec, Pool, TrainingSpec
from dashboard import backends
from dashboard.http import answers, curves, inspection, novelty, scripts, test_results
from tests.support import asgi
from tests.support.stepped_client import SteppedClient

NETWORK = NetworkSpec((Conv(2, 3, 3), Pool("max", 2, 2), Dense(3)))
ROUTES = [*inspection.routes, answers.route, novelty.route, test_results.route, curves.route, scripts.route]
APP = Starlette(routes=ROUTES)
INK = base64.b64encode(bytes(range(256)) * 3 + bytes(16)).decode()
LOOK = {
    "design": spec.to_json(NETWORK, TrainingSpec()), "images": [{"test": 0}, {"drawing": {"side": 28, "ink": INK}, "raw": False}],
    "lang": "ko", "off": {"conv1": [0], "fc1": [1, 2]}, "flow": True, "layer": "conv1", "channel": 0,
    "work": {"image": 0, "layer": "conv1", "filter": 1, "row": 2, "column": 3},
}  # fmt: skip
FITTING = {200, 400, 404, 409, 413}
QUICK = settings(
    max_examples=80, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-3, 30)
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["", "conv1", "fc_out", "ko", "pool1", "-1", "\ud800", "\0", "nobody", 10**400, -(2**63), 1e308])
)
values = st.recursive(
    scalars,
    lambda some: st.lists(some, max_size=3) | st.dictionaries(st.text(max_size=8), some, max_size=3),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def run_id(tmp_path_factory):
    """A run of three iterations; the test set is judged by nobody."""
    client = SteppedClient(tmp_path_factory.mktemp("kept"))
    made = client.engine.create("w", NETWORK, TrainingSpec()).run_id
    client.train(made, 3)
    client.work()
    client.ablations = SimpleNamespace(ablate=lambda run, off, at: _ablated(client.engine, run, off))
    client.novelties = SimpleNamespace(novelties=lambda run, images, at: _compared(client.engine, run))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backends, "training", lambda: client)
        yield made
    client.close()


def _ablated(engine: Engine, run_id: str, off: dict[str, list[int]]) -> Ablation:
    engine.queries.history(run_id)  # it has to be there
    check_off(NETWORK, off)
    return Ablation(3, 10, 9, 8)


def _compared(engine: Engine, run_id: str) -> list[Novelty]:
    engine.queries.history(run_id)
    return [Novelty(3, 1.5, 2.0, 0.4)]


def requests(run_id: str) -> dict[str, list[dict]]:
    """Requests that are answered, by their addresses: every field is in one of them."""
    of_run = {name: value for name, value in LOOK.items() if name != "design"} | {"run": run_id, "at": 3}
    gallery = {"run": run_id, "at": 1, "true": 4, "predicted": None, "order": "largest", "size": 9, "page": 0, "test": True, "lang": "en"}  # fmt: skip
    return {
        inspection.PATH: [LOOK, of_run, {"design": LOOK["design"], "images": [{"pixels": INK}], "flow": False}],
        inspection.ABLATION_PATH: [{"run": run_id, "at": 3, "off": {"conv1": [1]}, "lang": "ko"}],
        inspection.CHECKPOINTS_PATH: [{"run": run_id, "images": [{"test": 5}], "lang": "en"}],
        answers.PATH: [
            {"run": run_id, "at": 3, "test": [0, 9_999], "lang": "ko"},
            {"design": LOOK["design"], "test": [8]},
        ],
        test_results.PATH: [gallery],
        novelty.PATH: [{"run": run_id, "at": 3, "images": [{"test": 5}], "lang": "en"}],
    }


def places(value: object, at: tuple = ()) -> list[tuple]:
    """The way to every field, however deep."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, each in inner for place in [(*at, key), *places(each, (*at, key))]]


def changed(value: dict, at: tuple, to: object) -> dict:
    value = copy.deepcopy(value)
    inside = value
    for key in at[:-1]:
        inside = inside[key]
    if to is ...:
        del inside[at[-1]]
    else:
        inside[at[-1]] = to
    return value


def expect_fitting(path: str, body: bytes, method: str = "POST") -> asgi.Answer:
    """An answer in JSON, or a problem in words with a status that fits; a fault would be raised here."""
    (answer,) = asgi.ask(APP, asgi.Call(path, [body], method=method))
    assert answer.status in FITTING, (answer.status, answer.body)
    said = answer.json()
    assert isinstance(said, dict)
    assert ("problem" in said) == (answer.status != 200)
    if answer.status != 200:
        assert said["problem"].strip()
        assert said["problem"].endswith(".")
    return answer


def test_what_is_changed_below_is_answered_unchanged(run_id):
    for path, bodies in requests(run_id).items():
        for body in bodies:
            assert expect_fitting(path, json.dumps(body).encode()).status == 200, body


@pytest.mark.parametrize(
    "path",
    [
        inspection.PATH,
        inspection.ABLATION_PATH,
        inspection.CHECKPOINTS_PATH,
        answers.PATH,
        test_results.PATH,
        novelty.PATH,
    ],
)
def test_any_value_in_any_field(path, run_id):
    bodies = requests(run_id)[path]
    ways = [(number, at) for number, body in enumerate(bodies) for at in places(body)]

    @QUICK
    @given(st.sampled_from(ways), values | st.just(...))
    @example((0, ("lang",)), ["ko"])
    @example((0, ("lang",)), {})
    def try_it(way, value):
        number, at = way
        expect_fitting(path, json.dumps(changed(bodies[number], at, value)).encode())

    try_it()


@pytest.mark.parametrize("way", places(LOOK), ids=str)
@pytest.mark.parametrize(
    "value", [None, True, 1.5, -1, 10**30, "", "x" * 500, [], {}, [[]], {"a": 1}, float("nan")], ids=repr
)
def test_every_field_of_a_look_with_a_value_of_each_kind(way, value):
    expect_fitting(inspection.PATH, json.dumps(changed(LOOK, way, value)).encode())


@QUICK
@given(
    st.sampled_from(
        [inspection.PATH, inspection.ABLATION_PATH, inspection.CHECKPOINTS_PATH, answers.PATH, test_results.PATH]
    ),
    st.binary(max_size=60) | values.map(lambda value: json.dumps(value).encode()),
)
def test_any_body(run_id, path, body):
    assert expect_fitting(path, body).status != 200


@QUICK
@given(st.dictionaries(st.sampled_from(list(fields_of(TrainingSpec))), values), st.lists(values, max_size=3))
def test_any_design(settings_, layers):
    design = json.dumps({"layers": layers, "training": settings_})
    expect_fitting(inspection.PATH, json.dumps(LOOK | {"design": design}).encode())


@QUICK
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/?#%"), min_size=1, max_size=30))
def test_any_run_in_an_address(run_id, name):
    expect_fitting(f"{curves.PATH}/{name}", b"", "GET")
    assert asgi.ask(APP, asgi.Call(f"/scripts-{name}/{name}.js", method="GET"))[0].status == 404


def test_a_lone_surrogate_is_said_and_not_choked_on():
    for field in ("layer", "lang", "design"):
        expect_fitting(inspection.PATH, json.dumps(LOOK | {field: "\ud800"}).encode())
