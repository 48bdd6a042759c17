"""Digits side by side, each with its caption."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from dashboard.components import parts

_CSS = """
.ll-digits { display: flex; flex-wrap: wrap; gap: .9rem 1.1rem; color: var(--st-text-color); font-family: var(--st-font); }
.ll-digits figure { margin: 0; width: max(var(--size), 6.2rem); }
.ll-digits canvas {
  width: var(--size); height: var(--size); image-rendering: pixelated; display: block;
  border: 1px solid var(--st-border-color); border-radius: 3px; background: #fff;
}
.ll-digits figcaption { font-size: .84rem; line-height: 1.35; margin-top: .25rem; font-variant-numeric: tabular-nums; }
.ll-digits figcaption div:first-child { font-weight: 600; }
.ll-digits figcaption div + div { opacity: .78; }
"""
_mount = parts.component("digits", "digit_grid.js", _CSS)


@dataclass(frozen=True)
class Caption:
    """What stands under a digit, and what is said of it to those who do not see it."""

    lines: tuple[str, ...]
    alt: str


def digit_grid(images: np.ndarray, captions: Sequence[Caption], key: str, size: int = 84) -> None:
    """``images``: uint8 (N, 28, 28, 1), 255 is ink; one caption each. ``size``: the side of one, in pixels."""
    pixels = base64.b64encode(np.ascontiguousarray(images).tobytes()).decode()
    _mount({"pixels": pixels, "items": [asdict(caption) for caption in captions], "size": size}, key)
