"""A digit that was found in a picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.picture_reading.mnist_form import Placement


@dataclass(frozen=True, eq=False)
class Digit:
    """``image``: uint8 (28, 28, 1) in MNIST's form, 255 is ink. ``box``: (left, top, right, bottom) in pixels of the upright picture.

    ``placement``: how the ink came into the image, its own box in pixels of the picture.
    """

    image: np.ndarray
    box: tuple[int, int, int, int]
    placement: Placement | None = None
