"""Digits side by side, each with its caption."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from dashboard.components import parts

CSS = """
.ll-digits { display: flex; flex-wrap: wrap; gap: .9rem 1.1rem; color: var(--st-text-color); font-family: var(--st-font); }
.ll-digits figure { margin: 0; width: max(var(--size), 6.2rem); }
.ll-digits canvas {
  width: var(--size); height: var(--size); image-rendering: pixelated; display: block;
  border: 1px solid var(--st-border-color); border-radius: 3px; background: #fff;
}
.ll-digits button { all: unset; display: block; cursor: pointer; border-radius: 3px; width: fit-content; }
.ll-digits button:hover canvas { border-color: var(--st-primary-color); }
.ll-digits button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
.ll-digits figcaption { font-size: .84rem; line-height: 1.35; margin-top: .25rem; font-variant-numeric: tabular-nums; }
.ll-digits figcaption div:first-child { font-weight: 600; }
.ll-digits figcaption div + div { opacity: .78; }
"""
_mount = parts.component("digits", ("digits.js", "digit_grid.js"), CSS)


@dataclass(frozen=True)
class Caption:
    """What stands under a digit, and what is said of it to those who do not see it."""

    lines: tuple[str, ...]
    alt: str


def digit_grid(
    images: np.ndarray, captions: Sequence[Caption], key: str, size: int = 84, pick: str | None = None
) -> int | None:
    """``images``: uint8 (N, 28, 28, 1), 255 is ink; one caption each. ``size``: the side of one, in pixels.

    ``pick``: what a click on an image does, in words; gives the position of the image that was just clicked.
    """
    pixels = base64.b64encode(np.ascontiguousarray(images).tobytes()).decode()
    items = [asdict(caption) for caption in captions]
    events = {"on_picked_change": lambda: None} if pick else {}
    clicked = _mount({"pixels": pixels, "items": items, "size": size, "pick": pick}, key, **events)
    picked = clicked.picked if pick else None
    return picked if isinstance(picked, int) and 0 <= picked < len(images) else None
