"""What a browser asks while a person looks inside a network: one request, one answer, without a run of the page.

A change of image, layer, channel or pixel is answered from here. What is asked and answered is written down in
`dashboard/components/browser/server.d.ts`; `addresses.js` beside it has the addresses.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
import numpy as np

from core import anatomy, spec
from core.inspection import inspection
from core.inspection.inspection import Inspection
from core.layers.arithmetic import LINES, PATCH
from core.messages import Sentence, shown
from dashboard import backends
from dashboard.http.image_request import Image, base64_of, images_in
from dashboard.http.json_endpoint import Asked, RequestError, RunId, endpoint
from dashboard.http.look_turns import OF_RUNS, design_asked, turns_of_design, turns_of_run
from dashboard.http.turns import Turns
from dashboard.i18n import Text, text

PATH = "/inspection"
ABLATION_PATH = "/ablation"
CHECKPOINTS_PATH = "/checkpoint_answers"

_ABLATIONS = Turns(at_work=2, waiting=32)

OVERFLOWN = Sentence(
    "The values in this network have grown too large to compute with; reset it, or try a smaller learning rate."
)

LayerName = Annotated[str, msgspec.Meta(max_length=64)]
Off = Annotated[
    dict[LayerName, Annotated[list[int], msgspec.Meta(max_length=4_096)]], msgspec.Meta(max_length=spec.MAX_LAYERS + 2)
]


class OutputPlace(msgspec.Struct, frozen=True):
    """One output; of a layer without maps ``filter`` is the unit."""

    layer: LayerName
    image: int = 0
    filter: int = -1
    row: int = -1
    column: int = -1


class LookAsked(Asked, frozen=True, kw_only=True):
    """A look at a run at a checkpoint, None: now; or at a ``design`` with its first weights."""

    images: list[Image]
    run: RunId | None = None
    at: int | None = None
    design: str | None = None
    off: Off | None = None
    flow: bool = False
    layer: LayerName | None = None
    channel: int | None = None
    work: OutputPlace | None = None


class AblationAsked(Asked, frozen=True, kw_only=True):
    run: RunId | None = None
    at: int | None = None
    off: Off | None = None


class CheckpointsAsked(Asked, frozen=True, kw_only=True):
    images: list[Image]
    run: RunId | None = None


def answer_inspection(asked: LookAsked) -> dict[str, Any]:
    """What the network makes of the images that were sent. Raises `SentenceError`."""
    images, described = images_in(asked.images)
    if images is None:  # nothing is drawn yet
        return {"images": described}
    _ = text(asked.language)
    found = _inspected(asked, images)
    if not all(np.isfinite(values).all() for values in (*found.outputs.values(), found.probabilities)):
        raise RequestError(OVERFLOWN)
    answer = {
        "key": found.history_key,
        "iteration": found.iteration,
        "images": described,
        "logits": _numbers(found.outputs[spec.OUTPUT]),
        "probabilities": _numbers(found.probabilities),
    }
    if found.with_all is not None:
        answer["probabilities_all_on"] = _numbers(found.with_all)
    if asked.flow:
        answer["flow"] = {name: _picture(values[0]) for name, values in found.outputs.items()}
    if asked.layer is not None:
        answer |= _layer(found, asked.layer, asked.channel or 0, _)
    if asked.work is not None:
        answer["work"] = _work(found, images, asked.work, _)
    return answer


def answer_ablation(asked: AblationAsked) -> dict[str, Any]:
    """Test accuracy of a run with and without filters."""
    if asked.run is None:
        raise RequestError(Sentence("Train the network first; until then there is nothing to switch off."))
    found = backends.training().ablations.ablate(asked.run, _off(asked.off), asked.at)
    return {
        "iteration": found.iteration,
        "total": found.total,
        "correct": found.correct,
        "without": found.correct_without,
    }


def answer_checkpoints(asked: CheckpointsAsked) -> dict[str, Any]:
    """What a run said of the images at each of its checkpoints, and says now."""
    images, _ = images_in(asked.images)
    if images is None or asked.run is None:
        return {"checkpoints": []}
    found = backends.training().inspections.predictions(asked.run, images)
    return {"checkpoints": [[iteration, _numbers(probabilities)] for iteration, probabilities in found]}


def _turns(asked: LookAsked) -> Turns:
    """Whom a look waits for. Raises `SentenceError`."""
    count = min(max(len(asked.images), 1), inspection.MOST_IMAGES)
    if asked.run is not None:
        return turns_of_run(asked.run, count)
    network, _settings = design_asked(asked.design)
    return turns_of_design(network, count)


def _inspected(asked: LookAsked, images: np.ndarray) -> Inspection:
    if asked.run is None:
        network, settings = design_asked(asked.design)
        return inspection.untrained(network, settings, images, _off(asked.off), _layers(asked, network))
    known = backends.training().snapshot(asked.run)
    layers = None if known is None else _layers(asked, known.network)
    return backends.training().inspections.inspect(asked.run, images, _off(asked.off), layers, asked.at)


def _layers(asked: LookAsked, network: spec.NetworkSpec) -> tuple[str, ...] | None:
    """Those whose outputs the answer is made of; None: all."""
    if asked.flow:
        return None
    wanted = {spec.OUTPUT, *([asked.layer] if asked.layer is not None else [])}
    if asked.work is not None:
        wanted |= anatomy.seen_by_hand(network, asked.work.layer)
    return tuple(part.name for part in spec.summary(network) if part.name in wanted)


def _off(asked: Off | None) -> dict[str, list[int]]:
    return {name: numbers for name, numbers in (asked or {}).items() if numbers}


def _layer(found: Inspection, layer: str, channel: int, _: Text) -> dict[str, Any]:
    """What one layer puts out, its kernels for one input channel, and its other numbers, a row each."""
    if layer not in found.outputs:
        raise RequestError(Sentence("{layer}: the network has no such layer.", layer=shown(layer)))
    values = found.outputs[layer]
    answer: dict[str, Any] = {"maps": {"layer": layer} | _maps(values)}
    kernel = found.weights.get(f"{layer}/kernel")
    if kernel is not None:
        if not 0 <= channel < kernel.shape[2]:
            channel = 0  # of another network
        answer["kernels"] = {
            "shape": list(kernel.shape),
            "channel": channel,
            "peak": float(np.abs(kernel).max()),
            "values": base64_of(kernel[:, :, channel, :].transpose(2, 0, 1).astype("<f4")),
        }
    (part,) = (each for each in spec.summary(found.network) if each.name == layer)
    answer["rows"] = [
        {"title": _.say(weight.title), "values": _numbers(found.weights[name])}
        for name, weight in part.weights.items()
        if weight.title is not None
    ]
    return answer


def _work(found: Inspection, images: np.ndarray, at: OutputPlace, _: Text) -> dict[str, Any]:
    """One output by hand, in the way of its layer."""
    if not 0 <= at.image < len(images):
        raise RequestError(
            Sentence("There is no image {number}; {count} were sent.", number=shown(at.image), count=len(images))
        )
    outputs = {name: values[at.image] for name, values in found.outputs.items()}
    way = anatomy.way_by_hand(found.network, at.layer)
    worked = _WAYS[way](found, images[at.image], outputs, at, _)
    return msgspec.structs.asdict(at) | {"way": way, "precision": found.settings.precision} | worked


def _patch(
    found: Inspection, image: np.ndarray, outputs: Mapping[str, np.ndarray], at: OutputPlace, _: Text
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
    found: Inspection, image: np.ndarray, outputs: Mapping[str, np.ndarray], at: OutputPlace, _: Text
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
    """Maps of every image, filter after filter: the very numbers, for whoever reads one."""
    return {
        "shape": list(values.shape[1:]),
        "peak": float(np.abs(values).max()) or 1.0,
        "values": [_floats(_maps_first(each)) for each in values],
    }


def _maps_first(values: np.ndarray) -> np.ndarray:
    """(rows, columns, filters) → (filters, rows, columns)."""
    return values.transpose(2, 0, 1) if values.ndim == 3 else values


def _numbers(values: np.ndarray) -> list:
    """As they are: what is rounded here would be rounded twice."""
    return values.astype(np.float64).tolist()


def _floats(values: np.ndarray) -> str:
    """float32, little-endian"""
    return base64_of(values.astype("<f4"))


routes = [
    endpoint(PATH, LookAsked, answer_inspection, _turns),
    endpoint(ABLATION_PATH, AblationAsked, answer_ablation, lambda _: _ABLATIONS),
    endpoint(CHECKPOINTS_PATH, CheckpointsAsked, answer_checkpoints, lambda _: OF_RUNS),
]
