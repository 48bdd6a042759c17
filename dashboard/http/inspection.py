"""What a browser asks while a person looks inside a network: one request, one answer, without a run of the page.

A change of image, layer, channel or pixel is answered from here. What is asked and answered is written down in
`dashboard/components/browser/server.d.ts`; `addresses.js` beside it has the addresses.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from core import anatomy, spec
from core.fields.limits import shown
from core.inspection import inspection
from core.inspection.inspection import Inspection
from core.layers.arithmetic import LINES, PATCH
from core.messages import Sentence
from dashboard import backends
from dashboard.http.image_request import base64_of, images_in
from dashboard.http.json_endpoint import RequestError, checkpoint_in, endpoint, language_in
from dashboard.i18n import Text, text

PATH = "/inspection"
ABLATION_PATH = "/ablation"
CHECKPOINTS_PATH = "/checkpoint_answers"


def answer_inspection(asked: dict[str, Any]) -> dict[str, Any]:
    """What the network makes of the images that were sent. Raises `SentenceError`."""
    images, described = images_in(asked)
    if images is None:  # nothing is drawn yet
        return {"images": described}
    _, off = text(language_in(asked)), _off(asked.get("off"))
    flow, layer = asked.get("flow") is True, asked.get("layer")
    found = _inspected(asked, images, off, None if flow or layer is not None else (spec.OUTPUT,))
    if not all(np.isfinite(values).all() for values in (*found.outputs.values(), found.probabilities)):
        raise RequestError(
            Sentence(
                "The values in this network have grown too large to compute with; reset it, or try a smaller learning rate."
            )
        )
    answer = {
        "key": found.history_key,
        "iteration": found.iteration,
        "images": described,
        "logits": _rounded(found.outputs[spec.OUTPUT]),
        "probabilities": _rounded(found.probabilities),
    }
    if found.with_all is not None:
        answer["probabilities_all_on"] = _rounded(found.with_all)
    if flow:
        answer["flow"] = {name: _picture(values[0]) for name, values in found.outputs.items()}
    if layer is not None:
        answer |= _layer(found, layer, asked.get("channel", 0), _)
    if asked.get("work") is not None:
        answer["work"] = _work(found, images, asked["work"], _)
    return answer


def answer_ablation(asked: dict[str, Any]) -> dict[str, Any]:
    """Test accuracy of a run with and without filters."""
    run_id, off = asked.get("run"), _off(asked.get("off"))
    if not isinstance(run_id, str):
        raise RequestError(Sentence("Train the network first; until then there is nothing to switch off."))
    found = backends.training().ablations.ablate(run_id, off, checkpoint_in(asked))
    return {
        "iteration": found.iteration,
        "total": found.total,
        "correct": found.correct,
        "without": found.correct_without,
    }


def answer_checkpoints(asked: dict[str, Any]) -> dict[str, Any]:
    """What a run said of the images at each of its checkpoints, and says now."""
    images, _ = images_in(asked)
    if images is None or not isinstance(asked.get("run"), str):
        return {"checkpoints": []}
    found = backends.training().inspections.predictions(asked["run"], images)
    return {"checkpoints": [[iteration, _rounded(probabilities)] for iteration, probabilities in found]}


def _inspected(
    asked: dict[str, Any], images: np.ndarray, off: anatomy.Off, layers: tuple[str, ...] | None
) -> Inspection:
    if isinstance(asked.get("run"), str):
        return backends.training().inspections.inspect(asked["run"], images, off, layers, checkpoint_in(asked))
    network, settings = spec.from_json(asked.get("design"))
    return inspection.untrained(network, settings, images, off, layers)


def _off(asked: object) -> dict[str, list[int]]:
    if asked is None:
        return {}
    if not isinstance(asked, dict) or not all(isinstance(numbers, list) for numbers in asked.values()):
        raise RequestError(Sentence("The request cannot be read."))
    return {name: numbers for name, numbers in asked.items() if numbers}


def _layer(found: Inspection, layer: object, channel: object, _: Text) -> dict[str, Any]:
    """What one layer puts out, its kernels for one input channel, and its other numbers, a row each."""
    if not isinstance(layer, str) or layer not in found.outputs:
        raise RequestError(Sentence("{layer}: the network has no such layer.", layer=shown(layer)))
    values = found.outputs[layer]
    answer: dict[str, Any] = {"maps": {"layer": layer} | _maps(values)}
    kernel = found.weights.get(f"{layer}/kernel")
    if kernel is not None:
        if type(channel) is not int or not 0 <= channel < kernel.shape[2]:
            channel = 0  # of another network
        answer["kernels"] = {
            "shape": list(kernel.shape),
            "channel": channel,
            "peak": float(np.abs(kernel).max()),
            "values": base64_of(kernel[:, :, channel, :].transpose(2, 0, 1).astype("<f4")),
        }
    (part,) = (each for each in spec.summary(found.network) if each.name == layer)
    answer["rows"] = [
        {"title": _.say(weight.title), "values": _rounded(found.weights[name])}
        for name, weight in part.weights.items()
        if weight.title is not None
    ]
    return answer


def _work(found: Inspection, images: np.ndarray, asked: object, _: Text) -> dict[str, Any]:
    """One output by hand, in the way of its layer."""
    asked = asked if isinstance(asked, dict) else {}
    place = asked.get("image", 0)
    if type(place) is not int or not 0 <= place < len(images):
        raise RequestError(Sentence("The request cannot be read."))
    layer = str(asked.get("layer"))
    outputs = {name: values[place] for name, values in found.outputs.items()}
    at = _Place(layer, asked.get("filter", -1), asked.get("row", -1), asked.get("column", -1))
    way = anatomy.way_by_hand(found.network, layer)
    worked = _WAYS[way](found, images[place], outputs, at, _)
    return at._asdict() | {"image": place, "way": way, "precision": found.settings.precision} | worked


class _Place(NamedTuple):
    """Of an output; of a layer without maps ``filter`` is the unit. Numbers as they were sent."""

    layer: str
    filter: Any
    row: Any
    column: Any


def _patch(
    found: Inspection, image: np.ndarray, outputs: Mapping[str, np.ndarray], at: _Place, _: Text
) -> dict[str, Any]:
    done = anatomy.work_on(
        found.network, found.weights, image, outputs, at.layer, at.filter, at.row, at.column, found.settings.precision
    )  # fmt: skip
    own = float(outputs[done.layer][done.row, done.column, done.filter])
    window = done.window and {
        "layer": done.window.name, "kind": done.window.kind, "at": [done.window.row, done.window.column],
        "rows": done.window.rows, "columns": done.window.columns, "value": done.window.value,
    }  # fmt: skip
    return {
        "shape": list(done.patch.shape), "patch": _floats(done.patch), "kernel": _floats(done.kernel),
        "inside": done.inside.ravel().tolist(), "bias": done.bias, "sum": done.sum, "function": done.function,
        "activation": done.activation, "own": own, "pooled": done.pooled, "window": window,
    }  # fmt: skip


def _lines(
    found: Inspection, image: np.ndarray, outputs: Mapping[str, np.ndarray], at: _Place, _: Text
) -> dict[str, Any]:
    maps = outputs[at.layer].ndim == 3
    done = anatomy.worked_output(
        found.network, found.weights, image, outputs, at.layer, (at.row, at.column, at.filter) if maps else (at.filter,)
    )
    return {
        "lines": [{"label": _.say(line.label), "text": line.text} for line in done.lines],
        "value": done.value,
        "own": done.own,
        "source": done.source,
        "map": None if done.map is None else {"shape": list(done.map.shape), "values": _floats(done.map)},
        "taken": done.taken,
    }


_WAYS = {PATCH: _patch, LINES: _lines}


def _picture(values: np.ndarray) -> dict[str, Any]:
    """Maps (rows, columns, filters), or values (units,), as bytes on one scale: enough for a small picture."""
    low, high = float(values.min()), float(values.max())
    span = high - low or 1.0
    maps = _maps_first(values)
    return {
        "shape": list(values.shape), "low": low, "high": high,
        "values": base64_of(np.round((maps - low) * (255 / span)).astype(np.uint8)),
    }  # fmt: skip


def _maps(values: np.ndarray) -> dict[str, Any]:
    """Maps of every image in steps of a 32,767th of the largest: int16, filter after filter."""
    peak = float(np.abs(values).max()) or 1.0
    return {
        "shape": list(values.shape[1:]),
        "peak": peak,
        "values": [base64_of(np.round(_maps_first(each) * (32_767 / peak)).astype("<i2")) for each in values],
    }


def _maps_first(values: np.ndarray) -> np.ndarray:
    """(rows, columns, filters) → (filters, rows, columns)."""
    return values.transpose(2, 0, 1) if values.ndim == 3 else values


def _rounded(values: np.ndarray) -> list:
    return np.round(values.astype(np.float64), 6).tolist()


def _floats(values: np.ndarray) -> str:
    return base64_of(values.astype("<f4"))


routes = [
    endpoint(PATH, answer_inspection),
    endpoint(ABLATION_PATH, answer_ablation),
    endpoint(CHECKPOINTS_PATH, answer_checkpoints),
]
