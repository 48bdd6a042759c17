"""Which pieces make a digit together, and which are none."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from core.picture_reading.parts import Part, is_frame

SPECK = 0.22  # of a digit's size
PIECE = 0.72  # of a digit's height: a smaller piece may belong to another beside it
GAP = 0.16  # of a digit's size between two of its pieces
STACKED = 0.12  # of a digit's height between a piece and the one below it
TALLEST, WIDEST = 1.45, 1.5  # of a digit's size, once its pieces are together
FEW, TALLEST_OF_FEW, GAPS_OF_FEW = 3, 2.1, 1.4  # so few full pieces may all be halves of digits
MOST = 150  # pieces, from the largest
SMALLEST = 0.4  # of a digit's size
FAINTEST = 0.35  # of the darkness of most ink


@dataclass(frozen=True, eq=False)
class Group:
    """The pieces of one digit."""

    parts: tuple[Part, ...]

    @property
    def left(self) -> int:
        return min(part.left for part in self.parts)

    @property
    def top(self) -> int:
        return min(part.top for part in self.parts)

    @property
    def right(self) -> int:
        return max(part.right for part in self.parts)

    @property
    def bottom(self) -> int:
        return max(part.bottom for part in self.parts)

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def size(self) -> int:
        return max(self.width, self.height)

    def mask(self, margin: int, shape: tuple[int, int]) -> tuple[np.ndarray, int, int]:
        """(bool (height, width), left, top) of its box with a margin, within a picture of that shape."""
        left, top = max(0, self.left - margin), max(0, self.top - margin)
        right, bottom = min(shape[1], self.right + margin), min(shape[0], self.bottom + margin)
        mask = np.zeros((bottom - top, right - left), bool)
        for part in self.parts:
            mask[part.top - top : part.bottom - top, part.left - left : part.right - left] |= part.mask
        return mask, left, top


def groups(found: list[Part]) -> list[Group]:
    """The digits among the pieces of a picture, in no order."""
    kept = _without_edges([part for part in found if not is_frame(part, found)])
    if not kept:
        return []
    size = _common_size(kept)
    level = _common_level(kept, size)
    kept = [part for part in kept if part.size >= SPECK * size and part.level >= FAINTEST * level]
    joined = _joined(kept, size)
    return [
        group
        for group in joined
        if group.size >= SMALLEST * size and group.size <= 3 * size and not _is_line(group, size, len(joined))
    ]


def _without_edges(found: list[Part]) -> list[Part]:
    """What touches the picture's edge is the desk, a finger or another line's digit, unless there is nothing else."""
    inner = [part for part in found if not part.at_edge]
    largest = max((part.size for part in found), default=0)
    return inner if any(part.size >= 0.3 * largest for part in inner) else found


def _common_size(found: list[Part]) -> float:
    """Of a digit: the size that half of the ink lies in larger pieces of, and half in smaller ones."""
    sizes = np.array([part.size for part in found], float)
    weights = np.array([part.area for part in found], float)
    order = np.argsort(sizes)
    return float(sizes[order][np.searchsorted(np.cumsum(weights[order]), weights.sum() / 2)])


def _common_level(found: list[Part], size: float) -> float:
    return float(np.median([part.level for part in found if part.size >= 0.5 * size]))


def _is_line(group: Group, size: float, count: int) -> bool:
    """A long thin rest of a line; a one stands, and has the size of the others."""
    flat = group.width > 3.5 * group.height
    long = group.size > 1.8 * size and min(group.width, group.height) < 0.12 * group.size
    return count > 1 and (flat or long)


def _joined(found: list[Part], size: float) -> list[Group]:
    """Pieces that lie close together and are as large as one digit together, the nearest first."""
    found = sorted(found, key=lambda part: -part.area)[:MOST]
    full = sum(part.size > PIECE * size for part in found)
    tallest, gaps = (TALLEST, 1.0) if full > FEW else (TALLEST_OF_FEW, GAPS_OF_FEW)
    near = sorted(
        (
            (gap, one, other)
            for one, first in enumerate(found)
            for other, second in enumerate(found[:one])
            if _apart(first, second) <= gaps * GAP * size and (gap := _gap(first, second)) <= gaps * GAP * size
        )
    )
    home = {number: Group((part,)) for number, part in enumerate(found)}
    for gap, one, other in near:
        if home[one] is not home[other] and _may_join(home[one], home[other], gap / gaps, size, tallest):
            both = Group(home[one].parts + home[other].parts)
            home |= {number: both for number, part in enumerate(found) if part in both.parts}
    return list({id(group): group for group in home.values()}.values())


def _may_join(one: Group, other: Group, gap: float, size: float, tallest: float) -> bool:
    width = max(one.right, other.right) - min(one.left, other.left)
    height = max(one.bottom, other.bottom) - min(one.top, other.top)
    beside = min(one.bottom, other.bottom) - max(one.top, other.top)
    if beside > 0.5 * min(one.height, other.height):
        return min(one.height, other.height) <= PIECE * max(height, size) and width <= WIDEST * max(size, height) * 0.8
    return gap <= STACKED * height and height <= tallest * size and width <= WIDEST * max(size, 0.8 * height)


def _apart(one: Part, other: Part) -> int:
    """Pixels between their boxes."""
    return max(
        max(one.left, other.left) - min(one.right, other.right), max(one.top, other.top) - min(one.bottom, other.bottom)
    )


def _gap(one: Part, other: Part) -> float:
    """Pixels between the nearest two of both."""
    left, top = min(one.left, other.left), min(one.top, other.top)
    shape = (max(one.bottom, other.bottom) - top, max(one.right, other.right) - left)
    far = np.ones(shape, np.uint8)
    far[one.top - top : one.bottom - top, one.left - left : one.right - left] -= one.mask
    distance = cv2.distanceTransform(far, cv2.DIST_L2, 3)
    return float(
        distance[other.top - top : other.bottom - top, other.left - left : other.right - left][other.mask].min()
    )


def in_reading_order(found: list[Group]) -> list[Group]:
    """Row by row from the top, each from the left; a row may climb or fall a little."""
    rows: list[list[Group]] = []
    for group in sorted(found, key=lambda each: each.left):
        fits = [(_overlap(row[-1], group), number) for number, row in enumerate(rows)]
        best, number = max(fits, default=(0.0, -1))
        if best >= 0.4:
            rows[number].append(group)
        else:
            rows.append([group])
    rows.sort(key=lambda row: float(np.mean([(group.top + group.bottom) / 2 for group in row])))
    return [group for row in rows for group in row]


def _overlap(one: Group, other: Group) -> float:
    """How much of the lower of both stands beside the other."""
    common = min(one.bottom, other.bottom) - max(one.top, other.top)
    return common / min(one.height, other.height)
