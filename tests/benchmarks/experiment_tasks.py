"""The tasks that the benchmark of experiments has computed."""

from __future__ import annotations

from itertools import product

from core.design import presets
from core.experiments import provenance, ready_questions
from core.experiments.question import Variant
from core.experiments.task import Task

LENGTHS = (100, 1_000)  # iterations
_SMALL = next(preset for preset in presets.PRESETS if preset.key == "small")
# The question → its designs: the first ready question, and a network of the size that the search tries.
DESIGNS = {
    "pooling or stride 2": ready_questions.find("pooling").variants,
    "a network of 2,202 parameters": (Variant(_SMALL.network, _SMALL.settings),),
}


def tasks(question: str, count: int, iterations: int) -> list[Task]:
    """``count`` tasks, the designs in turns, every round with a seed of its own."""
    rounds = product(range(count), DESIGNS[question])
    return [
        Task(design.network, design.seeded(seed), iterations, provenance.here())
        for (seed, design), _ in zip(rounds, range(count), strict=False)
    ]
