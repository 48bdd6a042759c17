"""Waiting for what other threads and processes do: by what has happened, never by how long it usually takes."""

from __future__ import annotations

import time
from collections.abc import Callable


def until(happened: Callable[[], object], seconds: float = 60.0) -> None:
    """Return as soon as it has happened; fail if it has not within ``seconds``, which no machine should need."""
    limit = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < limit, "it did not happen in time"
        time.sleep(0.01)
