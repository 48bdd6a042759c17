"""How much a network needs certain filters: its test accuracy with them and without."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.data import Split
from core.inspection.switched_off import Off, without

if TYPE_CHECKING:
    from core.trainer import Trainer

SECONDS = 6.0  # within this time the whole test set is judged on most networks; a huge one is judged on fewer images
CHUNK = 500


@dataclass(frozen=True)
class Ablation:
    """Of the first ``total`` test images, how many are classified correctly with all filters, and without those switched off."""

    iteration: int
    total: int
    correct: int
    correct_without: int


def ablate(
    trainer: Trainer,
    weights: Mapping[str, np.ndarray],
    iteration: int,
    off: Off,
    split: Split,
    probabilities: np.ndarray | None = None,
    seconds: float = SECONDS,
) -> Ablation:
    """Classify the test images in order, both ways, until all are done or the time is up. Raises `AnatomyError`.

    ``probabilities``: (N, 10) with all filters, where the test set was judged already.
    """
    reduced = without(trainer.network, weights, off)
    began, total, correct, correct_without = time.monotonic(), 0, 0, 0
    while total < len(split) and (total == 0 or time.monotonic() - began < seconds):
        part = slice(total, total + CHUNK)
        images, labels = split.images[part], split.labels[part]
        judged = trainer.predict(weights, images) if probabilities is None else probabilities[part]
        correct += int((judged.argmax(axis=1) == labels).sum())
        correct_without += int((trainer.predict(reduced, images).argmax(axis=1) == labels).sum())
        total += len(labels)
    return Ablation(iteration, total, correct, correct_without)
