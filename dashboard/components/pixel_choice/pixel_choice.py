"""One image on which a pixel can be chosen, by a click or by the arrow keys and Enter."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence

import numpy as np

from dashboard.components import parts

_mount = parts.component(__file__)


def pixel_choice(
    image: np.ndarray,
    marked: Sequence[int] | None,
    found: Sequence[int] | None,
    labels: dict[str, str],
    key: str,
    on_click: Callable[[], None] | None = None,
) -> None:
    """``image``: uint8 (rows, columns, 1). ``marked``, ``found``: (row, column) of the chosen pixel, and of another beside it.

    ``on_click`` runs before the page does; the pixel, [row, column], is then in the component's state as ``pixel``. None: nothing can be chosen.
    """
    rows, columns, *_ = image.shape
    pixels = base64.b64encode(np.ascontiguousarray(image).tobytes()).decode()
    data = {
        "pixels": pixels, "rows": rows, "columns": columns, "labels": labels, "open": on_click is not None,
        "marked": None if marked is None else list(marked), "found": None if found is None else list(found),
    }  # fmt: skip
    events = {} if on_click is None else {"on_pixel_change": on_click}
    _mount(data, key, **events)
