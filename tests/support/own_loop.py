"""Coroutines in tests: browser tests leave an event loop that runs in the thread of the tests."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Answer = TypeVar("Answer")


def outcome(coroutine: Coroutine[Any, Any, Answer]) -> Answer:
    """What it comes to, or its error raised; it runs in a thread of its own."""
    with ThreadPoolExecutor(1) as other:
        return other.submit(asyncio.run, coroutine).result()
