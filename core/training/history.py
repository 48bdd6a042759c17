"""The course of one training: loss and accuracy of every batch, and the validation accuracy now and then."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import numpy as np

SMOOTH_SHARE, SMOOTH_MOST = 10, 50  # the smoothed line follows the last tenth of the run, at most the last 50 batches
LINE_EVERY = 100  # iterations from one of the tutorial's progress lines to the next
MOST_POINTS = 400  # of a curve that is drawn
COLUMNS = ("loss", "accuracy", "smooth_loss", "smooth_accuracy", "seconds")


@dataclass(frozen=True, eq=False)
class Records:
    """What each batch gave before its update. ``iteration`` int64, ``loss`` and ``accuracy`` float32, all (n,)."""

    iteration: np.ndarray
    loss: np.ndarray
    accuracy: np.ndarray

    def __len__(self) -> int:
        return len(self.iteration)


@dataclass(frozen=True)
class Validation:
    """Validation accuracy after ``iteration`` iterations: ``correct`` of ``total`` images."""

    iteration: int
    correct: int
    total: int


@dataclass(frozen=True, eq=False)
class Curve:
    """The history as points to draw: means over bins of ``width`` iterations, from bin ``first`` on.

    ``iteration``: the last one of each bin. ``values``: float32 (bins, 5), as in `History.rows`.
    """

    width: int
    first: int
    iteration: np.ndarray
    values: np.ndarray


@dataclass(frozen=True, eq=False)
class HistoryPart:
    """What a copy of a history still lacks: rows from ``start`` on; everything where ``key`` is new to it."""

    key: str
    start: int
    rows: np.ndarray
    validations: tuple[Validation, ...]


class History:
    """Grows with the training. ``key`` names this history: a reset run has another, so a copy knows when to begin anew."""

    def __init__(self, key: str | None = None) -> None:
        self.key = key or secrets.token_hex(6)
        self.validations: list[Validation] = []
        self._rows = np.empty((256, len(COLUMNS)), np.float32)
        self._count = 0

    @classmethod
    def of(cls, part: HistoryPart) -> History:
        """A copy that has no more than that."""
        history = cls(part.key)
        history.join(part)
        return history

    def __len__(self) -> int:
        """Iterations recorded."""
        return self._count

    @property
    def last_validation(self) -> Validation | None:
        return self.validations[-1] if self.validations else None

    @property
    def rows(self) -> np.ndarray:
        """float32 (iterations, 5): loss, accuracy, smoothed loss, smoothed accuracy, seconds of training so far; a view."""
        return self._rows[: self._count]

    def extend(self, records: Records, before: float = 0.0, after: float = 0.0) -> None:
        """Add the batches that follow, each smoothed by an exponential mean over a window that grows with the run.

        While the curve is steep a long window would lag far behind it; later a short one would hide nothing of the noise.
        ``before`` and ``after``: seconds of training when they began and when they were done.
        """
        self._reserve(len(records))
        step = (after - before) / max(1, len(records))
        self._rows[self._count : self._count + len(records), 4] = before + step * np.arange(1, len(records) + 1)
        for loss, accuracy in zip(records.loss, records.accuracy, strict=True):
            row, last = self._rows[self._count], self._rows[max(0, self._count - 1)]
            row[:2] = loss, accuracy
            self._count += 1
            fresh = 1 / min(max(1, self._count / SMOOTH_SHARE), SMOOTH_MOST)
            row[2:4] = row[:2] if fresh == 1 else (1 - fresh) * last[2:4] + fresh * row[:2]

    def validate(self, iteration: int, correct: int, total: int) -> None:
        self.validations.append(Validation(iteration, correct, total))

    def part_since(self, key: str | None, count: int) -> HistoryPart:
        """What a copy with that key and that many rows lacks."""
        start = count if key == self.key and count <= self._count else 0
        return HistoryPart(self.key, start, self._rows[start : self._count].copy(), tuple(self.validations))

    def join(self, part: HistoryPart) -> None:
        """Bring this copy up to date."""
        self.key = part.key
        self._count = part.start
        self._reserve(len(part.rows))
        self._rows[part.start : part.start + len(part.rows)] = part.rows
        self._count = part.start + len(part.rows)
        self.validations = list(part.validations)

    def truncate(self, count: int) -> None:
        """Forget all but the first ``count`` iterations. A new key, because a copy may hold what is forgotten."""
        if count < self._count:
            self.key, self._count = secrets.token_hex(6), count
        self.validations = [v for v in self.validations if v.iteration <= count]

    def until(self, iteration: int) -> History:
        """Another history: the first ``iteration`` iterations of this one."""
        found = History.of(HistoryPart(secrets.token_hex(6), 0, self.rows[:iteration].copy(), tuple(self.validations)))
        found.truncate(iteration)
        return found

    def lines(self, most: int = 200) -> list[tuple[int, float]]:
        """The tutorial's progress lines: (iteration, accuracy of its batch) at 1, 101, 201, …; the last ``most`` of them."""
        iterations = range(1, self._count + 1, LINE_EVERY)[-most:]
        return [(iteration, float(self._rows[iteration - 1, 1])) for iteration in iterations]

    def bin_width(self, most: int = MOST_POINTS) -> int:
        """The smallest power of two that draws the whole history in at most ``most`` points."""
        width = 1
        while self._count > width * most:
            width *= 2
        return width

    def curve(self, width: int, first: int = 0) -> Curve:
        """Bins from number ``first`` on; the last one may still be filling. Smoothed values and seconds are those at the bin's end."""
        rows = self.rows[first * width :]
        starts = np.arange(0, len(rows), width)
        ends = np.minimum(starts + width, len(rows))
        values = np.empty((len(starts), len(COLUMNS)), np.float32)
        if len(starts):
            sizes = (ends - starts)[:, np.newaxis]
            values[:, :2] = np.add.reduceat(rows[:, :2], starts, axis=0) / sizes
            values[:, 2:] = rows[ends - 1, 2:]
        return Curve(width, first, first * width + ends, values)

    def _reserve(self, more: int) -> None:
        needed = self._count + more
        if needed > len(self._rows):
            grown = np.empty((max(needed, 2 * len(self._rows)), len(COLUMNS)), np.float32)
            grown[: self._count] = self._rows[: self._count]
            self._rows = grown
