"""Pictures to take away: kernels, errors and the confusion matrix, drawn crisp on white paper.

The few words in them are those of the tables, in English: the font that comes with Pillow has no other letters.
"""

from __future__ import annotations

import io
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from core.bundle.words import percent
from core.evaluation import CLASSES, Evaluation

RED, BLUE = (178, 24, 43), (33, 102, 172)  # a positive and a negative number at the end of the scale; zero is white
RIGHT, WRONG = (0, 114, 178), (213, 94, 0)  # cells of the confusion matrix
INK, FRAME, PAPER = (18, 26, 34), (207, 215, 222), (255, 255, 255)

KERNEL_SIDE, KERNEL_SMALL = 56, 32  # pixels that a kernel is enlarged to, at most; where there are many
KERNELS_LARGE = 72  # so many are drawn large
_ACROSS = 816  # pixels for the kernels of one row
ERRORS_SHOWN, ERRORS_A_ROW = 36, 9
DIGIT_SIDE = 112  # 28 pixels, four times
_GAP = 12
_CAPTION = 40  # pixels below a digit
_CELL, _EDGE = 56, 64  # of the confusion matrix


def png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def signed_colours(values: np.ndarray, peak: float) -> np.ndarray:
    """uint8 (…, 3): white at zero, red towards ``peak``, blue towards ``-peak``."""
    share = np.clip(np.nan_to_num(values / (peak or 1)), -1, 1)[..., np.newaxis]
    ends = np.where(share < 0, BLUE, RED)
    return np.round(255 + (ends - 255.0) * np.abs(share)).astype(np.uint8)


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
    colours = signed_colours(kernel[:, :, channel], end).transpose(2, 0, 1, 3)  # (filters, rows, columns, 3)
    for number, tile in enumerate(colours):
        left, top = (int(length) for length in _GAP + step * (number % a_row, number // a_row))
        picture.paste(Image.fromarray(tile.repeat(scale, 0).repeat(scale, 1)), (left, top))
        pen.rectangle((left - 1, top - 1, left + side, top + side), outline=FRAME)
        pen.text((left + side / 2, top + side + 3), str(number), INK, font(11), anchor="mt")
    _draw_scale(picture, pen, end)
    return picture


def errors(evaluation: Evaluation, images: np.ndarray, shown: np.ndarray) -> Image.Image:
    """The images with the numbers ``shown``, each with "true → predicted", how sure the network was, and its number."""
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
        sure = percent(float(evaluation.confidence[number]), " ")  # the font has no space that keeps together
        pen.text((middle, line + 15), f"{sure}  #{number}", INK, font(11), anchor="mm")
    return picture


def most_confident(evaluation: Evaluation) -> np.ndarray:
    """Numbers of the errors that the network was most sure of, the surest first."""
    sure = evaluation.confidence[evaluation.errors]
    return evaluation.errors[np.argsort(-sure, kind="stable")[:ERRORS_SHOWN]]


def error_place(position: int) -> tuple[int, int]:
    """Left and top of one digit in the picture of `errors`."""
    row, column = divmod(position, ERRORS_A_ROW)
    return _GAP + column * (DIGIT_SIDE + _GAP), _GAP + row * (DIGIT_SIDE + _CAPTION)


def confusion(matrix: np.ndarray) -> Image.Image:
    """``matrix``: int (10, 10), row = true class, column = predicted class."""
    side = _EDGE + CLASSES * _CELL + 16
    picture = Image.new("RGB", (side, side), PAPER)
    pen = ImageDraw.Draw(picture)
    for true in range(CLASSES):
        for predicted in range(CLASSES):
            left, top = _EDGE + predicted * _CELL, _EDGE + true * _CELL
            strength = cell_strength(matrix, true, predicted)
            end = RIGHT if true == predicted else WRONG
            colour = tuple(round(255 + (part - 255) * strength) for part in end)
            pen.rectangle((left, top, left + _CELL - 2, top + _CELL - 2), fill=colour)
            count = int(matrix[true, predicted])
            shade = PAPER if strength > 0.6 else INK if count else FRAME
            pen.text((left + _CELL / 2 - 1, top + _CELL / 2), f"{count:,}", shade, font(15), anchor="mm")
        middle = _EDGE + (true + 0.5) * _CELL
        pen.text((_EDGE - 12, middle), str(true), INK, font(16), anchor="rm")
        pen.text((middle, _EDGE - 12), str(true), INK, font(16), anchor="mb")
    pen.text((_EDGE + CLASSES * _CELL / 2, 10), "predicted class", INK, font(15), anchor="mt")
    write_upwards(picture, "true class", (10, _EDGE + CLASSES * _CELL // 2))
    return picture


def cell_strength(matrix: np.ndarray, true: int, predicted: int) -> float:
    """How strongly a cell is coloured, 0 to 1. Errors are rare: the square root makes one in a hundred visible."""
    total = matrix[true].sum()
    share = float(matrix[true, predicted] / total) if total else 0.0
    return 0.0 if not share else 0.08 + 0.85 * (share if true == predicted else share**0.5)


def write_upwards(picture: Image.Image, text: str, at: tuple[int, int]) -> None:
    """``at``: the left edge, and the middle of the height."""
    line = Image.new("L", (round(font(15).getlength(text)) + 4, 22), 0)
    ImageDraw.Draw(line).text((2, 2), text, 255, font(15))
    line = line.transpose(Image.Transpose.ROTATE_90)
    picture.paste(Image.new("RGB", line.size, INK), (at[0], at[1] - line.height // 2), line)


def figure(value: float) -> str:
    """A number as it stands beside a scale: 0.213, 1.02e+05."""
    return f"{value:.3g}"


def peak(values: np.ndarray) -> float:
    finite = np.abs(values[np.isfinite(values)])
    return float(finite.max()) if finite.size else 0.0


def _draw_scale(picture: Image.Image, pen: ImageDraw.ImageDraw, peak: float) -> None:
    """From the most negative to the most positive number, below the kernels."""
    left, top = 76, picture.height - 26
    bar = signed_colours(np.linspace(-1, 1, 129), 1)[np.newaxis].repeat(12, 0)
    picture.paste(Image.fromarray(bar), (left, top))
    pen.rectangle((left - 1, top - 1, left + 129, top + 12), outline=FRAME)
    pen.text((left - 8, top + 6), figure(-peak), INK, font(12), anchor="rm")
    pen.text((left + 137, top + 6), figure(peak), INK, font(12), anchor="lm")


def _draw_arrow(pen: ImageDraw.ImageDraw, middle: int, line: int) -> None:
    pen.line((middle - 8, line, middle + 8, line), INK, 1)
    pen.line((middle + 4, line - 4, middle + 8, line, middle + 4, line + 4), INK, 1)


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """The one that comes with Pillow, so that every machine draws the same."""
    return ImageFont.load_default(size)
