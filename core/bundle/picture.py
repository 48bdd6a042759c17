"""A picture file with its width and height, which the page that shows it needs."""

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
