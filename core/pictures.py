"""Drawings and uploaded pictures, prepared as the images of MNIST were."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFile, JpegImagePlugin, PngImagePlugin

from core.messages import Sentence, SentenceError

SIDE = 28  # of a picture that a network sees
BOX = 20  # a digit of MNIST fits into 20 × 20 …
MIDDLE = 14  # … and its centre of mass lies at row and column 14, counted from 0, to the nearest pixel
TRACE = 16  # fainter ink does not widen a digit's box
MOST_BYTES = 2_000_000
MOST_PIXELS = 4_000_000
WORKING_SIDE = 400  # a picture is made smaller before its paper is looked at
LEAST_CONTRAST = 20  # grey levels between ink and paper
FULL_INK = 80  # the percentile of the ink that becomes 255; the soft edges of thin strokes lie below it

# What a file begins with → its reader. The readers are called directly: `Image.open` would warn of many pixels before we
# can refuse them, and takes some telephones' JPEGs for animations.
READERS = {b"\x89PNG\r\n\x1a\n": PngImagePlugin.PngImageFile, b"\xff\xd8\xff": JpegImagePlugin.JpegImageFile}
# EXIF's orientation → what sets the picture upright.
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip
ORIENTATION, UPWARDS = 0x0112, 1


class PictureError(SentenceError, ValueError):
    """A picture that cannot be used; ``sentence`` says which and why."""


@dataclass(frozen=True)
class Placement:
    """How ink came into the 28 × 28 picture, in pixels.

    Its own box of ``width`` × ``height`` was scaled, then moved ``right`` and ``down`` from where it would lie in the middle.
    """

    width: int
    height: int
    scaled_width: int
    scaled_height: int
    right: float
    down: float


@dataclass(frozen=True, eq=False)
class Prepared:
    """``image``: uint8 (28, 28, 1), 255 is ink."""

    image: np.ndarray
    placement: Placement | None


def plain(ink: np.ndarray) -> Prepared:
    """All of ``ink``, uint8 (H, W), 255 is ink, made square with empty paper and scaled to 28 × 28."""
    _box(ink)
    return Prepared(_scaled(squared(ink), SIDE, SIDE)[..., np.newaxis], None)


def prepare(ink: np.ndarray) -> Prepared:
    """``ink``, uint8 (H, W), 255 is ink, as MNIST was made: its box scaled to 20 pixels, set by its centre of mass.

    Where that would push ink over the edge of the picture, it stays at the edge. Raises `PictureError` if there is no ink.
    """
    rows, columns = _box(ink)
    cut = ink[rows, columns]
    height, width = cut.shape
    scale = BOX / max(height, width)
    small = _scaled(cut, max(1, round(width * scale)), max(1, round(height * scale)))
    mass = small.astype(np.float64)
    top, left = (
        int(np.clip(round(MIDDLE - _centre(mass.sum(axis=1 - axis))), 0, SIDE - small.shape[axis])) for axis in (0, 1)
    )
    image = np.zeros((SIDE, SIDE, 1), np.uint8)
    image[top : top + small.shape[0], left : left + small.shape[1], 0] = small
    return Prepared(
        image,
        Placement(
            width=width,
            height=height,
            scaled_width=small.shape[1],
            scaled_height=small.shape[0],
            right=left - (SIDE - small.shape[1]) / 2,
            down=top - (SIDE - small.shape[0]) / 2,
        ),
    )


def squared(ink: np.ndarray) -> np.ndarray:
    """``ink`` (H, W) in the middle of a square of empty paper."""
    side = max(ink.shape)
    before = [(side - length) // 2 for length in ink.shape]
    after = [side - length - start for length, start in zip(ink.shape, before, strict=True)]
    return np.pad(ink, tuple(zip(before, after, strict=True)))


def read(data: bytes) -> np.ndarray:
    """The ink of a PNG or JPEG file: uint8 (H, W), 255 is ink, the longer side `WORKING_SIDE` at most.

    Dark on light or light on dark; the paper's shade and grain are taken away. Raises `PictureError`; the size is checked
    before anything is read, the number of pixels before they are decoded.
    """
    if len(data) > MOST_BYTES:
        raise PictureError(
            Sentence("The file has {size:,} bytes; the maximum is {most:,}.", size=len(data), most=MOST_BYTES)
        )
    reader = next((reader for start, reader in READERS.items() if data.startswith(start)), None)
    if reader is None:
        raise PictureError(Sentence("The file is not a PNG or JPEG image."))
    return _ink(_decoded(reader, data))


def _box(ink: np.ndarray) -> tuple[slice, slice]:
    """Rows and columns that the ink takes."""
    if not ink.size or not ink.any():
        raise PictureError(Sentence("Nothing has been drawn yet."))
    seen = ink > min(TRACE, int(ink.max()) - 1)
    rows, columns = (np.flatnonzero(seen.any(axis=1 - axis)) for axis in (0, 1))
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def _centre(mass: np.ndarray) -> float:
    return float(mass @ np.arange(len(mass)) / mass.sum())


def _scaled(ink: np.ndarray, width: int, height: int) -> np.ndarray:
    """Where it becomes smaller, each new pixel is the mean of those it covers: of Pillow's filters the one whose ink is
    most like MNIST's."""
    if ink.shape == (height, width):
        return ink
    smaller = max(ink.shape) > max(width, height)
    kind = Image.Resampling.BOX if smaller else Image.Resampling.BICUBIC
    return np.asarray(Image.fromarray(ink).resize((width, height), kind))


def _decoded(reader: type[ImageFile.ImageFile], data: bytes) -> np.ndarray:
    """Grey levels float64 (H, W) of a file, upright, on white where it is transparent."""
    try:
        picture = reader(io.BytesIO(data))
        width, height = picture.size
        pages = getattr(picture, "n_frames", 1)
    except Exception as error:  # damaged bytes make a decoder raise anything
        raise PictureError(_DAMAGED) from error
    if width * height > MOST_PIXELS:
        raise PictureError(
            Sentence(
                "The picture has {width:,} × {height:,} pixels; the maximum is {most:,} in total.",
                width=width,
                height=height,
                most=MOST_PIXELS,
            )
        )
    if pages > 1:
        raise PictureError(Sentence("The picture is animated; only still pictures can be used."))
    try:
        picture.load()
        grey = _grey(picture)
        turned = UPRIGHT.get(_orientation(picture))
        small = _at_most(grey, WORKING_SIDE)
        return np.asarray(small.transpose(turned) if turned is not None else small, np.float64)
    except PictureError:
        raise
    except Exception as error:
        raise PictureError(_DAMAGED) from error


_DAMAGED = Sentence("The picture is damaged or incomplete, so it cannot be read.")


def _orientation(picture: Image.Image) -> int:
    try:
        return picture.getexif().get(ORIENTATION, UPWARDS)
    except Exception:  # what a camera wrote beside the picture is broken; the picture is not
        return UPWARDS


def _grey(picture: Image.Image) -> Image.Image:
    """8-bit grey on white paper."""
    if picture.mode in ("I;16", "I;16B", "I"):
        return Image.fromarray((np.asarray(picture).astype(np.int64).clip(0, 65_535) >> 8).astype(np.uint8))
    if not picture.has_transparency_data:
        return picture.convert("RGB").convert("L")
    whole = picture.convert("RGBA")
    opacity = np.asarray(whole.getchannel("A"))
    if not opacity.any():
        raise PictureError(Sentence("The picture is completely transparent, so there is nothing to see in it."))
    paper = Image.new("RGBA", whole.size, "white")
    grey = Image.alpha_composite(paper, whole).convert("L")
    if np.ptp(opacity) and np.ptp(np.asarray(grey)) < LEAST_CONTRAST:  # white ink on nothing
        return Image.fromarray(255 - opacity)
    return grey


def _at_most(grey: Image.Image, side: int) -> Image.Image:
    scale = side / max(grey.size)
    if scale >= 1:
        return grey
    width, height = (max(1, round(length * scale)) for length in grey.size)
    return grey.resize((width, height), Image.Resampling.BOX)


def _ink(grey: np.ndarray) -> np.ndarray:
    """What stands out from the paper, which may be lit from one side: 0 where it is paper, 255 where it is ink."""
    if np.ptp(grey) < LEAST_CONTRAST:
        raise PictureError(_ONE_COLOUR)
    if np.median(_border(grey)) < _threshold(grey):  # light ink on dark paper
        grey = 255 - grey
    darkness = grey.max() - grey
    for _round in range(3):
        darkness = _paper(grey, np.abs(darkness - _level(darkness)) <= 3 * _grain(darkness) + 1) - grey
    threshold = _threshold(darkness)
    dark = darkness[darkness >= threshold]
    none, full = _level(darkness), np.percentile(dark, FULL_INK) if dark.size else 0
    if full - none < LEAST_CONTRAST:
        raise PictureError(_ONE_COLOUR)
    none = min(none + 4 * _grain(darkness), threshold)
    return np.round(np.clip((darkness - none) / max(full - none, 1), 0, 1) * 255).astype(np.uint8)


_ONE_COLOUR = Sentence("The whole picture is nearly one colour, so there is no digit to see in it.")


def _border(grey: np.ndarray) -> np.ndarray:
    """The outermost pixels, a twentieth of each side wide."""
    inside = np.zeros(grey.shape, bool)
    rows, columns = (max(1, length // 20) for length in grey.shape)
    inside[rows:-rows, columns:-columns] = True
    return grey[~inside]


def _level(darkness: np.ndarray) -> float:
    """Of paper."""
    return float(np.median(darkness[darkness <= _threshold(darkness)]))


def _grain(darkness: np.ndarray) -> float:
    """How far paper's pixels lie from its level: their standard deviation if they follow a bell curve."""
    light = darkness[darkness <= _threshold(darkness)]
    return 1.4826 * float(np.median(np.abs(light - np.median(light))))


def _paper(grey: np.ndarray, light: np.ndarray) -> np.ndarray:
    """The paper's brightness (H, W): the plane that comes nearest to the ``light`` pixels."""
    rows, columns = np.indices(grey.shape) / max(grey.shape)
    axes = np.stack([np.ones(grey.shape), rows, columns], axis=-1)
    seen = axes[light]
    return axes @ np.linalg.lstsq(seen.T @ seen, seen.T @ grey[light], rcond=None)[0]


def _threshold(values: np.ndarray) -> float:
    """Between the lower and the upper of two groups (Otsu, 1979: the split with the most variance between them)."""
    counts, edges = np.histogram(values, 256)
    middles = (edges[:-1] + edges[1:]) / 2
    below, total = np.cumsum(counts), counts.sum()
    mass = np.cumsum(counts * middles)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = (mass[-1] * below / total - mass) ** 2 / (below * (total - below))
    best = np.flatnonzero(variance == np.nanmax(variance[:-1]))  # between two groups far apart, all splits are as good
    return float(edges[best[len(best) // 2] + 1])
