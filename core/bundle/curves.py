"""Accuracy and loss over the iterations, as a picture on white paper."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageDraw

from core.bundle.pictures import INK, PAPER, font, write_upwards
from core.training.history import COLUMNS, History

ACCURACY, LOSS, VALIDATION = (0, 114, 178), (213, 94, 0), (0, 158, 115)  # Okabe and Ito's; as on the Train page
WIDTH, HEIGHT = 1280, 880
MOST_POINTS = 400
_LEFT, _RIGHT = 90, 30
_PANELS = {"accuracy": (52, 470), "loss": (520, 810)}  # top and bottom
_GRID = (212, 218, 224)
_FINE = 2  # lines are drawn twice as large and then made smaller, since Pillow's have no smooth edges


def curves(history: History, checkpoint: int | None = None) -> Image.Image:
    """Every batch faint, smoothed bold, the validations with marks; an upright line at iteration ``checkpoint``.

    The history must hold one iteration at least.
    """
    curve = history.curve(history.bin_width(MOST_POINTS))
    across, last = _whole_ticks(len(history))
    most_loss = _most(curve.values[:, (0, 2)])
    scales = {"accuracy": (1.0, [0, 0.2, 0.4, 0.6, 0.8, 1.0]), "loss": (most_loss, _ticks(most_loss))}
    large = Image.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE), PAPER)
    pen = ImageDraw.Draw(large)

    def at(panel: str, iterations: np.ndarray, values: np.ndarray) -> list[tuple[float, float]]:
        top, bottom = _PANELS[panel]
        known = np.isfinite(values)
        left = _LEFT + (WIDTH - _LEFT - _RIGHT) * np.asarray(iterations)[known] / last
        down = bottom - (bottom - top) * np.clip(values[known] / scales[panel][0], 0, 1)
        return list(zip((left * _FINE).tolist(), (down * _FINE).tolist(), strict=True))

    for panel, (_, ticks) in scales.items():
        for tick in ticks:
            pen.line(at(panel, np.array([0, last]), np.array([tick, tick])), _GRID, _FINE)
        for tick in across:
            pen.line(at(panel, np.array([tick, tick]), np.array([0, scales[panel][0]])), _GRID, _FINE)
    for panel, colour in (("accuracy", ACCURACY), ("loss", LOSS)):
        batches, smoothed = (curve.values[:, COLUMNS.index(name)] for name in (panel, f"smooth_{panel}"))
        _line(pen, at(panel, curve.iteration, batches), _faint(colour), 1)
        _line(pen, at(panel, curve.iteration, smoothed), colour, 3)
    done = history.validations
    marks = at("accuracy", np.array([v.iteration for v in done]), np.array([v.correct / v.total for v in done]))
    _line(pen, marks, VALIDATION, 1.5)
    for left, down in marks:
        _diamond(pen, left, down, 5 * _FINE, VALIDATION)
    if checkpoint is not None:
        for panel in scales:
            pen.line(at(panel, np.array([checkpoint, checkpoint]), np.array([0, scales[panel][0]])), INK, _FINE)
    picture = large.reduce(_FINE)
    _write(picture, across, last, scales)
    return picture


def _write(picture: Image.Image, across: list[int], last: int, scales: dict[str, tuple[float, list[float]]]) -> None:
    """Numbers and names beside the axes, and what the colours are."""
    pen = ImageDraw.Draw(picture)
    for panel, (most, ticks) in scales.items():
        top, bottom = _PANELS[panel]
        for tick in ticks:
            text = f"{tick * 100:.0f} %" if panel == "accuracy" else f"{tick:.6g}"
            pen.text((_LEFT - 10, bottom - (bottom - top) * tick / most), text, INK, font(17), anchor="rm")
        write_upwards(picture, panel, (8, (top + bottom) // 2))
    for tick in across:
        left = _LEFT + (WIDTH - _LEFT - _RIGHT) * tick / last
        pen.text((left, _PANELS["loss"][1] + 10), f"{tick:,}", INK, font(17), anchor="mt")
    pen.text((_LEFT + (WIDTH - _LEFT - _RIGHT) / 2, HEIGHT - 12), "iteration", INK, font(17), anchor="mb")
    left = _LEFT
    for name, colour in (
        ("accuracy of batches", ACCURACY),
        ("on validation images", VALIDATION),
        ("loss of batches", LOSS),
    ):
        pen.line((left, 24, left + 34, 24), colour, 4)
        pen.text((left + 44, 24), name, INK, font(17), anchor="lm")
        left += 44 + int(font(17).getlength(name)) + 40


def _line(
    pen: ImageDraw.ImageDraw, points: list[tuple[float, float]], colour: tuple[int, int, int], width: float
) -> None:
    if len(points) > 1:
        pen.line(points, colour, round(width * _FINE), joint="curve")
    elif points:
        _diamond(pen, *points[0], 3 * _FINE, colour)


def _diamond(pen: ImageDraw.ImageDraw, left: float, down: float, reach: int, colour: tuple[int, int, int]) -> None:
    pen.polygon(((left - reach, down), (left, down - reach), (left + reach, down), (left, down + reach)), fill=colour)


def _faint(colour: tuple[int, int, int]) -> tuple[int, ...]:
    return tuple(round(255 + (part - 255) * 0.35) for part in colour)


def _most(losses: np.ndarray) -> float:
    finite = losses[np.isfinite(losses)]
    return float(finite.max()) * 1.02 if finite.size and finite.max() > 0 else 1.0


def _ticks(most: float) -> list[float]:
    """Round numbers from 0 on, three to seven of them."""
    power = 10.0 ** math.floor(math.log10(most))
    step = next(part * power for part in (0.2, 0.5, 1, 2, 5) if most / (part * power) < 6)
    return [place * step for place in range(math.floor(most / step) + 1)]


def _whole_ticks(count: int) -> tuple[list[int], int]:
    """Iterations to write at the axis, and the one where it ends."""
    step = max(1, round(_ticks(count)[1]))
    return list(range(0, count + 1, step)), count
