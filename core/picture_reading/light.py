"""How dark each pixel is beside the paper around it, whatever the light."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

WIDE = 0.3  # of the shorter side: no stroke is wider
FAINT = 0.12  # the ink's part of the light that it takes away, at least
FAINT_DROP = 0.10  # the same as a part of the brightest paper's light: what is on a dark desk counts less
LEAST_DROP = 10  # grey levels
GRAIN_STEPS = 4.5  # so many standard deviations of the paper's grain above it


@dataclass(frozen=True, eq=False)
class Darkness:
    """``values``: float32 (H, W), 0 on paper, 1 where no light is left. ``seen``: bool (H, W), more than the paper's grain.

    ``drop``: the same as ``values`` in grey levels.
    """

    values: np.ndarray
    drop: np.ndarray
    seen: np.ndarray
    grain: float


def widest_stroke(bright: np.ndarray) -> int:
    return max(3, round(WIDE * min(bright.shape))) | 1


def darkness(bright: np.ndarray, widest: int) -> Darkness:
    """Of ``bright``, uint8 (H, W). What is narrower than ``widest`` pixels is on the paper, what is wider is paper in another light.

    Paper is what a closing leaves: it fills what is dark and narrow, and keeps the edges of what is wide, as a shadow's are.
    """
    smooth = cv2.medianBlur(bright, 5 if min(bright.shape) >= 300 else 3) if min(bright.shape) >= 60 else bright
    margin = widest // 2 + 1
    wide = cv2.copyMakeBorder(smooth, margin, margin, margin, margin, cv2.BORDER_REPLICATE)
    closed = cv2.morphologyEx(wide, cv2.MORPH_CLOSE, np.ones((widest, widest), np.uint8))
    paper = closed[margin:-margin, margin:-margin].astype(np.float32)
    paper = np.maximum(paper, 1)
    ratio = bright / paper
    ratio /= max(float(np.median(ratio)), 0.1)  # the closing lies above the grain
    values = np.clip(1 - ratio, 0, 1)
    small = values[values < FAINT]
    grain = 1.4826 * float(np.median(np.abs(small - np.median(small)))) if small.size else 0.0
    drop = values * paper
    least = max(LEAST_DROP, FAINT_DROP * float(np.percentile(paper, 95)))
    seen = (values > max(FAINT, GRAIN_STEPS * grain)) & (drop > least)
    return Darkness(values, drop, seen, grain)
