"""The requests that a browser sends while somebody looks inside: what is answered, and what is refused in words."""

from __future__ import annotations

import base64
import json
from dataclasses import replace

import numpy as np
import pytest
from starlette.requests import Request

from core import anatomy, spec
from core.inspection.inspection import untrained
from core.layers import KINDS
from core.layers.layer import ROW
from core.messages import Sentence
from core.processes.training_process import WorkerUnavailable
from core.runs.errors import RunError
from core.spec import BatchNorm, Conv, Dense, GlobalPool, NetworkSpec, Pool
from dashboard import backends
from dashboard.http import inspection
from tests.support import keras_twin
from tests.support.own_loop import outcome
from tests.support.stepped_client import SteppedClient

DESIGN = spec.to_json(spec.tutorial(), spec.TrainingSpec())
LOOK = {"design": DESIGN, "images": [{"test": 0}, {"test": 13}]}


BY_LINES = NetworkSpec(
    (
        *(Conv(4, 5, activation="none"), BatchNorm("relu"), Pool("average", 3, 2), Pool("max", 2, 1), Conv(3, 3)),
        *(GlobalPool("max"), Dense(6), BatchNorm()),
    )
)
DEEP = {"design": spec.to_json(BY_LINES, spec.TrainingSpec()), "images": [{"test": 0}, {"test": 13}]}


def ask(asked: object, path: str = inspection.PATH, status: int = 200) -> dict:
    """What the route answers to a request with that body, with that status."""
    body = asked if isinstance(asked, bytes) else json.dumps(asked).encode()
    parts = iter(
        [
            {"type": "http.request", "body": body[at : at + 65_536], "more_body": True}
            for at in range(0, len(body), 65_536)
        ]
    )

    async def receive():
        return next(parts, {"type": "http.request", "body": b"", "more_body": False})

    request = Request({"type": "http", "method": "POST", "path": path, "headers": []}, receive)
    endpoint = next(route.endpoint for route in inspection.routes if route.path == path)
    response = outcome(endpoint(request))
    assert response.status_code == status, response.body
    assert response.headers["cache-control"] == "no-store"
    return json.loads(response.body)


@pytest.fixture
def client(tmp_path, monkeypatch) -> SteppedClient:
    stepped = SteppedClient(tmp_path)
    monkeypatch.setattr(backends, "training", lambda: stepped)
    return stepped


def unpacked(text: str, dtype: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), dtype)


def test_answers_without_a_run(digits):
    answer = ask(LOOK)
    assert (answer["iteration"], answer["key"]) == (0, None)
    assert [each["label"] for each in answer["images"]] == [7, 0]
    assert np.sum(answer["probabilities"], axis=1) == pytest.approx([1, 1], abs=1e-4)
    np.testing.assert_array_equal(unpacked(answer["images"][1]["pixels"], "u1"), digits.test.images[13].ravel())
    assert "maps" not in answer
    assert "flow" not in answer
    assert "probabilities_all_on" not in answer


def test_a_layers_maps_kernels_and_biases_come_back_as_they_are(digits):
    found = untrained(spec.tutorial(), spec.TrainingSpec(), digits.test.images[[0, 13]])
    answer = ask(LOOK | {"layer": "conv2", "channel": 3})
    maps, values = answer["maps"], found.outputs["conv2"]
    assert (maps["layer"], maps["shape"]) == ("conv2", [14, 14, 36])
    for place in range(2):
        sent = unpacked(maps["values"][place], "<f4").reshape(36, 14, 14).transpose(1, 2, 0)
        np.testing.assert_array_equal(sent, values[place])
    assert maps["peak"] == np.abs(values).max()
    kernel = found.weights["conv2/kernel"]
    assert answer["kernels"]["shape"] == [5, 5, 16, 36]
    assert answer["kernels"]["peak"] == pytest.approx(np.abs(kernel).max())
    np.testing.assert_array_equal(
        unpacked(answer["kernels"]["values"], "<f4").reshape(36, 5, 5), kernel[:, :, 3].transpose(2, 0, 1)
    )
    assert answer["rows"] == [{"title": "Biases", "values": [0] * 36}]
    dense = ask(LOOK | {"layer": "fc1"})
    assert dense["maps"]["shape"] == [128]
    assert "kernels" not in dense


def test_a_value_on_a_map_is_the_one_that_is_worked_through_by_hand(client):
    run_id = client.engine.create("w", spec.tutorial(), spec.TrainingSpec()).run_id
    client.train(run_id, 3)
    client.work()
    for layer, (rows, columns, filters) in (("conv1", (28, 28, 16)), ("conv2", (14, 14, 36))):
        for filter, row, column in ((0, 3, 7), (filters - 1, 9, 5), (7, 12, 12)):
            place = {"layer": layer, "image": 0, "filter": filter, "row": row, "column": column}
            answer = ask({"run": run_id, "images": [{"test": 0}], "layer": layer, "work": place})
            maps = unpacked(answer["maps"]["values"][0], "<f4").reshape(filters, rows, columns)
            assert float(maps[filter, row, column]) == answer["work"]["own"]


def test_probabilities_and_logits_are_sent_as_they_are(client, digits):
    """Rounded here and there they would be rounded twice."""
    found = untrained(spec.tutorial(), spec.TrainingSpec(), digits.test.images[[0, 13]])
    answer = ask(LOOK)
    np.testing.assert_array_equal(np.float32(answer["probabilities"]), found.probabilities)
    np.testing.assert_array_equal(np.float32(answer["logits"]), found.outputs[spec.OUTPUT])


def test_the_flow_has_every_layer():
    flow = ask(LOOK | {"flow": True})["flow"]
    assert {name: each["shape"] for name, each in flow.items()} == {
        part.name: list(part.output_shape) for part in spec.summary(spec.tutorial())
    }
    for each in flow.values():
        values = unpacked(each["values"], "u1")
        assert len(values) == np.prod(each["shape"])
        assert (values.min(), values.max()) == (0, 255)


def test_a_pixel_by_hand_and_the_networks_own_value(client, digits):
    run_id = client.engine.create("w", spec.tutorial(), spec.TrainingSpec()).run_id
    client.train(run_id, 3)
    client.work()
    place = {"image": 1, "layer": "conv2", "filter": 5, "row": 6, "column": 7}
    answer = ask({"run": run_id, "images": LOOK["images"], "layer": "conv2", "work": place})
    work = answer["work"]
    assert answer["iteration"] == 3
    assert {name: work[name] for name in place} == place
    products = unpacked(work["patch"], "<f4").astype(float) * unpacked(work["kernel"], "<f4")
    assert work["sum"] == pytest.approx(products.sum() + work["bias"])
    assert max(0, work["sum"]) == pytest.approx(work["own"], rel=1e-5, abs=1e-7)
    assert work["activation"] == pytest.approx(work["own"], rel=1e-5, abs=1e-7)
    assert work["window"]["layer"] == "pool2"
    assert work["pooled"][0] in (6, 7)


@pytest.mark.parametrize(
    ("layer", "at"),
    [("norm1", (3, 9, 14)), ("pool1", (2, 5, 6)), ("pool2", (1, 6, 4)), ("gpool1", (2, 0, 0)), ("norm2", (4, 0, 0))],
)
@pytest.mark.parametrize("kind", ["average", "max"])
def test_lines_come_to_what_keras_puts_out(layer, at, kind, client, digits):
    network = replace(BY_LINES, layers=(*BY_LINES.layers[:5], GlobalPool(kind), *BY_LINES.layers[6:]))
    run_id = client.engine.create("w", network, spec.TrainingSpec()).run_id
    client.train(run_id, 5)
    client.work()
    twin = keras_twin.model(network)
    keras_twin.set_weights(twin, client.weights(run_id, 5)[1])
    channel, row, column = at
    theirs = np.asarray(twin(digits.test.images[[13]].astype(np.float32) / 255)[layer])[0]
    theirs = theirs[row, column, channel] if theirs.ndim == 3 else theirs[channel]
    place = {"image": 1, "layer": layer, "filter": channel, "row": row, "column": column}
    work = ask(DEEP | {"run": run_id, "layer": layer, "work": place})["work"]
    assert work["way"] == "lines"
    assert {name: work[name] for name in place} == place
    assert work["value"] == pytest.approx(float(theirs), rel=1e-4, abs=1e-5)
    assert work["own"] == pytest.approx(float(theirs), rel=1e-4, abs=1e-5)
    last = work["lines"][-1]["text"].rpartition("= ")[2].replace("−", "-")
    assert float(last) == pytest.approx(float(theirs), abs=1e-4)


def test_the_lines_of_batch_normalization_name_its_numbers(client):
    run_id = client.engine.create("w", BY_LINES, spec.TrainingSpec()).run_id
    client.train(run_id, 5)
    client.work()
    weights = client.weights(run_id, 5)[1]
    place = {"image": 0, "layer": "norm1", "filter": 3, "row": 9, "column": 14}
    answer = ask(DEEP | {"run": run_id, "layer": "norm1", "work": place})
    names = ("gamma", "beta", "moving_mean", "moving_variance")
    for row, name in zip(answer["rows"], names, strict=True):
        np.testing.assert_allclose(row["values"], weights[f"norm1/{name}"], atol=1e-6)
    texts = [line["text"] for line in answer["work"]["lines"]]
    x, *_ = texts
    gamma, beta, mean, variance = (float(weights[f"norm1/{name}"][3]) for name in names)
    assert texts[1].startswith(f"{x} − {_written(mean)} = ")
    assert f"/ √({_written(variance)} + 0.001)" in texts[2]
    assert f" · {_written(gamma)} + {_written(beta)} = " in texts[3]
    korean = ask(DEEP | {"run": run_id, "layer": "norm1", "work": place, "lang": "ko"})
    assert korean["rows"][2]["title"] == "훈련 배치의 이동 평균"
    assert korean["work"]["lines"][1]["label"] == "이동 평균 빼기"


def _written(value: float) -> str:
    text = f"{abs(value):.4f}" if abs(value) >= 1e-4 else f"{abs(value):.2e}"
    return f"(−{text})" if value < 0 else text


def test_global_pooling_comes_with_its_map(digits):
    found = untrained(BY_LINES, spec.TrainingSpec(), digits.test.images[[0, 13]])
    work = ask(DEEP | {"layer": "gpool1", "work": {"image": 1, "layer": "gpool1", "filter": 1}})["work"]
    values = found.outputs["conv2"][1, :, :, 1]
    assert (work["source"], work["map"]["shape"]) == ("conv2", list(values.shape))
    np.testing.assert_array_equal(unpacked(work["map"]["values"], "<f4").reshape(values.shape), values)
    assert values[tuple(work["taken"])] == values.max()
    alone = {"design": spec.to_json(NetworkSpec((GlobalPool(),)), spec.TrainingSpec()), "images": [{"test": 0}]}
    of_image = ask(alone | {"layer": "gpool1", "work": {"layer": "gpool1", "filter": 0}})["work"]
    assert of_image["source"] is None
    assert of_image["value"] == pytest.approx(digits.test.images[0].mean() / 255, rel=1e-5)


def test_every_row_of_numbers_of_every_kind_has_a_title():
    for layer in (kind() for kind in KINDS):
        shape = (3,) if layer.takes == ROW else (28, 28, 3)
        for name, weight in layer.weights(shape).items():
            assert (weight.title is not None) == (len(weight.shape) == 1), name


def test_filters_off_change_the_answer_and_are_measured(client):
    run_id = client.engine.create("w", spec.tutorial(), spec.TrainingSpec()).run_id
    client.train(run_id, 20)
    client.work()
    off = {"conv1": list(range(8))}
    answer = ask({"run": run_id, "images": [{"test": 0}], "off": off, "layer": "conv1"})
    assert answer["probabilities_all_on"] != answer["probabilities"]
    sent = unpacked(answer["maps"]["values"][0], "<f4").reshape(16, 28, 28)
    assert not sent[:8].any()
    assert sent[8:].any()
    measured = ask({"run": run_id, "off": off}, inspection.ABLATION_PATH)
    assert measured["total"] == 10_000
    assert measured["correct"] == client.last_run().latest.correct
    assert measured["without"] != measured["correct"]


def test_own_images():
    ink = np.zeros((140, 140), np.uint8)
    ink[30:110, 60:75] = 255
    drawing = {"side": 140, "ink": base64.b64encode(ink.tobytes()).decode()}
    prepared, raw = (ask({"design": DESIGN, "images": [{"drawing": drawing, "raw": raw}]}) for raw in (False, True))
    assert prepared["images"][0]["placement"]["height"] == 80
    assert raw["images"][0]["placement"] is None
    assert prepared["probabilities"] != raw["probabilities"]
    empty = ask({"design": DESIGN, "images": [{"drawing": {"side": 28, "ink": base64.b64encode(bytes(784)).decode()}}]})
    assert empty == {"images": [{"empty": True}]}
    pixels = ask({"design": DESIGN, "images": [{"pixels": prepared["images"][0]["pixels"]}]})
    assert pixels["probabilities"] == prepared["probabilities"]


UNREADABLE = "The request cannot be read."


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (b"", UNREADABLE),
        (b"[" * 100_000, UNREADABLE),
        (b"\xff\xfe", UNREADABLE),
        (b"x" * 500_000, "The request is too long"),
        ([], UNREADABLE),
        (LOOK | {"lang": ["ko"]}, UNREADABLE),
        (LOOK | {"lang": {}}, UNREADABLE),
        (LOOK | {"lang": None}, UNREADABLE),
        (LOOK | {"images": []}, "There are 0 images; 1 to 2 can be inspected at a time."),
        (LOOK | {"images": [{"test": 0}] * 3}, "There are 3 images; 1 to 2 can be inspected at a time."),
        (LOOK | {"images": "x"}, UNREADABLE),
        (LOOK | {"images": [{"test": 10_000}]}, "There is no test image 10000; the numbers run from 0 to 9,999."),
        (LOOK | {"images": [{"test": True}]}, UNREADABLE),
        (LOOK | {"images": [{"test": 10**400}]}, "There is no test image"),
        (LOOK | {"images": [{"pixels": "AAAA"}]}, UNREADABLE),
        (LOOK | {"images": [{"pixels": 7}]}, UNREADABLE),
        (LOOK | {"images": [{}]}, UNREADABLE),
        (LOOK | {"images": [7]}, UNREADABLE),
        (LOOK | {"images": [{"drawing": {"side": 10**9, "ink": ""}}]}, UNREADABLE),
        (LOOK | {"images": [{"drawing": 3}]}, UNREADABLE),
        (LOOK | {"design": "{}"}, "design: it must have exactly these entries"),
        (LOOK | {"design": None}, "The request names neither a run nor a design to look at."),
        (LOOK | {"layer": "conv9"}, "conv9: the network has no such layer."),
        (LOOK | {"layer": ""}, '"": the network has no such layer.'),
        (LOOK | {"layer": 3}, UNREADABLE),
        (LOOK | {"channel": "x"}, UNREADABLE),
        (LOOK | {"off": {"conv1": [99]}}, "conv1: filter is 99;"),
        (LOOK | {"off": {"conv1": 3}}, UNREADABLE),
        (LOOK | {"off": [1]}, UNREADABLE),
        (LOOK | {"layer": "conv1", "work": {"layer": "conv1", "filter": 0, "row": 99, "column": 0}}, "conv1: row is 99;"),
        (LOOK | {"layer": "conv1", "work": {"layer": "conv1", "filter": 0, "row": 0, "column": 0, "image": 5}}, "There is no image 5; 2 were sent."),
        (LOOK | {"layer": "conv1", "work": 5}, UNREADABLE),
        (LOOK | {"layer": "conv1", "work": {}}, UNREADABLE),
        (LOOK | {"layer": None, "work": {"layer": "conv9", "filter": 0}}, "conv9: there is nothing to work through by hand."),
        (LOOK | {"layer": "fc1", "work": {"layer": "fc1", "filter": 0}}, "fc1: there is nothing to work through by hand."),
        (DEEP | {"layer": "norm1", "work": {"layer": "norm1", "filter": 0, "row": 28, "column": 0}}, "norm1: row is 28;"),
        (DEEP | {"layer": "gpool1", "work": {"layer": "gpool1", "filter": 3}}, "gpool1: unit is 3;"),
        (DEEP | {"layer": "gpool1", "work": {"layer": "gpool1"}}, "gpool1: unit is -1;"),
        ({"run": "nobody", "images": [{"test": 0}]}, "This run no longer exists."),
        ({"run": "x" * 100, "images": [{"test": 0}]}, UNREADABLE),
    ],
)  # fmt: skip
def test_odd_requests_are_one_sentence(asked, words, client):
    status = {"The request is too long": 413, "This run no longer exists.": 404}.get(words, 400)
    answer = ask(asked, status=status)
    assert answer["problem"].startswith(words)


def test_one_output_by_hand_needs_no_layer_beside_it():
    place = {"layer": "conv2", "filter": 5, "row": 6, "column": 7}
    with_layer, without = (ask(LOOK | {"layer": layer, "work": place}) for layer in ("conv2", None))
    assert without["work"] == with_layer["work"]
    assert "maps" not in without


def test_a_program_is_told_where_its_request_is_wrong():
    assert ask(LOOK | {"lang": 3}, status=400)["detail"] == "Expected `str`, got `int` - at `$.lang`"


def test_a_channel_that_is_not_there_becomes_the_first():
    for channel in (99, -1, None):
        assert ask(LOOK | {"layer": "conv2", "channel": channel})["kernels"]["channel"] == 0


def test_problems_are_said_in_the_pages_language(client, monkeypatch):
    def down(*_: object) -> None:
        raise WorkerUnavailable(Sentence("The training process is starting; please try again in a moment."))

    monkeypatch.setattr(client.inspections, "inspect", down)
    answer = ask({"run": "x", "images": [{"test": 0}], "lang": "ko"}, status=503)
    assert answer == {
        "problem": "훈련 프로세스를 시작하는 중입니다. 잠시 후 다시 시도해 주세요.",
        "kind": "WorkerUnavailable",
    }


def test_values_beyond_every_number_are_said(client, monkeypatch, digits):
    found = untrained(spec.tutorial(), spec.TrainingSpec(), digits.test.images[:1])
    lost = replace(found, outputs=dict(found.outputs) | {"fc1": np.full((1, 128), np.inf, np.float32)})
    monkeypatch.setattr(client.inspections, "inspect", lambda *_: lost)
    for layer in ("conv1", None):
        answer = ask({"run": "x", "images": [{"test": 0}], "layer": layer}, status=400)
        assert answer["problem"].startswith("The values in this network have grown too large to compute with")


def test_nothing_can_be_measured_before_a_run(client):
    assert ask({"off": {"conv1": [0]}}, inspection.ABLATION_PATH, 400)["problem"].startswith("Train the network first")
    with pytest.raises(RunError):
        client.engine.queries.ablate("nobody", {})
    with pytest.raises(anatomy.AnatomyError):
        anatomy.check_off(spec.tutorial(), {"x": [0]})
