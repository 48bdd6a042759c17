"""What is no digit, and digits that are not as in MNIST: each kind a function from chance to ink on a pad, uint8 (336, 336)."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from core import pictures

SIDE = 336  # of the drawing pad
PENS = (16, 26, 40)  # its pens
Chance = np.random.Generator
LETTERS = "ACEFHKMNPRTUWXY"  # none that may be read as a digit
_FONTS = (cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX)


def images(ink: Callable[[Chance], np.ndarray], count: int, seed: int = 0) -> np.ndarray:
    """So many of a kind as the network sees them: uint8 (count, 28, 28, 1)."""
    chance = np.random.default_rng(seed)
    return np.stack([pictures.prepare(ink(chance)).image for _ in range(count)])


def _pen(chance: Chance) -> int:
    return int(chance.choice(PENS))


def _strokes(lines: list[np.ndarray], width: int) -> np.ndarray:
    """Lines through points (x, y) from 0 to 1."""
    pad = np.zeros((SIDE, SIDE), np.uint8)
    for line in lines:
        points = np.round((0.12 + 0.76 * np.asarray(line)) * SIDE).astype(np.int32)
        cv2.polylines(pad, [points], False, 255, width, cv2.LINE_AA)
    return pad


def _moved(ink: np.ndarray, chance: Chance) -> np.ndarray:
    """A little turned, slanted and stretched, as a hand would."""
    turn, slant = np.deg2rad(chance.uniform(-12, 12)), chance.uniform(-0.15, 0.15)
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    matrix = matrix @ np.array([[1, slant], [0, 1]]) @ np.diag(chance.uniform(0.85, 1.1, 2))
    middle = np.full(2, SIDE / 2)
    return cv2.warpAffine(ink, np.column_stack([matrix, middle - matrix @ middle]), (SIDE, SIDE))


def scribble(chance: Chance) -> np.ndarray:
    """A line that turns where it likes."""
    steps = chance.integers(60, 220)
    direction = np.cumsum(chance.normal(0, 0.45, steps))
    way = np.cumsum(np.column_stack([np.cos(direction), np.sin(direction)]), axis=0)
    way = (way - way.min(0)) / max(np.ptp(way, axis=0).max(), 1)
    return _strokes([way], _pen(chance))


def hatching(chance: Chance) -> np.ndarray:
    """To and fro, as a pen is tried."""
    count = int(chance.integers(6, 14))
    x = np.linspace(0, 1, count) + chance.normal(0, 0.02, count)
    y = np.where(np.arange(count) % 2, 0.0, 1.0) + chance.normal(0, 0.06, count)
    return _moved(_strokes([np.clip(np.column_stack([x, y]), 0, 1)], int(chance.choice(PENS[:2]))), chance)


def letter(chance: Chance) -> np.ndarray:
    return _moved(_written(str(chance.choice(list(LETTERS))), chance), chance)


def written_digit(chance: Chance) -> np.ndarray:
    """A digit in the strokes of a font for plotters, drawn with the pad's pens."""
    return _moved(_written(str(chance.integers(10)), chance), chance)


def _written(text: str, chance: Chance) -> np.ndarray:
    pad, font, width = np.zeros((SIDE, SIDE), np.uint8), int(chance.choice(_FONTS)), int(chance.choice(PENS[:2]))
    (wide, tall), _ = cv2.getTextSize(text, font, 8, width)
    cv2.putText(pad, text, ((SIDE - wide) // 2, (SIDE + tall) // 2), font, 8, 255, width, cv2.LINE_AA)
    return pad


def shape(chance: Chance) -> np.ndarray:
    """A triangle, square, star, heart, arrow, house, cross or spiral."""
    turn = np.linspace(0, 2 * np.pi, 60)
    heart = np.column_stack(
        [16 * np.sin(turn) ** 3, -(13 * np.cos(turn) - 5 * np.cos(2 * turn) - 2 * np.cos(3 * turn))]
    )
    star = np.array([[np.sin(a), -np.cos(a)] for a in np.arange(6) * 4 * np.pi / 5])
    spiral = np.linspace(0.1, 1, 90)[:, np.newaxis] * np.column_stack(
        [np.cos(3 * turn.repeat(2)[:90]), np.sin(3 * turn.repeat(2)[:90])]
    )
    lines = [
        [np.array([[0.5, 0], [1, 1], [0, 1], [0.5, 0]])],
        [np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]])],
        [(star + 1) / 2],
        [(heart / 34) + 0.5],
        [np.array([[0, 0.5], [1, 0.5]]), np.array([[0.6, 0.1], [1, 0.5], [0.6, 0.9]])],
        [np.array([[0.1, 1], [0.1, 0.4], [0.5, 0], [0.9, 0.4], [0.9, 1], [0.1, 1]])],
        [np.array([[0.5, 0], [0.5, 1]]), np.array([[0, 0.5], [1, 0.5]])],
        [(spiral + 1) / 2],
    ]  # fmt: skip
    return _moved(_strokes(lines[int(chance.integers(len(lines)))], int(chance.choice(PENS[:2]))), chance)


def face(chance: Chance) -> np.ndarray:
    turn = np.linspace(0, 2 * np.pi, 50)
    circle = np.column_stack([np.cos(turn), np.sin(turn)])
    mouth = circle[(turn > 0.5) & (turn < 2.6)]
    return _moved(_strokes([circle / 2 + 0.5, circle / 30 + [0.33, 0.38], circle / 30 + [0.67, 0.38], mouth / 3.5 + [0.5, 0.5]], PENS[0]), chance)  # fmt: skip


def horse(chance: Chance) -> np.ndarray:
    """From the side: a body on four legs, a neck, a head, a tail."""
    lines = [
        [[0.2, 0.45], [0.7, 0.45], [0.72, 0.65], [0.2, 0.65], [0.2, 0.45]],
        [[0.25, 0.65], [0.22, 1]], [[0.33, 0.65], [0.34, 1]], [[0.6, 0.65], [0.6, 1]], [[0.69, 0.65], [0.72, 1]],
        [[0.68, 0.48], [0.82, 0.15], [1, 0.25], [0.97, 0.33], [0.85, 0.32], [0.74, 0.52]],
        [[0.2, 0.47], [0.05, 0.55], [0.03, 0.75]],
    ]  # fmt: skip
    shaken = [np.clip(np.array(line) + chance.normal(0, 0.015, (len(line), 2)), 0, 1) for line in lines]
    return _moved(_strokes(shaken, PENS[0]), chance)


def clothes(chance: Chance) -> np.ndarray:
    """A filled shirt, trousers or a shoe, in shades as in Fashion-MNIST."""
    outlines = (
        [[0.3, 0], [0.7, 0], [1, 0.25], [0.9, 0.45], [0.75, 0.35], [0.75, 1], [0.25, 1], [0.25, 0.35], [0.1, 0.45], [0, 0.25]],
        [[0.25, 0], [0.75, 0], [0.85, 1], [0.58, 1], [0.5, 0.3], [0.42, 1], [0.15, 1]],
        [[0, 0.4], [0.25, 0.4], [0.55, 0.65], [1, 0.75], [1, 0.95], [0, 0.95]],
    )  # fmt: skip
    pad = np.zeros((SIDE, SIDE), np.uint8)
    points = np.array(outlines[int(chance.integers(3))])
    cv2.fillPoly(pad, [np.round((0.12 + 0.76 * points) * SIDE).astype(np.int32)], int(chance.integers(120, 255)))
    grain = cv2.resize(chance.uniform(0.6, 1, (12, 12)), (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    return _moved((pad * np.clip(grain, 0, 1)).astype(np.uint8), chance)


def noise(chance: Chance) -> np.ndarray:
    """Every pixel of the 28 × 28 as it comes."""
    small = chance.integers(0, 256, (20, 20)).astype(np.uint8)
    return cv2.resize(small, (SIDE, SIDE), interpolation=cv2.INTER_NEAREST)


def blots(chance: Chance) -> np.ndarray:
    pad = cv2.GaussianBlur(chance.normal(0, 1, (SIDE, SIDE)), (0, 0), 26)
    return (255 * (pad > np.quantile(pad, 0.7))).astype(np.uint8)


KINDS: dict[str, Callable[[Chance], np.ndarray]] = {
    each.__name__: each for each in (scribble, hatching, letter, shape, face, horse, clothes, noise, blots)
}
