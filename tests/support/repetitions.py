"""How often tests repeat what happens by chance. In full: `LAYER_LAB_TESTS=full` in the environment."""

from __future__ import annotations

import os

FULL = os.environ.get("LAYER_LAB_TESTS") == "full"


def repeated(full: int, reduced: int) -> int:
    """``reduced`` times where nobody asks for more: still so often that the fault is found that the test looks for."""
    return full if FULL else reduced
