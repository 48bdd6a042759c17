"""What the engine tells those who follow its runs: how it is, and what is new in each run."""

from __future__ import annotations

from dataclasses import dataclass

from core.messages import Sentence
from core.runs.snapshot import Snapshot
from core.training.history import HistoryPart


@dataclass(frozen=True)
class Status:
    """How the engine is: ``ready`` once it can train; ``fault`` says why it never will be; ``warning``: what of the disk."""

    ready: bool
    fault: Sentence | None
    warning: Sentence | None = None


@dataclass(frozen=True, eq=False)
class Change:
    """What is new about one run."""

    snapshot: Snapshot
    version: int
    part: HistoryPart


@dataclass(frozen=True)
class Cursor:
    """What a copy of a run already has."""

    version: int = -1
    history_key: str | None = None
    count: int = 0
