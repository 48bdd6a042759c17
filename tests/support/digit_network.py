"""A small network that reads digits, trained for 3,000 iterations: 98 % on MNIST's test images. It needs no TensorFlow."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from core import spec
from core.inspection.numpy_forward import forward
from tests.support.root import ROOT

NETWORK = spec.NetworkSpec((spec.Conv(8, 5), spec.Pool(), spec.Conv(16, 5), spec.Pool(), spec.Dense(64)))


@cache
def _weights() -> dict[str, np.ndarray]:
    with np.load(ROOT / "tests" / "files" / "reader.npz") as file:
        return {name: file[name].astype(np.float32) for name in file.files}


def read(images: Sequence[np.ndarray] | np.ndarray) -> list[int]:
    """The class that each of uint8 (28, 28, 1) images is given."""
    return forward(NETWORK, _weights(), np.stack(list(images)))["fc_out"].argmax(axis=1).tolist()
