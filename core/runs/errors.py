"""The errors for something that cannot be done with a run."""

from __future__ import annotations

from core.messages import SentenceError


class RunError(SentenceError, ValueError):
    """Something asked of a run that cannot be; ``sentence`` says what and why."""


class NotKept(RunError):
    """What was asked for is not there: the run, its checkpoint, its test."""


class NotYet(RunError):
    """It can be asked for in a moment, unchanged: the process that trains is still starting."""
