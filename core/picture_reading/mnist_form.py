"""Ink in the form of MNIST's images: scaled to 20 pixels and set by its centre of mass."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

from core.messages import Sentence
from core.picture_reading.picture_error import PictureError

SIDE = 28  # of a picture that a network sees
BOX = 20  # a digit of MNIST fits into 20 × 20 …
MIDDLE = 14  # … and its centre of mass lies at row and column 14, counted from 0, to the nearest pixel
TRACE = 16  # fainter ink does not widen a digit's box


@dataclass(frozen=True)
class Placement:
    """How ink came into the 28 × 28 picture, in pixels.

    Its own box of ``width`` × ``height`` was scaled, then moved ``right`` and ``down`` from where it would lie in the middle.
    """

    width: int
    height: int
    scaled_width: int
    scaled_height: int
    right: float
    down: float


@dataclass(frozen=True, eq=False)
class Prepared:
    """``image``: uint8 (28, 28, 1), 255 is ink."""

    image: np.ndarray
    placement: Placement | None


def plain(ink: np.ndarray) -> Prepared:
    """All of ``ink``, uint8 (H, W), 255 is ink, made square with empty paper and scaled to 28 × 28."""
    _box(ink)
    return Prepared(_scaled(_squared(ink), SIDE, SIDE)[..., np.newaxis], None)


def prepare(ink: np.ndarray) -> Prepared:
    """``ink``, uint8 (H, W), 255 is ink, as MNIST was made: its box scaled to 20 pixels, set by its centre of mass.

    Where that would push ink over the edge of the picture, it stays at the edge. Raises `PictureError` if there is no ink.
    """
    rows, columns = _box(ink)
    cut = ink[rows, columns]
    height, width = cut.shape
    scale = BOX / max(height, width)
    small = _scaled(cut, max(1, round(width * scale)), max(1, round(height * scale)))
    mass = small.astype(np.float64)
    top, left = (
        int(np.clip(round(MIDDLE - _centre(mass.sum(axis=1 - axis))), 0, SIDE - small.shape[axis])) for axis in (0, 1)
    )
    image = np.zeros((SIDE, SIDE, 1), np.uint8)
    image[top : top + small.shape[0], left : left + small.shape[1], 0] = small
    return Prepared(
        image,
        Placement(
            width=width,
            height=height,
            scaled_width=small.shape[1],
            scaled_height=small.shape[0],
            right=left - (SIDE - small.shape[1]) / 2,
            down=top - (SIDE - small.shape[0]) / 2,
        ),
    )


def is_in_form(ink: np.ndarray) -> bool:
    """Whether ``ink``, uint8 (28, 28), lies in its image as MNIST's does: to prepare it once more would only blur it."""
    if not ink.any():
        return False
    rows, columns = _box(ink)
    centres = [_centre(ink.sum(axis=1 - axis, dtype=np.float64)) for axis in (0, 1)]
    longer = max(rows.stop - rows.start, columns.stop - columns.start)
    return BOX - 1 <= longer <= BOX and all(abs(centre - MIDDLE) <= 1 for centre in centres)


def box_of(ink: np.ndarray) -> tuple[int, int, int, int]:
    """(left, top, right, bottom) of the ink. Raises `PictureError` if there is none."""
    rows, columns = _box(ink)
    return columns.start, rows.start, columns.stop, rows.stop


def _squared(ink: np.ndarray) -> np.ndarray:
    """``ink`` (H, W) in the middle of a square of empty paper."""
    side = max(ink.shape)
    before = [(side - length) // 2 for length in ink.shape]
    after = [side - length - start for length, start in zip(ink.shape, before, strict=True)]
    return np.pad(ink, tuple(zip(before, after, strict=True)))


def _box(ink: np.ndarray) -> tuple[slice, slice]:
    """Rows and columns that the ink takes."""
    if not ink.size or not ink.any():
        raise PictureError(Sentence("Nothing has been drawn yet."))
    seen = ink > min(TRACE, int(ink.max()) - 1)
    rows, columns = (np.flatnonzero(seen.any(axis=1 - axis)) for axis in (0, 1))
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def _centre(mass: np.ndarray) -> float:
    return float(mass @ np.arange(len(mass)) / mass.sum())


def _scaled(ink: np.ndarray, width: int, height: int) -> np.ndarray:
    """Where it becomes smaller, each new pixel is the mean of those it covers: of Pillow's filters the one whose ink is
    most like MNIST's."""
    if ink.shape == (height, width):
        return ink
    smaller = max(ink.shape) > max(width, height)
    kind = Image.Resampling.BOX if smaller else Image.Resampling.BICUBIC
    return np.asarray(Image.fromarray(ink).resize((width, height), kind))
