"""The tasks that the benchmark of experiments has computed: those of the first ready question."""

from __future__ import annotations

from core import questions, versions
from core.asked import Asked
from core.task import Task

LENGTHS = (100, 1_000)  # iterations


def tasks(count: int, iterations: int) -> list[Task]:
    """``count``, an even number, for pooling and stride 2 in turns."""
    question = questions.question("pooling", count // 2, iterations)
    return [place.task for place in Asked("", "", 0, 0.0, versions.here(), question=question).places]
