"""One array of numbers that a layer keeps."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.messages import Sentence

Weights = Mapping[str, np.ndarray]  # of one layer, by their own names: "kernel", "bias", …
ZEROS, ONES, GLOROT = "zeros", "ones", "glorot"  # first values of a weight


@dataclass(frozen=True)
class Weight:
    """``learned``: by gradients; else the layer itself moves it while it trains. ``title``: what it is, where it is a row of numbers to be shown."""

    shape: tuple[int, ...]
    first: str = ZEROS
    learned: bool = True
    title: Sentence | None = None

    @property
    def size(self) -> int:
        return math.prod(self.shape)
