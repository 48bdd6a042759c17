"""Rounding numbers to a precision: float32, or bfloat16 with its 8 significant bits."""

from __future__ import annotations

import numpy as np

FLOAT32, BFLOAT16 = "float32", "bfloat16"
PRECISIONS = (FLOAT32, BFLOAT16)


def as_precision(values: np.ndarray, precision: str) -> np.ndarray:
    """``values`` as that precision keeps them, still stored as float32: bfloat16 has 8 significant bits, ties go to even."""
    values = np.asarray(values, np.float32)
    if precision != BFLOAT16:
        return values
    bits = values.view(np.uint32)
    rounded = bits >> 16
    rounded &= 1
    rounded += 0x7FFF
    rounded += bits
    rounded &= np.uint32(0xFFFF0000)
    return rounded.view(np.float32)
