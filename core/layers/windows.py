"""Square windows that slide over an image: what convolutions and poolings have in common."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from core.layers.layer import Shape


def fits(window: int, shape: Shape) -> bool:
    return window <= min(shape[:2])


def reach(length: int, window: int, stride: int) -> int:
    """How many windows fit into ``length`` at that stride, none over the edge."""
    return (length - window) // stride + 1


def places(x: np.ndarray, window: int, stride: int, rows: int, columns: int) -> Iterator[tuple[int, int, np.ndarray]]:
    """(row, column) within the window, and the values there of all ``rows`` × ``columns`` windows: (N, rows, columns, channels)."""
    for row in range(window):
        for column in range(window):
            down = slice(row, row + (rows - 1) * stride + 1, stride)
            across = slice(column, column + (columns - 1) * stride + 1, stride)
            yield row, column, x[:, down, across]
