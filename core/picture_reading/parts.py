"""The connected pieces of what is on the paper: strokes, frames, specks."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

LEAST = 0.012  # of the picture's longer side: a smaller piece is dust
OWN_LEVEL = 0.55  # a piece's pixels have this part of its own darkness, or they do not belong to it
FULL = 85  # the percentile of its pixels that is a piece's darkness
CORNER = 0.14  # of a frame's sides


@dataclass(frozen=True, eq=False)
class Part:
    """One connected piece; ``mask``: bool, of the size of its box."""

    left: int
    top: int
    width: int
    height: int
    mask: np.ndarray
    level: float
    at_edge: bool

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def bottom(self) -> int:
        return self.top + self.height

    @property
    def size(self) -> int:
        return max(self.width, self.height)

    @property
    def area(self) -> int:
        return int(self.mask.sum())

    @property
    def rows(self) -> slice:
        return slice(self.top, self.bottom)

    @property
    def columns(self) -> slice:
        return slice(self.left, self.right)

    def encloses(self, other: Part) -> bool:
        return (
            self.left < other.left and self.top < other.top and self.right > other.right and self.bottom > other.bottom
        )


def parts(seen: np.ndarray, values: np.ndarray) -> list[Part]:
    """Pieces of ``seen``, bool (H, W), each without what clings to it and is much fainter than itself."""
    rough = _connected(seen, values)
    own = np.zeros(seen.shape, bool)
    for part in rough:
        own[part.rows, part.columns] |= part.mask & (values[part.rows, part.columns] > OWN_LEVEL * part.level)
    return _connected(own, values)


def _connected(seen: np.ndarray, values: np.ndarray) -> list[Part]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(seen.view(np.uint8), connectivity=8, ltype=cv2.CV_32S)
    height, width = seen.shape
    least = max(2.0, LEAST * max(seen.shape))
    found = []
    for number in range(1, count):
        left, top, wide, high, _area = (int(value) for value in stats[number])
        if max(wide, high) < least:
            continue
        rows, columns = slice(top, top + high), slice(left, left + wide)
        mask = labels[rows, columns] == number
        level = float(np.percentile(values[rows, columns][mask], FULL))
        at_edge = left <= 1 or top <= 1 or left + wide >= width - 1 or top + high >= height - 1
        found.append(Part(left, top, wide, high, mask, level, at_edge))
    return found


def is_frame(part: Part, others: list[Part]) -> bool:
    """Whether it is a drawn rectangle around others: empty inside, with ink in its corners."""
    inside = [each for each in others if part.encloses(each) and each.size > 0.25 * min(part.width, part.height)]
    if not inside:
        return False
    high, wide = max(1, round(CORNER * part.height)), max(1, round(CORNER * part.width))
    corners = (
        part.mask[:high, :wide], part.mask[:high, -wide:], part.mask[-high:, :wide], part.mask[-high:, -wide:]
    )  # fmt: skip
    core = part.mask[high:-high, wide:-wide]
    return sum(bool(corner.any()) for corner in corners) >= 3 and core.sum() < 0.05 * part.area
