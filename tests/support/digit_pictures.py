"""Pictures of handwritten digits as people have them: each kind a function from digits of MNIST and chance to a file."""

from __future__ import annotations

import io
from collections.abc import Callable

import cv2
import numpy as np
from PIL import Image

SIDE = 480
Chance = np.random.Generator
BLACK, PENCIL, LINE_BLUE, MARGIN_RED = (28, 28, 32), (118, 118, 122), (120, 160, 210), (220, 110, 120)
PENS = ((25, 45, 150), (190, 35, 40), (20, 120, 60), (230, 120, 20), (110, 40, 140))


def pen_ink(digit: np.ndarray, size: int, sharp: float = 3.0) -> np.ndarray:
    """A digit of MNIST, uint8 (28, 28), drawn larger, its box ``size`` pixels: float32 (H, W), 1 is ink."""
    rows, columns = np.flatnonzero((digit > 40).any(axis=1)), np.flatnonzero((digit > 40).any(axis=0))
    cut = np.pad(digit[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], 2)
    scale = size / (max(cut.shape) - 4)
    width, height = round(cut.shape[1] * scale), round(cut.shape[0] * scale)
    large = cv2.resize(cut.astype(np.float32) / 255, (width, height), interpolation=cv2.INTER_CUBIC)
    large = cv2.GaussianBlur(large, (0, 0), max(0.6, scale / 5))
    return np.clip((large - 0.42) * sharp + 0.5, 0, 1).astype(np.float32)


def thin_ink(digit: np.ndarray, size: int, width: float) -> np.ndarray:
    """The same with a pen of ``width`` pixels, along the middle of the strokes."""
    middle = _thinned(np.pad(pen_ink(digit, size) > 0.5, 8))
    near = cv2.distanceTransform((~middle).astype(np.uint8), cv2.DIST_L2, 5)
    return np.clip(width / 2 - near + 0.5, 0, 1).astype(np.float32)


def _thinned(ink: np.ndarray) -> np.ndarray:
    """Bool (H, W), its lines one pixel wide and still connected (Zhang and Suen, 1984)."""
    ink = ink.copy()
    while True:
        before = ink.sum()
        for step in (0, 1):
            ring = [np.roll(ink, (-down, -right), (0, 1)) for down, right in _RING]
            count = np.sum(ring, axis=0)
            turns = np.sum([~one & other for one, other in zip(ring, [*ring[1:], ring[0]], strict=True)], axis=0)
            up, right, down, left = ring[0], ring[2], ring[4], ring[6]
            free = (
                ~(up & right & down) & ~(right & down & left)
                if step == 0
                else ~(up & right & left) & ~(up & down & left)
            )
            ink &= ~(ink & (count >= 2) & (count <= 6) & (turns == 1) & free)
        if ink.sum() == before:
            return ink


_RING = (
    (-1, 0),
    (-1, 1),
    (0, 1),
    (1, 1),
    (1, 0),
    (1, -1),
    (0, -1),
    (-1, -1),
)  # around a pixel, from above to the right


def paper(height: int = SIDE, width: int = SIDE, shade: tuple[int, int, int] = (246, 246, 243)) -> np.ndarray:
    return np.broadcast_to(np.float32(shade), (height, width, 3)).copy()


def write(page: np.ndarray, ink: np.ndarray, top: int, left: int, colour: tuple[int, int, int] = BLACK) -> None:
    """Put ink on paper; what would lie outside is cut off."""
    height, width = min(ink.shape[0], page.shape[0] - top), min(ink.shape[1], page.shape[1] - left)
    part, cover = page[top : top + height, left : left + width], ink[:height, :width, np.newaxis]
    part *= 1 - cover
    part += cover * np.float32(colour)


def placed(
    page: np.ndarray, ink: np.ndarray, chance: Chance, colour: tuple[int, int, int] = BLACK, wander: float = 0.06
) -> None:
    """About in the middle."""
    height, width = page.shape[:2]
    down, right = chance.uniform(-wander, wander, 2) * (height, width)
    write(page, ink, int((height - ink.shape[0]) / 2 + down), int((width - ink.shape[1]) / 2 + right), colour)


def ruled(page: np.ndarray, spacing: int = 48, thick: int = 2, colour: tuple[int, int, int] = LINE_BLUE) -> None:
    for row in range(spacing // 2, page.shape[0], spacing):
        page[row : row + thick] = colour


def squared(
    page: np.ndarray, spacing: int = 30, thick: int = 1, colour: tuple[int, int, int] = (160, 185, 220)
) -> None:
    ruled(page, spacing, thick, colour)
    ruled(page.transpose(1, 0, 2), spacing, thick, colour)


def grain(page: np.ndarray, chance: Chance, by: float = 4) -> np.ndarray:
    return page + chance.normal(0, by, page.shape).astype(np.float32)


def lit_from(page: np.ndarray, chance: Chance, least: float = 0.55) -> np.ndarray:
    """Darker towards one side, whichever."""
    height, width = page.shape[:2]
    angle = chance.uniform(0, 2 * np.pi)
    rows, columns = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    along = (np.cos(angle) * columns + np.sin(angle) * rows) / 1.42
    return page * (least + (1 - least) * (along + 1) / 2)[..., np.newaxis].astype(np.float32)


def shadow(page: np.ndarray, chance: Chance, depth: float = 0.6, soft: float = 1.0) -> np.ndarray:
    """A straight edge through the middle, on one side of which it is darker."""
    height, width = page.shape[:2]
    angle = chance.uniform(0, 2 * np.pi)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    off = chance.uniform(-0.12, 0.12) * width
    along = np.cos(angle) * (columns - width / 2) + np.sin(angle) * (rows - height / 2) + off
    return page * (depth + (1 - depth) * np.clip(along / soft + 0.5, 0, 1))[..., np.newaxis]


def corners(page: np.ndarray, least: float = 0.35) -> np.ndarray:
    height, width = page.shape[:2]
    rows, columns = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    return page * (1 - (1 - least) * np.clip((rows**2 + columns**2) / 2, 0, 1) ** 1.2)[..., np.newaxis].astype(
        np.float32
    )


def seen_from_aside(
    page: np.ndarray, chance: Chance, by: float = 0.04, beyond: tuple[int, int, int] | None = None
) -> np.ndarray:
    """Turned by a few degrees, and in perspective."""
    height, width = page.shape[:2]
    here = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(chance.uniform(-5, 5)), 1.0)
    there = cv2.transform(here[np.newaxis], turn)[0] + chance.uniform(-by, by, (4, 2)) * (width, height)
    border = cv2.BORDER_REPLICATE if beyond is None else cv2.BORDER_CONSTANT
    return cv2.warpPerspective(
        page, cv2.getPerspectiveTransform(here, there.astype(np.float32)), (width, height),
        flags=cv2.INTER_LINEAR, borderMode=border, borderValue=beyond or (0, 0, 0),
    )  # fmt: skip


def as_file(page: np.ndarray, kind: str = "JPEG", **options: object) -> bytes:
    file = io.BytesIO()
    if kind == "JPEG":
        options = {"quality": 88} | options
    Image.fromarray(np.clip(page, 0, 255).astype(np.uint8)).save(file, kind, **options)
    return file.getvalue()


# Kinds with one digit.


def _plain(digit: np.ndarray, chance: Chance) -> bytes:
    page = paper()
    placed(page, pen_ink(digit, 250), chance)
    return as_file(grain(page, chance), "PNG")


def _pencil(digit: np.ndarray, chance: Chance) -> bytes:
    page = paper()
    tooth = cv2.GaussianBlur(chance.normal(0, 1, (SIDE, SIDE)).astype(np.float32), (0, 0), 1.2)
    ink = thin_ink(digit, 250, 13)
    cover = np.zeros((SIDE, SIDE, 1), np.float32)
    layer = np.zeros((SIDE, SIDE, 3), np.float32)
    placed(layer, ink, chance, (1, 1, 1))
    cover = layer[..., :1] * np.clip(0.85 + 1.2 * tooth, 0.25, 1)[..., np.newaxis]
    return as_file(grain(page * (1 - cover) + cover * np.float32(PENCIL), chance))


def _thin_pen(digit: np.ndarray, chance: Chance) -> bytes:
    page = paper()
    placed(page, thin_ink(digit, 240, 6), chance, PENS[0])
    return as_file(grain(page, chance))


def _shadow(digit: np.ndarray, chance: Chance) -> bytes:
    page = paper()
    placed(page, pen_ink(digit, 250), chance)
    return as_file(grain(shadow(lit_from(page, chance, 0.8), chance), chance))


def _soft_shadow(digit: np.ndarray, chance: Chance) -> bytes:
    page = paper()
    placed(page, pen_ink(digit, 250), chance)
    return as_file(grain(shadow(page, chance, 0.45, 40), chance))


def _corners(digit: np.ndarray, chance: Chance) -> bytes:
    page = paper()
    placed(page, pen_ink(digit, 250), chance)
    return as_file(grain(corners(page), chance))


def _printed(print_lines: Callable[[np.ndarray], None]) -> Callable[[np.ndarray, Chance], bytes]:
    """A digit on paper that has lines before anybody writes on it."""

    def on_lines(digit: np.ndarray, chance: Chance) -> bytes:
        page = paper()
        print_lines(page)
        placed(page, pen_ink(digit, 250), chance)
        return as_file(grain(page, chance))

    return on_lines


def _ruled_askew(digit: np.ndarray, chance: Chance) -> bytes:
    page = paper(620, 620)
    ruled(page, 50)
    placed(page, pen_ink(digit, 250), chance)
    return as_file(grain(seen_from_aside(page, chance)[70:-70, 70:-70], chance))


def _margin(digit: np.ndarray, chance: Chance) -> bytes:
    page = paper()
    ruled(page, 44)
    page[:, 74:77] = MARGIN_RED
    placed(page, pen_ink(digit, 240), chance, PENS[0])
    return as_file(grain(page, chance))


def _pencil_on_squares(digit: np.ndarray, chance: Chance) -> bytes:
    page = paper()
    squared(page, 32, 2)
    placed(page, thin_ink(digit, 250, 14), chance, PENCIL)
    return as_file(grain(page, chance))


def _frame(digit: np.ndarray, chance: Chance) -> bytes:
    page = paper()
    at, thick = int(chance.integers(24, 60)), int(chance.integers(3, 10))
    page[at:-at, at:-at] = BLACK
    page[at + thick : -at - thick, at + thick : -at - thick] = paper()[0, 0]
    placed(page, pen_ink(digit, 230), chance, wander=0.03)
    return as_file(grain(page, chance))


def _frame_askew(digit: np.ndarray, chance: Chance) -> bytes:
    page = paper(620, 620)
    page[110:-110, 110:-110] = PENS[1]
    page[117:-117, 117:-117] = paper()[0, 0]
    placed(page, pen_ink(digit, 230), chance, wander=0.03)
    return as_file(grain(seen_from_aside(page, chance)[70:-70, 70:-70], chance))


def _specks(digit: np.ndarray, chance: Chance) -> bytes:
    page = paper()
    placed(page, pen_ink(digit, 250), chance)
    for _ in range(60):
        place = tuple(int(each) for each in chance.integers(0, SIDE, 2))
        cv2.circle(page, place, int(chance.integers(1, 7)), BLACK, -1, cv2.LINE_AA)
    return as_file(grain(page, chance))


def _desk(digit: np.ndarray, chance: Chance) -> bytes:
    sheet = paper(400, 320)
    placed(sheet, pen_ink(digit, 200), chance)
    page = paper(shade=(62, 46, 36))
    top, left = (int(each) for each in chance.integers((10, 10), (70, 150)))
    page[top : top + 400, left : left + 320] = sheet
    return as_file(grain(page, chance, 5))


def _desk_askew(digit: np.ndarray, chance: Chance) -> bytes:
    sheet = paper(460, 400)
    ruled(sheet, 40)
    placed(sheet, pen_ink(digit, 220), chance)
    page = paper(640, 600, (96, 66, 44)) + 8 * np.sin(np.arange(640) / 3)[:, np.newaxis, np.newaxis].astype(np.float32)
    page[90:550, 100:500] = sheet
    return as_file(grain(lit_from(seen_from_aside(page, chance), chance), chance, 5))


def _coloured(digit: np.ndarray, chance: Chance) -> bytes:
    page = paper()
    placed(page, pen_ink(digit, 250), chance, PENS[int(chance.integers(len(PENS)))])
    return as_file(grain(page, chance))


def _board(digit: np.ndarray, chance: Chance) -> bytes:
    page = paper(shade=(38, 62, 48))
    placed(page, thin_ink(digit, 260, 15), chance, (225, 228, 220))
    return as_file(grain(lit_from(page, chance, 0.6), chance, 5))


def _compressed(digit: np.ndarray, chance: Chance) -> bytes:
    page = paper(240, 240)
    placed(page, pen_ink(digit, 130), chance)
    return as_file(grain(page, chance), quality=15)


def _noisy(digit: np.ndarray, chance: Chance) -> bytes:
    page = paper(shade=(200, 196, 188))
    placed(page, pen_ink(digit, 250), chance)
    return as_file(grain(page, chance, 22))


def _blurred(digit: np.ndarray, chance: Chance) -> bytes:
    page = paper()
    placed(page, pen_ink(digit, 250), chance)
    return as_file(grain(cv2.GaussianBlur(page, (0, 0), 7), chance))


def _broken(digit: np.ndarray, chance: Chance) -> bytes:
    """A gap through its upper third, as where a five's bar does not touch its body."""
    ink = pen_ink(digit, 250)
    ink[80:96] *= 0
    page = paper()
    placed(page, ink, chance)
    return as_file(grain(page, chance))


def _telephone(digit: np.ndarray, chance: Chance) -> bytes:
    """12 megapixels of ruled paper in the shade."""
    page = paper(1500, 2000, (228, 224, 214))
    ruled(page, 92, 3)
    ink = pen_ink(digit, 300)
    write(page, ink, int(chance.integers(450, 700)), int(chance.integers(700, 1000)), PENS[0])
    page = shadow(lit_from(seen_from_aside(page, chance, 0.02), chance, 0.5), chance, 0.7, 30)
    large = cv2.resize(grain(page, chance), (4000, 3000), interpolation=cv2.INTER_LINEAR)
    return as_file(large, quality=85)


def _mixture(digit: np.ndarray, chance: Chance) -> bytes:
    """Squared paper with a margin, in the shade, specks on it, seen from aside."""
    page = paper(640, 640)
    squared(page, 32, 1)
    page[:, 120:123] = MARGIN_RED
    placed(page, pen_ink(digit, 240), chance, PENS[0])
    for _ in range(25):
        cv2.circle(page, tuple(int(each) for each in chance.integers(0, 640, 2)), int(chance.integers(1, 5)), BLACK, -1)
    page = seen_from_aside(page, chance)[80:-80, 80:-80]
    return as_file(grain(corners(shadow(page, chance, 0.6, 8), 0.6), chance), quality=75)


def _pencil_in_a_frame(digit: np.ndarray, chance: Chance) -> bytes:
    page = paper()
    page[30:-30, 30:-30] = BLACK
    page[36:-36, 36:-36] = paper()[0, 0]
    placed(page, thin_ink(digit, 240, 13), chance, PENCIL, wander=0.03)
    for _ in range(20):
        cv2.circle(
            page, tuple(int(each) for each in chance.integers(0, SIDE, 2)), int(chance.integers(1, 5)), BLACK, -1
        )
    return as_file(grain(lit_from(page, chance), chance))


KINDS: dict[str, Callable[[np.ndarray, Chance], bytes]] = {
    "plain": _plain,
    "pencil": _pencil,
    "thin pen": _thin_pen,
    "coloured pens": _coloured,
    "shadow's edge": _shadow,
    "soft shadow": _soft_shadow,
    "darkened corners": _corners,
    "ruled paper": _printed(ruled),
    "ruled paper, askew": _ruled_askew,
    "ruled, with a margin": _margin,
    "squared paper": _printed(squared),
    "pencil on squared paper": _pencil_on_squares,
    "a frame": _frame,
    "a frame, askew": _frame_askew,
    "pencil in a frame, specks": _pencil_in_a_frame,
    "specks": _specks,
    "paper on a dark desk": _desk,
    "ruled paper on a wooden desk": _desk_askew,
    "chalk on a board": _board,
    "strong JPEG compression": _compressed,
    "noise": _noisy,
    "blur": _blurred,
    "broken strokes": _broken,
    "a mixture": _mixture,
    "telephone, 12 megapixels": _telephone,
}


def sheet(digits: np.ndarray, rows: int, chance: Chance, width: int = 1800, height: int = 1200) -> bytes:
    """Digits uint8 (N, 28, 28) in rows on ruled paper."""
    columns = len(digits) // rows
    page = paper(height, width)
    ruled(page, 60)
    cell_high, cell_wide = height / rows, width / columns
    size = int(0.58 * min(cell_high, cell_wide))
    for number, digit in enumerate(digits):
        row, column = divmod(number, columns)
        ink = pen_ink(digit, size)
        down, right = chance.uniform(-0.08, 0.08, 2) * size
        top = int((row + 0.5) * cell_high - ink.shape[0] / 2 + down)
        left = int((column + 0.5) * cell_wide - ink.shape[1] / 2 + right)
        write(page, ink, top, left, (26, 26, 38))
    return as_file(grain(page, chance))
