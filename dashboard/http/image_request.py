"""The images that a browser sends, or names: a test image, one as it was prepared, or a drawing to be prepared."""

from __future__ import annotations

import base64
from dataclasses import asdict
from typing import Any

import numpy as np

from core import pictures
from core.data import mnist
from core.fields.limits import shown
from core.inspection import inspection
from core.messages import Sentence
from dashboard.http.json_endpoint import RequestError

MOST_SIDE = 400  # pixels of a drawing


def images_in(asked: dict[str, Any]) -> tuple[np.ndarray | None, list[dict[str, Any]]]:
    """The images of a request as uint8 (N, 28, 28, 1), and what is to be said of each; None where one is empty."""
    entries = asked.get("images")
    if not isinstance(entries, list) or not 1 <= len(entries) <= inspection.MOST_IMAGES:
        raise RequestError(Sentence("At most {most} images can be inspected at a time.", most=inspection.MOST_IMAGES))
    found, described = [], []
    for entry in entries:
        image, words = _image(entry if isinstance(entry, dict) else {})
        found.append(image)
        described.append(words if image is None else words | {"pixels": base64_of(image)})
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
    drawn = drawing if isinstance(drawing, dict) else {}
    side = drawn.get("side")
    if type(side) is not int or not 28 <= side <= MOST_SIDE:
        raise RequestError(Sentence("The request cannot be read."))
    ink = _bytes(drawn.get("ink"), side)
    if not ink.any():
        return None, {"empty": True}
    prepared = pictures.plain(ink) if raw else pictures.prepare(ink)
    return prepared.image, {"placement": prepared.placement and asdict(prepared.placement)}


def _bytes(text: object, side: int) -> np.ndarray:
    try:
        values = base64.b64decode(text if isinstance(text, str) else "!", validate=True)
    except ValueError as error:
        raise RequestError(Sentence("The request cannot be read.")) from error
    if len(values) != side * side:
        raise RequestError(Sentence("The request cannot be read."))
    return np.frombuffer(values, np.uint8).reshape(side, side)


def base64_of(values: np.ndarray) -> str:
    """The bytes of an array as they travel in JSON."""
    return base64.b64encode(np.ascontiguousarray(values).tobytes()).decode()
