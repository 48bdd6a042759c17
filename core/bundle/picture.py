"""A picture file with its size, as a page that shows it has to know."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image


@dataclass(frozen=True)
class Picture:
    """``content``: the file. ``width``, ``height``: in pixels, as it is shown."""

    content: bytes
    width: int
    height: int


def png(image: Image.Image) -> Picture:
    file = io.BytesIO()
    image.save(file, "PNG")
    return Picture(file.getvalue(), image.width, image.height)
