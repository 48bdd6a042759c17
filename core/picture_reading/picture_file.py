"""A picture file, decoded: small enough to work with, upright, on white paper."""

from __future__ import annotations

import io
import math
import threading
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass

import numpy as np
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from core.messages import Sentence
from core.picture_reading.picture_error import MOST_BYTES, PictureError, too_large
from core.picture_reading.webp_header import is_plain_webp, webp_size

MOST_PIXELS = 50_000_000
WORKING_SIDE = 1200  # the longer side at most of what is worked with: a digit of a sheet of fifty has 70 pixels then
LARGE = 4_000_000  # of such pictures only one is decoded at a time, whoever asks
LEAST_CONTRAST = 20  # grey levels between ink and paper
ORIENTATION, UPWARDS = 0x0112, 1
# EXIF's orientation → what sets the picture upright.
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip

Opener = Callable[[io.BytesIO], ImageFile.ImageFile]

_DAMAGED = Sentence(
    "The picture is damaged or incomplete, so it cannot be read. Save or send it again, or take another."
)
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, eq=False)
class Picture:
    """``colours``: uint8 (H, W, 3), the longer side `WORKING_SIDE` at most, of a picture of ``width`` × ``height`` pixels.

    ``first_of_many``: the file has more pictures, as an animation has.
    """

    colours: np.ndarray
    width: int
    height: int
    first_of_many: bool

    @property
    def scale(self) -> float:
        """How many of the picture's own pixels one of these is wide."""
        return max(self.width, self.height) / max(self.colours.shape[:2])


def decoded(data: bytes) -> Picture:
    """The picture of a file. Raises `PictureError`; bytes and pixels are counted before anything is decoded."""
    if len(data) > MOST_BYTES:
        raise PictureError(too_large(len(data)))
    opener = _opener(data)
    if opener is None:
        raise PictureError(
            Sentence(
                "The file is no picture of a kind that can be read; choose a JPEG, PNG, HEIC, WebP, AVIF, GIF, BMP or TIFF file."
            )
        )
    if opener is WebPImagePlugin.WebPImageFile:  # its reader makes room for all pixels at once, several times
        size = webp_size(data) or (0, 0)
        _check_size(*size)
        if is_plain_webp(data) and math.prod(size) > LARGE:
            with _one_at_a_time:
                return _plain_webp(data, *size)
    try:
        picture = opener(io.BytesIO(data))
        width, height = picture.size
    except Exception as error:  # damaged bytes make a decoder raise anything
        raise PictureError(_DAMAGED) from error
    _check_size(width, height)
    with _one_at_a_time if width * height > LARGE else nullcontext():
        return _read(picture)


def _opener(data: bytes) -> Opener | None:
    """The reader for what a file begins with.

    Readers are called directly: `Image.open` would warn of many pixels before we can refuse them, and takes some telephones' JPEGs
    for animations.
    """
    if data[4:8] == b"ftyp":
        return AvifImagePlugin.AvifImageFile if data[8:12] in (b"avif", b"avis") else _heic
    return next((opener for start, opener in _STARTS if data.startswith(start)), None)


def _heic(data: io.BytesIO) -> ImageFile.ImageFile:
    from pillow_heif import HeifImageFile

    return HeifImageFile(data)


_STARTS: tuple[tuple[bytes, Opener], ...] = (
    (b"\xff\xd8\xff", JpegImagePlugin.JpegImageFile),
    (b"\x89PNG\r\n\x1a\n", PngImagePlugin.PngImageFile),
    (b"RIFF", WebPImagePlugin.WebPImageFile),
    (b"GIF8", GifImagePlugin.GifImageFile),
    (b"BM", BmpImagePlugin.BmpImageFile),
    (b"II*\x00", TiffImagePlugin.TiffImageFile),
    (b"MM\x00*", TiffImagePlugin.TiffImageFile),
    (b"II+\x00", TiffImagePlugin.TiffImageFile),
    (b"MM\x00+", TiffImagePlugin.TiffImageFile),
)


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise PictureError(
            Sentence(
                "The picture has {width:,} × {height:,} pixels, {millions:.0f} megapixels; the maximum is {most}. Take it with a lower resolution, or crop it to the digits.",
                width=width,
                height=height,
                millions=width * height / 1e6,
                most=MOST_PIXELS // 1_000_000,
            )
        )


def _read(picture: ImageFile.ImageFile) -> Picture:
    width, height = picture.size
    try:
        share = min(1.0, WORKING_SIDE / max(width, height))
        picture.draft(picture.mode, (round(width * share), round(height * share)))
        picture.load()
        turned = UPRIGHT.get(_orientation(picture))
        small = _on_white(picture)
        more = bool(getattr(picture, "is_animated", False))
    except PictureError:
        raise
    except Exception as error:
        raise PictureError(_DAMAGED) from error
    if turned is not None:
        small = small.transpose(turned)
        if (width > height) != (small.width > small.height):
            width, height = height, width
    return Picture(np.asarray(small), width, height, more)


def _plain_webp(data: bytes, width: int, height: int) -> Picture:
    """With OpenCV, in a third of the memory that Pillow needs for an animation of one picture."""
    import cv2

    try:
        colours = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION)
    except cv2.error as error:
        raise PictureError(_DAMAGED) from error
    if colours is None or colours.shape[:2] != (height, width):
        raise PictureError(_DAMAGED)
    share = min(1.0, WORKING_SIDE / max(width, height))
    size = (max(1, round(width * share)), max(1, round(height * share)))
    return Picture(cv2.resize(colours, size, interpolation=cv2.INTER_AREA), width, height, first_of_many=False)


def _orientation(picture: Image.Image) -> int:
    """Asked for after loading: a TIFF is turned by its reader."""
    try:
        return picture.getexif().get(ORIENTATION, UPWARDS)
    except Exception:  # what a camera wrote beside the picture is broken; the picture is not
        return UPWARDS


def _on_white(picture: Image.Image) -> Image.Image:
    """Made small, RGB, on white paper where it is transparent."""
    if picture.mode.startswith(("I", "F")):
        return _deep(picture).convert("RGB")
    if picture.mode == "1":
        picture = picture.convert("L")
    if not picture.has_transparency_data:
        if picture.mode not in ("L", "RGB", "CMYK"):
            picture = picture.convert("RGB")
        return _small(picture).convert("RGB")
    whole = _small(picture.convert("RGBA"))
    opacity = np.asarray(whole.getchannel("A"))
    if not opacity.any():
        raise PictureError(
            Sentence("The picture is completely transparent, so there is nothing to see in it. Choose another.")
        )
    shown = Image.alpha_composite(Image.new("RGBA", whole.size, "white"), whole).convert("RGB")
    if np.ptp(opacity) and np.ptp(np.asarray(shown.convert("L"))) < LEAST_CONTRAST:  # white ink on nothing
        return Image.fromarray(255 - opacity).convert("RGB")
    return shown


def _deep(picture: Image.Image) -> Image.Image:
    """8 bits of a picture of more, its brightest pixel white."""
    values = np.asarray(picture)
    if values.dtype.kind == "f" and not np.isfinite(values).all():
        raise PictureError(_DAMAGED)
    low, high = min(0, float(values.min())), float(values.max())
    table = 255 / (high - low) if high > low else 0.0
    rows = [  # a band of rows at a time: a copy of all of them would take much memory
        np.round((values[top : top + 64].astype(np.float32) - low) * table).astype(np.uint8)
        for top in range(0, len(values), 64)
    ]
    return _small(Image.fromarray(np.concatenate(rows)))


def _small(picture: Image.Image) -> Image.Image:
    scale = WORKING_SIDE / max(picture.size)
    if scale >= 1:
        return picture
    width, height = (max(1, round(length * scale)) for length in picture.size)
    return picture.resize((width, height), Image.Resampling.BOX)
