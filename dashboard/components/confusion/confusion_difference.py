"""Confusion matrices to compare, small and not clickable: counts, or the signed difference of two."""

from __future__ import annotations

import numpy as np

from dashboard.components import parts

TINTED = "confusion/tinted.css"
_mount = parts.component(__file__, (TINTED,))


def confusion_difference(a: np.ndarray, b: np.ndarray, labels: dict[str, str], key: str) -> None:
    """Draw ``a`` minus ``b``, both int (10, 10).

    ``labels``: title, true, predicted and, for one cell, "cell" with the fields true, predicted, a and b.
    """
    _draw(a - b, True, {"a": a.tolist(), "b": b.tolist()}, labels, key)


def confusion_counts(counts: np.ndarray, labels: dict[str, str], key: str) -> None:
    """Draw ``counts`` (10, 10). ``labels``: as above; the cell's fields are true, predicted and count."""
    _draw(counts, False, {"count": counts.tolist()}, labels, key)


def _draw(cells: np.ndarray, signed: bool, told: dict[str, list], labels: dict[str, str], key: str) -> None:
    _mount({"cells": cells.tolist(), "signed": signed, "told": told, "labels": labels}, key)
