"""Whether the ink is darker than its paper, or lighter."""

from __future__ import annotations

import cv2
import numpy as np

from core.picture_reading.light import darkness, widest_stroke
from core.picture_reading.parts import Part, parts

COARSE = 320  # the longer side that is enough to see it
LEAST_SIDE = 200
STRONG = 0.6  # of the strongest contrast: what is fainter is no ink
# A sheet of paper fills so much of the picture, and of the rectangle around it; the rounder it is, the more of the picture.
SHEETS = ((0.12, 0.86), (0.34, 0.7))


def with_dark_ink(colours: np.ndarray) -> np.ndarray:
    """uint8 (H, W) of uint8 (H, W, 3): the darkest of red, green and blue, so that a pen of any colour is dark; the opposite
    where the ink is light."""
    normal, inverse = colours.min(axis=2), 255 - colours.max(axis=2)
    coarse = _coarse(normal)
    if _shows_a_sheet(coarse):
        return normal
    dark, light = _strong(coarse), _strong(_coarse(inverse))
    strongest = max((part.level for part in (*dark, *light)), default=0.0)
    dark, light = ([part for part in side if part.level >= STRONG * strongest] for side in (dark, light))
    return inverse if _light_is_ink(light, dark) else normal


def _coarse(bright: np.ndarray) -> np.ndarray:
    share = COARSE / max(bright.shape)
    if share < 1:
        size = tuple(max(1, round(length * share)) for length in bright.shape[::-1])
        return cv2.resize(bright, size, interpolation=cv2.INTER_AREA)
    times = max(1, -(-LEAST_SIDE // max(bright.shape)))
    return np.repeat(np.repeat(bright, times, axis=0), times, axis=1)


def _strong(bright: np.ndarray) -> list[Part]:
    found = darkness(bright, widest_stroke(bright))
    return parts(found.seen, found.drop)


def _light_is_ink(light: list[Part], dark: list[Part]) -> bool:
    """What is not ink lies within the ink's loops and bays."""
    return bool(light) and all(
        any(
            one.left <= other.left
            and one.top <= other.top
            and one.right >= other.right
            and one.bottom >= other.bottom
            and one.size > other.size
            for one in light
        )
        for other in dark
    )


def _shows_a_sheet(bright: np.ndarray) -> bool:
    """Whether the light part of the picture is a sheet of paper with something dark on it, on a dark desk or in dark corners."""
    _, light = cv2.threshold(bright, 0, 1, cv2.THRESH_OTSU)
    outlines, _ = cv2.findContours(light, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return False
    outline = max(outlines, key=cv2.contourArea)
    (_, (width, height), _) = cv2.minAreaRect(outline)
    inside = cv2.drawContours(np.zeros_like(light), [outline], -1, 1, cv2.FILLED)
    filled = int(inside.sum())
    holes = filled - int(cv2.bitwise_and(light, inside).sum())
    share, squareness = filled / light.size, filled / max(width * height, 1)
    return holes > 0.01 * filled and any(share >= least and squareness >= square for least, square in SHEETS)
