"""The errors of the store: something on disk cannot be read, or nothing can be kept there."""

from __future__ import annotations

from core.messages import SentenceError


class StoreError(SentenceError, RuntimeError):
    """What is kept cannot be had, or nothing can be kept; ``sentence`` says why."""


class LaterVersion(SentenceError, ValueError):
    """Written by a later version of the program: left as it is."""


class Damaged(ValueError):
    """A file that is not what was written."""
