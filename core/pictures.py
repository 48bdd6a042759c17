"""Pictures and drawings, brought into the form of MNIST's images."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.picture_reading.digit import Digit
from core.picture_reading.mnist_form import SIDE, Placement, Prepared, plain, prepare
from core.picture_reading.picture_error import MOST_BYTES, PictureError, too_large

if TYPE_CHECKING:
    from core.picture_reading.picture_file import Picture

__all__ = [
    "MOST_BYTES", "SIDE", "Digit", "PictureError", "Placement", "Prepared", "digit_in", "digits", "digits_in", "opened", "plain", "prepare", "too_large", "whole",
]  # fmt: skip


def digits(data: bytes) -> tuple[Digit, ...]:
    """All digits of a picture file in reading order. Raises `PictureError` where there is none, or the file cannot be read."""
    return digits_in(opened(data))


def opened(data: bytes) -> Picture:
    """The picture of a file, upright. Raises `PictureError`."""
    from core.picture_reading import picture_file  # with its decoders, which the start of the app does not wait for

    return picture_file.decoded(data)


def digits_in(picture: Picture) -> tuple[Digit, ...]:
    """As `digits`, of a picture that was opened."""
    from core.picture_reading import reading  # with OpenCV

    return reading.digits_in(picture)


def digit_in(picture: Picture, box: tuple[float, float, float, float]) -> Digit:
    """All ink in a box, (left, top, right, bottom) in pixels of the upright picture, as one digit. Raises `PictureError`."""
    from core.picture_reading import reading

    return reading.digit_in(picture, box)


def whole(picture: Picture) -> np.ndarray:
    """All ink of the picture as it lies, not as MNIST was made: uint8 (28, 28, 1), 255 is ink."""
    from core.picture_reading import reading

    return reading.whole(picture)
