"""The digits of a picture: the light divided out, lines taken away, ink found, grouped and brought into MNIST's form."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from core.messages import Sentence
from core.picture_reading import mnist_form
from core.picture_reading.digit import Digit
from core.picture_reading.groups import Group, groups, in_reading_order
from core.picture_reading.ink_side import with_dark_ink
from core.picture_reading.light import Darkness, darkness, widest_stroke
from core.picture_reading.parts import Part, parts
from core.picture_reading.picture_error import PictureError
from core.picture_reading.picture_file import Picture
from core.picture_reading.ruling import without_rules

LEAST_SIDE = 200  # smaller pictures are enlarged by whole pixels
FULL_INK = 80  # the percentile of the ink that becomes 255; the soft edges of thin strokes lie below it
THIN, LIKE_MNIST = 1.9, 2.4  # a stroke's width in MNIST's 20 pixels: what is thinner is made so wide

_NOTHING = Sentence(
    "No digit was found in the picture. Take it so that one dark digit on light paper, or a light one on dark, fills a good part of it."
)

_NOTHING_THERE = Sentence(
    "There is no ink in that box. Draw it around the whole digit, with a little paper on every side."
)


@dataclass(frozen=True, eq=False)
class Ink:
    """What was found on the paper of a picture, in pixels that are ``scale`` of the picture's own wide."""

    dark: Darkness
    groups: list[Group]
    scale: float


def digits_in(picture: Picture) -> tuple[Digit, ...]:
    """In reading order. Raises `PictureError` where there is none."""
    if picture.colours.shape[:2] == (mnist_form.SIDE, mnist_form.SIDE):
        own = _plain_ink(picture)
        if mnist_form.is_in_form(own):
            return (Digit(own[..., np.newaxis], mnist_form.box_of(own)),)
    bright, scale = _bright(picture)
    ink = _ink(bright, scale)
    if not ink.groups:
        raise PictureError(_NOTHING)
    return tuple(_digit(group, ink, picture) for group in in_reading_order(ink.groups))


def digit_in(picture: Picture, box: tuple[float, float, float, float]) -> Digit:
    """All ink in a box, (left, top, right, bottom) in pixels of the upright picture, as one digit."""
    bright, scale = _bright(picture)
    dark = _ink(bright, scale).dark
    left, top, right, bottom = (round(edge / scale) for edge in box)
    inside = np.zeros(bright.shape, bool)
    inside[max(0, top) : max(0, bottom), max(0, left) : max(0, right)] = True
    found = parts(without_rules(dark.seen) & inside, dark.values)
    if not found:
        raise PictureError(_NOTHING_THERE)
    return _digit(Group(tuple(_main(found))), Ink(dark, [], scale), picture)


def whole(picture: Picture) -> np.ndarray:
    """All of the picture's ink, as it lies, in 28 × 28 pixels: uint8 (28, 28, 1), 255 is ink."""
    bright, scale = _bright(picture)
    dark = _ink(bright, scale).dark
    ink = np.where(dark.seen, dark.values, 0)
    ink = np.round(255 * np.clip(ink / max(float(ink.max()), 0.01), 0, 1)).astype(np.uint8)
    return mnist_form.plain(ink).image


def _plain_ink(picture: Picture) -> np.ndarray:
    """Of a clean picture: uint8 (H, W), 0 where it is as light as its edge, 255 where it is darkest."""
    bright = with_dark_ink(picture.colours).astype(np.float32)
    edge = float(np.median(np.concatenate([bright[0], bright[-1], bright[:, 0], bright[:, -1]])))
    return np.round(255 * np.clip((edge - bright) / max(edge - float(bright.min()), 1), 0, 1)).astype(np.uint8)


def _main(found: list[Part]) -> list[Part]:
    """Without dust beside the largest."""
    largest = max(part.size for part in found)
    return [part for part in found if part.size >= 0.12 * largest]


def _bright(picture: Picture) -> tuple[np.ndarray, float]:
    """Grey levels in which ink is dark, and how many of the picture's pixels one of these is wide."""
    bright = with_dark_ink(picture.colours)
    times = max(1, -(-LEAST_SIDE // max(bright.shape)))
    if times > 1:
        bright = np.repeat(np.repeat(bright, times, axis=0), times, axis=1)
    return bright, picture.scale / times


def _ink(bright: np.ndarray, scale: float) -> Ink:
    widest = widest_stroke(bright)
    dark = darkness(bright, widest)
    found = groups(parts(without_rules(dark.seen), dark.values))
    stroke = max((_stroke(group) for group in found), default=0.0)
    narrow = max(3, round(1.6 * stroke + 0.02 * max(bright.shape))) | 1
    if found and narrow < 0.8 * widest:  # shadows that are narrower than what was thought to be the widest stroke
        dark = darkness(bright, narrow)
        found = groups(parts(without_rules(dark.seen), dark.values)) or found
    return Ink(dark, found, scale)


def _stroke(group: Group) -> float:
    """The width of its widest place, in pixels."""
    mask, _, _ = group.mask(1, (10**9, 10**9))
    return 2 * float(cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 3).max())


def _digit(group: Group, ink: Ink, picture: Picture) -> Digit:
    values = ink.dark.values
    mask, left, top = group.mask(max(3, round(0.08 * group.size)), values.shape)
    own = values[top : top + mask.shape[0], left : left + mask.shape[1]]
    full = float(np.percentile(own[mask], FULL_INK))
    none = min(max(3 * ink.dark.grain, 0.1 * full), 0.5 * full)
    reach = max(1, round(0.02 * group.size))
    near = cv2.dilate(mask.astype(np.uint8), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)) > 0
    shade = np.where(near, np.clip((own - none) / (full - none), 0, 1), 0)
    shade = np.round(255 * shade).astype(np.uint8)
    prepared = mnist_form.prepare(_as_thick_as_mnist(shade, mask, group.size))
    edges = (group.left, group.top, group.right, group.bottom)
    most = (picture.width, picture.height) * 2
    box = tuple(min(round(edge * ink.scale), end) for edge, end in zip(edges, most, strict=True))
    placement = prepared.placement and replace(prepared.placement, width=box[2] - box[0], height=box[3] - box[1])
    return Digit(prepared.image, (box[0], box[1], box[2], box[3]), placement)


def _as_thick_as_mnist(shade: np.ndarray, mask: np.ndarray, size: int) -> np.ndarray:
    """A pen that is thin beside its digit would leave nearly nothing in 20 pixels."""
    area, far = mask.sum(), cv2.distanceTransform(np.pad(mask, 1).astype(np.uint8), cv2.DIST_L2, 3)
    ridge = far[(far > 0) & (far >= cv2.dilate(far, np.ones((3, 3), np.uint8)))]
    width = 2 * float(np.median(ridge)) * mnist_form.BOX / size if area else 0.0
    if width >= THIN:
        return shade
    wider = round((LIKE_MNIST - width) * size / mnist_form.BOX) | 1
    return cv2.dilate(np.pad(shade, wider), cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (wider, wider)))
