"""Drawings and uploaded pictures, prepared as the images of MNIST were."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.sentence import Sentence


class PictureError(ValueError):
    """A picture that cannot be used; ``sentence`` says which and why."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence

    def __reduce__(self):
        return PictureError, (self.sentence,)


@dataclass(frozen=True)
class Placement:
    """How a drawing came into the 28 × 28 picture: its own box was scaled, then moved ``right`` and ``down``, in pixels."""

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
    raise NotImplementedError


def prepare(ink: np.ndarray) -> Prepared:
    raise NotImplementedError
