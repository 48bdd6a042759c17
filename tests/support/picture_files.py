"""Picture files: as programs write them, and as nobody should."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
from PIL import Image

from core.pictures import MOST_BYTES


def as_file(picture: np.ndarray | Image.Image, kind: str = "PNG", **options) -> bytes:
    packed = io.BytesIO()
    (picture if isinstance(picture, Image.Image) else Image.fromarray(picture)).save(packed, kind, **options)
    return packed.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_header(width: int, height: int) -> bytes:
    """A PNG that says how large it is and then holds almost nothing."""
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )


def webp_header(width: int, height: int) -> bytes:
    """A WebP that says how large its canvas is, and holds nothing."""
    body = (
        b"VP8X" + struct.pack("<IB3x", 10, 0) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def animation(kind: str) -> bytes:
    frames = [Image.new("L", (30, 30), shade) for shade in (0, 120, 255)]
    return as_file(frames[0], kind, save_all=True, append_images=frames[1:])


SPECKLED = np.random.default_rng(4).normal(200, 2, (200, 200)).clip(0, 255).astype(np.uint8)
REFUSED = {
    "nothing": (b"", "no picture of a kind"),
    "text": (b"a digit", "no picture of a kind"),
    "only the beginning": (b"\x89PNG\r\n\x1a\n", "damaged or incomplete"),
    "only the beginning of a JPEG": (b"\xff\xd8\xff", "damaged or incomplete"),
    "cut off": (as_file(SPECKLED)[:5000], "damaged or incomplete"),
    "a JPEG cut off": (as_file(SPECKLED, "JPEG")[:1000], "damaged or incomplete"),
    "too long": (b"\x89PNG\r\n\x1a\n" + b"\0" * MOST_BYTES, "larger than 15 MB: it has 15.0 MB"),
    "too many pixels": (png_header(10_000, 5_001), "10,000 × 5,001 pixels, 50 megapixels; the maximum is 50"),
    "a bomb": (png_header(2**31 - 1, 2**31 - 1), "megapixels; the maximum is 50|damaged"),
    "a bomb in WebP": (webp_header(16_000, 16_000), "16,000 × 16,000 pixels"),
    "no pixels": (png_header(0, 0), "damaged or incomplete"),
    "transparent": (as_file(Image.new("RGBA", (50, 50), (10, 20, 30, 0))), "completely transparent"),
    "one colour": (as_file(Image.new("RGB", (50, 50), "red")), "No digit was found"),
    "one colour, half transparent": (as_file(Image.new("RGBA", (50, 50), (0, 0, 0, 128))), "No digit was found"),
    "one pixel": (as_file(Image.new("L", (1, 1))), "No digit was found"),
    "empty paper": (as_file(SPECKLED), "No digit was found"),
}
