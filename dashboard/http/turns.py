"""What is computed on request waits its turn: so many at once, so many in line, and whoever comes then is sent away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from core.messages import Sentence, SentenceError


class Crowded(SentenceError, RuntimeError):
    """Too many wait already; it can be asked again in a moment."""


class Turns:
    """First come, first served. One for each kind of work, so that what is quick does not wait for what is slow."""

    def __init__(self, at_work: int, waiting: int) -> None:
        self._places = asyncio.Semaphore(at_work)
        self._most_waiting = waiting
        self._waiting = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[bool]:
        """Gives whether it had to be waited for. Raises `Crowded`."""
        waits = self._places.locked()
        if waits and self._waiting >= self._most_waiting:
            raise Crowded(Sentence("The server is busy with other requests; please try again in a moment."))
        self._waiting += 1
        try:
            await self._places.acquire()
        finally:
            self._waiting -= 1
        try:
            yield waits
        finally:
            self._places.release()
