"""Confusion matrices to compare, small and not clickable: counts, or the signed difference of two."""

from __future__ import annotations

import numpy as np

from dashboard.components import parts

_CSS = """
.ll-compared {
  display: grid; grid-template-columns: 1.15rem minmax(0, 1fr); max-width: 34rem; container-type: inline-size;
  color: var(--st-text-color); font-family: var(--st-font); font-variant-numeric: tabular-nums;
}
.ll-compared .ll-columns { grid-column: 2; text-align: center; font-size: .84rem; opacity: .8; padding-left: 1.4rem; }
.ll-compared .ll-rows {
  writing-mode: vertical-rl; text-orientation: sideways; transform: rotate(180deg); text-align: center;
  font-size: .84rem; opacity: .8;
}
.ll-compared table { border-collapse: collapse; width: 100%; table-layout: fixed; font-size: clamp(.7rem, 3.1cqi, .84rem); }
.ll-compared th { font-weight: 600; font-size: .84rem; padding: .15rem 0; text-align: center; }
.ll-compared tbody th, .ll-compared thead td { width: 1.4rem; }
.ll-compared tbody td {
  padding: 0; height: 1.9rem; text-align: center; white-space: nowrap; overflow: hidden;
  border: 1px solid var(--st-border-color);
}
.ll-compared td.ll-right { font-weight: 600; outline: 1px solid color-mix(in srgb, var(--st-text-color) 55%, transparent); outline-offset: -2px; }
@container (max-width: 24rem) { .ll-compared td.ll-long { font-size: .88em; letter-spacing: -.02em; } }
"""
_mount = parts.component("confusion_difference", "confusion_difference.js", _CSS)


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
