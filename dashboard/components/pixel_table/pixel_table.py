"""One image as its 28 × 28 numbers."""

from __future__ import annotations

import base64

import numpy as np

from dashboard.components import parts

_CSS = """
.ll-pixels { overflow-x: auto; font-family: var(--st-font); }
.ll-pixels table { border-collapse: collapse; table-layout: fixed; width: 100%; min-width: 35rem; max-width: 46rem; }
.ll-pixels td, .ll-pixels th {
  padding: 0; height: 1.32rem; text-align: center; font-size: .58rem; font-variant-numeric: tabular-nums;
}
.ll-pixels th { color: var(--st-text-color); opacity: .6; font-weight: 400; }
.ll-pixels tbody td { color: #1b2733; border: 1px solid #e3e8ed; }
"""
_mount = parts.component("pixels", "pixel_table.js", _CSS)


def pixel_table(image: np.ndarray, label: str, key: str) -> None:
    """``image``: uint8 (28, 28, 1). A table of our own: as a Plotly heatmap the 784 numbers block a slow browser for seconds."""
    pixels = base64.b64encode(np.ascontiguousarray(image).tobytes()).decode()
    _mount({"pixels": pixels, "label": label}, key)
