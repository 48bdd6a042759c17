"""What a browser asks while a person looks inside a network: one request, one answer, without a run of the page.

A change of image, layer, channel or pixel is answered from here; `dashboard/components/shared.js` asks (`startLooking`).
"""

from __future__ import annotations

import base64
from dataclasses import asdict
from typing import Any

import numpy as np
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core import anatomy, pictures, spec
from core.data import mnist
from core.fields.limits import shown
from core.inspection import inspection
from core.inspection.inspection import Inspection
from core.messages import Sentence
from dashboard import backends
from dashboard.http.json_endpoint import RequestError, answer, checkpoint_in

PATH = "/look"
ABLATE_PATH = "/ablate"
ANSWERS_PATH = "/answers"
MOST_SIDE = 400  # pixels of a drawing


def answer_look(asked: dict[str, Any]) -> dict[str, Any]:
    """The answer to one request, as written in `dashboard/components/shared.js`. Raises `SentenceError`."""
    images, described = _images(asked.get("images"))
    if images is None:  # nothing is drawn yet
        return {"images": described}
    off = _off(asked.get("off"))
    flow, layer = asked.get("flow") is True, asked.get("layer")
    found = _look(asked, images, off, None if flow or layer is not None else (spec.OUTPUT,))
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
        "answers": _rounded(found.probabilities),
    }
    if found.with_all is not None:
        answer["all"] = _rounded(found.with_all)
    if flow:
        answer["flow"] = {name: _picture(values[0]) for name, values in found.outputs.items()}
    if layer is not None:
        answer |= _layer(found, layer, asked.get("channel", 0))
    if asked.get("work") is not None:
        answer["work"] = _work(found, images, asked["work"])
    return answer


def answer_ablate(asked: dict[str, Any]) -> dict[str, Any]:
    """Test accuracy of a run with and without filters."""
    run_id, off = asked.get("run"), _off(asked.get("off"))
    if not isinstance(run_id, str):
        raise RequestError(Sentence("Train the network first; until then there is nothing to switch off."))
    found = backends.training().ablate(run_id, off, checkpoint_in(asked))
    return {
        "iteration": found.iteration,
        "total": found.total,
        "correct": found.correct,
        "without": found.correct_without,
    }


def answer_answers(asked: dict[str, Any]) -> dict[str, Any]:
    """What a run said of the images at each of its checkpoints, and says now."""
    images, _ = _images(asked.get("images"))
    if images is None or not isinstance(asked.get("run"), str):
        return {"checkpoints": []}
    found = backends.training().predictions(asked["run"], images)
    return {"checkpoints": [[iteration, _rounded(probabilities)] for iteration, probabilities in found]}


def _look(asked: dict[str, Any], images: np.ndarray, off: anatomy.Off, layers: tuple[str, ...] | None) -> Inspection:
    if isinstance(asked.get("run"), str):
        return backends.training().inspect(asked["run"], images, off, layers, checkpoint_in(asked))
    network, settings = spec.from_json(asked.get("design"))
    return inspection.untrained(network, settings, images, off, layers)


def _images(asked: object) -> tuple[np.ndarray | None, list[dict[str, Any]]]:
    """The pictures as uint8 (N, 28, 28, 1), and what is to be said of each; None where one is empty."""
    if not isinstance(asked, list) or not 1 <= len(asked) <= inspection.MOST_IMAGES:
        raise RequestError(Sentence("At most {most} images can be inspected at a time.", most=inspection.MOST_IMAGES))
    found, described = [], []
    for entry in asked:
        image, words = _image(entry if isinstance(entry, dict) else {})
        found.append(image)
        described.append(words if image is None else words | {"pixels": _base64(image)})
    return (None if any(image is None for image in found) else np.stack(found)), described


def _image(entry: dict[str, Any]) -> tuple[np.ndarray | None, dict[str, Any]]:
    if "test" in entry:
        number, split = entry["test"], mnist().test
        if type(number) is not int or not 0 <= number < len(split):
            raise RequestError(
                Sentence(
                    "There is no test image {number}; the numbers run from 0 to {last:,}.",
                    number=shown(number),
                    last=len(split) - 1,
                )
            )
        return split.images[number], {"label": int(split.labels[number])}
    if "drawing" in entry:
        return _drawing(entry["drawing"], entry.get("raw") is True)
    return _bytes(entry.get("pixels"), 28).reshape(28, 28, 1), {}


def _drawing(drawing: object, raw: bool) -> tuple[np.ndarray | None, dict[str, Any]]:
    side = drawing.get("side") if isinstance(drawing, dict) else None
    if type(side) is not int or not 28 <= side <= MOST_SIDE:
        raise RequestError(Sentence("The request cannot be read."))
    ink = _bytes(drawing.get("ink"), side)
    if not ink.any():
        return None, {"empty": True}
    prepared = pictures.plain(ink) if raw else pictures.prepare(ink)
    return prepared.image, {"placement": prepared.placement and asdict(prepared.placement)}


def _bytes(text: object, side: int) -> np.ndarray:
    try:
        values = base64.b64decode(text, validate=True)
    except (TypeError, ValueError) as error:
        raise RequestError(Sentence("The request cannot be read.")) from error
    if len(values) != side * side:
        raise RequestError(Sentence("The request cannot be read."))
    return np.frombuffer(values, np.uint8).reshape(side, side)


def _off(asked: object) -> dict[str, list[int]]:
    if asked is None:
        return {}
    if not isinstance(asked, dict) or not all(isinstance(numbers, list) for numbers in asked.values()):
        raise RequestError(Sentence("The request cannot be read."))
    return {name: numbers for name, numbers in asked.items() if numbers}


def _layer(found: Inspection, layer: object, channel: object) -> dict[str, Any]:
    """What one layer puts out, and for a convolution its kernels for one input channel."""
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
            "values": _base64(kernel[:, :, channel, :].transpose(2, 0, 1).astype("<f4")),
        }
    if f"{layer}/bias" in found.weights:
        answer["biases"] = _rounded(found.weights[f"{layer}/bias"])
    return answer


def _work(found: Inspection, images: np.ndarray, asked: object) -> dict[str, Any]:
    asked = asked if isinstance(asked, dict) else {}
    place = asked.get("image", 0)
    if type(place) is not int or not 0 <= place < len(images):
        raise RequestError(Sentence("The request cannot be read."))
    outputs = {name: values[place] for name, values in found.outputs.items()}
    done = anatomy.work_on(
        found.network, found.weights, images[place], outputs,
        str(asked.get("layer")), asked.get("filter"), asked.get("row"), asked.get("column"), found.settings.precision,
    )  # fmt: skip
    own = float(outputs[done.layer][done.row, done.column, done.filter])
    window = done.window and {
        "layer": done.window.name, "kind": done.window.kind, "at": [done.window.row, done.window.column],
        "rows": done.window.rows, "columns": done.window.columns, "value": done.window.value,
    }  # fmt: skip
    return {
        "image": place, "layer": done.layer, "filter": done.filter, "row": done.row, "column": done.column,
        "shape": list(done.patch.shape), "patch": _floats(done.patch), "kernel": _floats(done.kernel),
        "inside": done.inside.ravel().tolist(), "bias": done.bias, "sum": done.sum, "function": done.function,
        "activation": done.activation, "own": own, "pooled": done.pooled, "window": window,
    }  # fmt: skip


def _picture(values: np.ndarray) -> dict[str, Any]:
    """Maps (rows, columns, filters), or values (units,), as bytes on one scale: enough for a small picture."""
    low, high = float(values.min()), float(values.max())
    span = high - low or 1.0
    maps = _maps_first(values)
    return {
        "shape": list(values.shape), "low": low, "high": high,
        "values": _base64(np.round((maps - low) * (255 / span)).astype(np.uint8)),
    }  # fmt: skip


def _maps(values: np.ndarray) -> dict[str, Any]:
    """Maps of every image in steps of a 32,767th of the largest: int16, filter after filter."""
    peak = float(np.abs(values).max()) or 1.0
    return {
        "shape": list(values.shape[1:]),
        "peak": peak,
        "values": [_base64(np.round(_maps_first(each) * (32_767 / peak)).astype("<i2")) for each in values],
    }


def _maps_first(values: np.ndarray) -> np.ndarray:
    """(rows, columns, filters) → (filters, rows, columns)."""
    return values.transpose(2, 0, 1) if values.ndim == 3 else values


def _rounded(values: np.ndarray) -> list:
    return np.round(values.astype(np.float64), 6).tolist()


def _floats(values: np.ndarray) -> str:
    return _base64(values.astype("<f4"))


def _base64(values: np.ndarray) -> str:
    return base64.b64encode(np.ascontiguousarray(values).tobytes()).decode()


async def _serve_look(request: Request) -> Response:
    return await answer(request, answer_look)


async def _serve_ablate(request: Request) -> Response:
    return await answer(request, answer_ablate)


async def _serve_answers(request: Request) -> Response:
    return await answer(request, answer_answers)


routes = [
    Route(ANSWERS_PATH, _serve_answers, methods=["POST"]),
    Route(PATH, _serve_look, methods=["POST"]),
    Route(ABLATE_PATH, _serve_ablate, methods=["POST"]),
]
