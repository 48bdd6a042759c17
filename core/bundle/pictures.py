"""Pictures with crisp pixels: the kernels of a convolution, and the images that a network gets wrong.

There are no words in them, only numbers: they are the same in all languages.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from core import number_format
from core.bundle.colours import FRAME, INK, PAPER, WRONG, signed
from core.evaluation import Evaluation

KERNEL_SIDE, KERNEL_SMALL = 56, 32  # pixels that a kernel is enlarged to, at most; where there are many
KERNELS_LARGE = 72  # so many are drawn large
_ACROSS = 816  # pixels for the kernels of one row
ERRORS_SHOWN, ERRORS_A_ROW = 36, 9
DIGIT_SIDE = 112  # 28 pixels, four times
_GAP = 12
_CAPTION = 40  # pixels below a digit


def kernels(kernel: np.ndarray, channel: int = 0) -> Image.Image:
    """The kernels for one input channel, numbered by filter, on one scale: that of all of ``kernel`` (rows, columns, input channels, filters)."""
    size, count = kernel.shape[0], kernel.shape[-1]
    scale = max(1, (KERNEL_SIDE if count <= KERNELS_LARGE else KERNEL_SMALL) // size)
    side, end = size * scale, peak(kernel)
    rows = -(-count // max(1, _ACROSS // (side + _GAP)))
    a_row = -(-count // rows)  # so that the last row is nearly full
    step = np.array([side + _GAP, side + _GAP + 14])
    width = max(a_row * step[0] + _GAP, 260)
    picture = Image.new("RGB", (int(width), int(rows * step[1] + _GAP + 34)), PAPER)
    pen = ImageDraw.Draw(picture)
    colours = signed(kernel[:, :, channel], end).transpose(2, 0, 1, 3)  # (filters, rows, columns, 3)
    for number, tile in enumerate(colours):
        left, top = (int(length) for length in _GAP + step * (number % a_row, number // a_row))
        picture.paste(Image.fromarray(tile.repeat(scale, 0).repeat(scale, 1)), (left, top))
        pen.rectangle((left - 1, top - 1, left + side, top + side), outline=FRAME)
        pen.text((left + side / 2, top + side + 3), str(number), INK, font(11), anchor="mt")
    _draw_scale(picture, pen, end)
    return picture


def errors(evaluation: Evaluation, images: np.ndarray, shown: np.ndarray) -> Image.Image:
    """The images with the numbers ``shown``, each with "true → predicted", the softmax value of the predicted class, and its number."""
    rows = max(1, -(-len(shown) // ERRORS_A_ROW))
    a_row = min(max(1, len(shown)), ERRORS_A_ROW)
    width, height = (DIGIT_SIDE + _GAP) * a_row + _GAP, (DIGIT_SIDE + _CAPTION) * rows + _GAP
    picture = Image.new("RGB", (width, height), PAPER)
    pen = ImageDraw.Draw(picture)
    for position, number in enumerate(shown.tolist()):
        left, top = error_place(position)
        digit = 255 - images[number, :, :, 0].repeat(4, 0).repeat(4, 1)
        picture.paste(Image.fromarray(digit), (left, top))
        pen.rectangle((left, top, left + DIGIT_SIDE - 1, top + DIGIT_SIDE - 1), outline=FRAME)
        middle, line = left + DIGIT_SIDE // 2, top + DIGIT_SIDE + 10
        pen.text((middle - 14, line), str(evaluation.labels[number]), INK, font(14), anchor="rm")
        _draw_arrow(pen, middle, line)
        pen.text((middle + 14, line), str(evaluation.predicted[number]), WRONG, font(14), anchor="lm")
        value = number_format.softmax(float(evaluation.confidence[number]))
        pen.text((middle, line + 15), f"{value}  #{number}", INK, font(11), anchor="mm")
    return picture


def most_confident(evaluation: Evaluation) -> np.ndarray:
    """Numbers of the errors with the largest softmax values, the largest first."""
    values = evaluation.confidence[evaluation.errors]
    return evaluation.errors[np.argsort(-values, kind="stable")[:ERRORS_SHOWN]]


def error_place(position: int) -> tuple[int, int]:
    """Left and top of one digit in the picture of `errors`."""
    row, column = divmod(position, ERRORS_A_ROW)
    return _GAP + column * (DIGIT_SIDE + _GAP), _GAP + row * (DIGIT_SIDE + _CAPTION)


def figure(value: float) -> str:
    """A number as it stands beside a scale: 0.213, 1.02e+05."""
    return f"{value:.3g}"


def peak(values: np.ndarray) -> float:
    finite = np.abs(values[np.isfinite(values)])
    return float(finite.max()) if finite.size else 0.0


def _draw_scale(picture: Image.Image, pen: ImageDraw.ImageDraw, peak: float) -> None:
    """From the most negative to the most positive number, below the kernels."""
    left, top = 76, picture.height - 26
    bar = signed(np.linspace(-1, 1, 129), 1)[np.newaxis].repeat(12, 0)
    picture.paste(Image.fromarray(bar), (left, top))
    pen.rectangle((left - 1, top - 1, left + 129, top + 12), outline=FRAME)
    pen.text((left - 8, top + 6), figure(-peak), INK, font(12), anchor="rm")
    pen.text((left + 137, top + 6), figure(peak), INK, font(12), anchor="lm")


def _draw_arrow(pen: ImageDraw.ImageDraw, middle: int, line: int) -> None:
    pen.line((middle - 8, line, middle + 8, line), INK, 1)
    pen.line((middle + 4, line - 4, middle + 8, line, middle + 4, line + 4), INK, 1)


@cache
def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The one that comes with Pillow, so that every machine draws the same."""
    return ImageFont.load_default(size)
