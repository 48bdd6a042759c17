"""The runs of a workspace as points beside those of the experiments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core import spec
from core.experiments.view import Point
from core.runs.snapshot import Snapshot


def own_points(runs: Iterable[Snapshot]) -> list[Point]:
    """One for each run that was tested after its first iteration: where it stood at its latest test, with its one seed."""
    return [
        Point(
            run.network, replace(run.settings, seed=0), run.latest.iteration, seeds=1, accuracy=run.latest.accuracy,
            low=run.latest.accuracy, high=run.latest.accuracy,
            parameters=spec.parameters(run.network), seconds=run.latest.seconds,
        )
        for run in runs
        if run.latest is not None and run.latest.iteration
    ]  # fmt: skip
