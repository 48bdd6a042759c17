"""A network in training, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class TrainState:
    """A network after ``iteration`` iterations. All arrays are float32 and read-only.

    ``weights``: {"conv1/kernel": (rows, columns, inputs, filters), "conv1/bias": (filters,), …, "fc_out/bias": (10,)}.
    ``optimizer``: the optimizer's slots, {"m/conv1/kernel": …}. ``seconds``: time spent training.
    """

    iteration: int
    weights: Mapping[str, np.ndarray]
    optimizer: Mapping[str, np.ndarray]
    seconds: float

    def __post_init__(self) -> None:
        for array in (*self.weights.values(), *self.optimizer.values()):
            array.setflags(write=False)
