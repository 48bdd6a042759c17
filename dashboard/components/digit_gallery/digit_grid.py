"""Digits side by side, each with its caption."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from dashboard.components import parts

FIGURES = "digit_gallery/digit_figures.css"
_mount = parts.component(__file__, (FIGURES,))


@dataclass(frozen=True)
class Caption:
    """What stands under a digit, and what is said of it to those who do not see it."""

    lines: tuple[str, ...]
    alt: str


def digit_grid(
    images: np.ndarray,
    captions: Sequence[Caption],
    key: str,
    size: int = 84,
    pick: str | None = None,
    across: int | None = None,
) -> int | None:
    """``images``: uint8 (N, 28, 28, 1), 255 is ink; one caption each. They fill the width, each at least ``size`` pixels wide.

    ``across``: so many in a row; None: as many as find room.
    ``pick``: what a click on an image does, in words; gives the position of the image that was just clicked.
    """
    pixels = base64.b64encode(np.ascontiguousarray(images).tobytes()).decode()
    items = [asdict(caption) for caption in captions]
    events = {"on_picked_change": lambda: None} if pick else {}
    clicked = _mount({"pixels": pixels, "items": items, "size": size, "pick": pick, "across": across}, key, **events)
    picked = clicked.picked if pick else None
    return picked if isinstance(picked, int) and 0 <= picked < len(images) else None
