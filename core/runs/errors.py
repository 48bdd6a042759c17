"""What is refused of a run."""

from __future__ import annotations

from core.messages import SentenceError


class RunError(SentenceError, ValueError):
    """Something asked of a run that cannot be; ``sentence`` says what and why."""
