"""The images that a browser sends, or names: a test image, one as it was prepared, or a drawing to be prepared."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any

import msgspec
import numpy as np

from core import pictures
from core.data import mnist
from core.inspection import inspection
from core.messages import Sentence, shown
from dashboard.http.json_endpoint import RequestError

MOST_SIDE = 400  # pixels of a drawing
_Base64 = Annotated[str, msgspec.Meta(max_length=4 * (MOST_SIDE**2 // 3 + 1))]


class Drawing(msgspec.Struct, frozen=True):
    """``ink``: side × side bytes, 255 is ink."""

    side: Annotated[int, msgspec.Meta(ge=28, le=MOST_SIDE)]
    ink: _Base64


class Image(msgspec.Struct, frozen=True):
    """A test image by its number, a drawing, or the 28 × 28 bytes themselves. ``raw``: the drawing is not prepared."""

    test: int | None = None
    drawing: Drawing | None = None
    pixels: _Base64 | None = None
    raw: bool = False


def images_in(asked: Sequence[Image]) -> tuple[np.ndarray | None, list[dict[str, Any]]]:
    """The images of a request as uint8 (N, 28, 28, 1), and what is to be said of each; None where one is empty."""
    inspection.check_count(len(asked))
    found, described = [], []
    for entry in asked:
        image, words = _image(entry)
        found.append(image)
        described.append(words if image is None else words | {"pixels": base64_of(image)})
    return (None if any(image is None for image in found) else np.stack(found)), described


def _image(entry: Image) -> tuple[np.ndarray | None, dict[str, Any]]:
    if entry.test is not None:
        split, number = mnist().test, check_number(entry.test)
        return split.images[number], {"label": int(split.labels[number])}
    if entry.drawing is not None:
        return _drawing(entry.drawing, entry.raw)
    return _bytes(entry.pixels or "", 28).reshape(28, 28, 1), {}


def check_number(number: int) -> int:
    """That number of a test image. Raises `RequestError` where there is none."""
    last = len(mnist().test) - 1
    if not 0 <= number <= last:
        raise RequestError(
            Sentence(
                "There is no test image {number}; the numbers run from 0 to {last:,}.", number=shown(number), last=last
            )
        )
    return number


def _drawing(drawn: Drawing, raw: bool) -> tuple[np.ndarray | None, dict[str, Any]]:
    ink = _bytes(drawn.ink, drawn.side)
    if not ink.any():
        return None, {"empty": True}
    prepared = pictures.plain(ink) if raw else pictures.prepare(ink)
    return prepared.image, {"placement": prepared.placement and asdict(prepared.placement)}


def _bytes(text: str, side: int) -> np.ndarray:
    try:
        values = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise RequestError(Sentence("The request cannot be read."), f"no base64: {error}") from error
    if len(values) != side * side:
        raise RequestError(Sentence("The request cannot be read."), f"{len(values)} bytes, not {side} × {side}")
    return np.frombuffer(values, np.uint8).reshape(side, side)


def base64_of(values: np.ndarray) -> str:
    """The bytes of an array as they travel in JSON."""
    return base64.b64encode(np.ascontiguousarray(values).tobytes()).decode()
