"""One image as its 28 × 28 numbers."""

from __future__ import annotations

import base64

import numpy as np

from dashboard.components import parts

_mount = parts.component(__file__)


def pixel_table(image: np.ndarray, label: str, key: str) -> None:
    """``image``: uint8 (28, 28, 1). A table of our own: as a Plotly heatmap the 784 numbers block a slow browser for seconds."""
    pixels = base64.b64encode(np.ascontiguousarray(image).tobytes()).decode()
    _mount({"pixels": pixels, "label": label}, key)
