"""Ruled and squared lines, and what else runs straight across the whole paper."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

STEEPEST = 0.2  # rise over run, some 11 degrees
THICKNESSES = (0.005, 0.015)  # of the longer side; the thin ones first, among which no strokes are
SPAN, COVERAGE = 0.6, 0.35  # parts of the paper's width that a line reaches over, and fills
EVEN = 0.6  # of a line's pixels stand where it is no thicker than it mostly is
NEAR = 2  # so many pixels off the straight line it may lie


@dataclass(frozen=True)
class Rule:
    """Rows = ``at`` + ``slope`` × column."""

    at: float
    slope: float


def without_rules(seen: np.ndarray) -> np.ndarray:
    """``seen``, bool (H, W), without lines across; a stroke that crosses one keeps its pixels there."""
    for part in THICKNESSES:
        thickest = max(4, round(part * max(seen.shape)))
        seen = _without_lying(_without_lying(seen, thickest).T, thickest).T
    return seen


def _without_lying(seen: np.ndarray, thickest: int) -> np.ndarray:
    runs = _vertical_runs(seen)
    thin = seen & (runs <= thickest)
    rows, columns = np.nonzero(thin)
    left = seen.copy()
    for rule in _rules(rows, columns, *seen.shape):
        off = np.abs(rows - rule.at - rule.slope * columns)
        own = runs[rows[off <= 1], columns[off <= 1]]
        thick = float(np.median(own)) if own.size else 0.0
        even = own <= 1.5 * thick + 1
        if even.mean() < EVEN:
            continue
        gone = (off <= NEAR + thick / 2) & (runs[rows, columns] <= 1.5 * thick + 1)
        left[rows[gone], columns[gone]] = False
    return left


def _rules(rows: np.ndarray, columns: np.ndarray, height: int, width: int) -> list[Rule]:
    """The straight lines that many thin pixels lie on: each votes for the lines through it."""
    if rows.size < COVERAGE * width or width < 20:
        return []
    step = 2.0 / width
    slopes = np.arange(-STEEPEST, STEEPEST + step, step)
    middle = width / 2
    margin = int(STEEPEST * middle) + 2
    bins = height + 2 * margin
    votes = np.zeros((len(slopes), bins), np.float32)
    for number, slope in enumerate(slopes):
        at = np.rint(rows - slope * (columns - middle)).astype(np.int64) + margin
        votes[number] = np.bincount(at, minlength=bins)[:bins]
    votes[:, 1:-1] = votes[:, :-2] + votes[:, 1:-1] + votes[:, 2:]
    best = cv2.dilate(votes, np.ones((25, 7), np.uint8))
    found = []
    for number, at in np.argwhere((votes >= best) & (votes >= COVERAGE * width)):
        slope = float(slopes[number])
        start = float(at - margin - slope * middle)
        near = columns[np.abs(rows - start - slope * columns) <= NEAR]
        filled = np.unique(near)
        if filled.size >= COVERAGE * width and np.ptp(filled) >= SPAN * width:
            found.append(Rule(start, slope))
    return found


def _vertical_runs(seen: np.ndarray) -> np.ndarray:
    """How many pixels stand in one column without a gap, for each of them: int32 (H, W)."""
    height, width = seen.shape
    above = np.zeros((height, width), np.int32)
    below = np.zeros((height, width), np.int32)
    above[0], below[-1] = seen[0], seen[-1]
    for row in range(1, height):
        above[row] = (above[row - 1] + 1) * seen[row]
    for row in range(height - 2, -1, -1):
        below[row] = (below[row + 1] + 1) * seen[row]
    return np.where(seen, above + below - 1, 0)
