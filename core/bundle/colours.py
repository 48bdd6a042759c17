"""Colours for a bundle's pictures on white paper; colour-blind readers can tell those of one picture apart."""

from __future__ import annotations

import numpy as np

Colour = tuple[int, int, int]

INK, FRAME, PAPER = (18, 26, 34), (207, 215, 222), (255, 255, 255)
ACCURACY, LOSS, VALIDATION = (0, 114, 178), (213, 94, 0), (0, 158, 115)  # Okabe and Ito's, as on the Train page
RIGHT, WRONG = ACCURACY, LOSS  # cells of the confusion matrix
RED, BLUE = (178, 24, 43), (33, 102, 172)  # a positive and a negative number at the end of the scale; zero is white


def signed(values: np.ndarray, peak: float) -> np.ndarray:
    """uint8 (…, 3): white at zero, red towards ``peak``, blue towards ``-peak``."""
    share = np.clip(np.nan_to_num(values / (peak or 1)), -1, 1)[..., np.newaxis]
    ends = np.where(share < 0, BLUE, RED)
    return np.round(255 + (ends - 255.0) * np.abs(share)).astype(np.uint8)


def cell_strength(confusion: np.ndarray, true: int, predicted: int) -> float:
    """How strongly a cell is coloured, 0 to 1. Errors are rare: the square root makes one in a hundred visible."""
    total = confusion[true].sum()
    share = float(confusion[true, predicted] / total) if total else 0.0
    return 0.0 if not share else 0.08 + 0.85 * (share if true == predicted else share**0.5)
