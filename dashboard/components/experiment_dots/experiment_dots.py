"""The dots of an experiment: accuracy for each design and seed as they come, and the differences to the first design.

An estimation plot (Gardner and Altman 1986; Cumming 2012): every seed is shown, joined over the designs, and beside it
the differences with their mean and interval. A strip above it says how far each run is.

``labels``, each text in the page's language:

| key | in English |
| --- | --- |
| title | Accuracy for each seed after 1,000 iterations, already filled |
| accuracy | Accuracy on the {total} test images after 1,000 iterations, already filled |
| difference | Difference from A (percentage points) |
| one_seed, same_seed, mean | one seed; the same seed; mean |
| one_difference, interval | difference for one seed; mean with its {level} % interval, already filled |
| worthwhile | less than {points} percentage points: too small to matter |
| empty, nothing | A dot appears here for each seed as soon as its run has been tested.; No run produced a result. |
| mean_of | mean {percent} % |
| points, between | {points} points; {low} to {high} |
| seed, value, state | seed {seed}: {values}; {letter} {percent} %; {letter} {state} |
| difference_of, value_difference | difference {points} percentage points; {letter} {percent} % ({points}) (of three or more designs) |
| runs, left | {done} of {runs} runs; about {time} left |
| processes, opening | {one: 1 process, other: {count} processes}; waiting for the processes |
| ended | {done} of {runs} runs done |
| seconds, minutes, hours | {count} s; {count} min; {count} h |
| states | {waiting: waiting, starting: starting, training: iteration {iteration} of {goal}, done: done, cancelled: cancelled, failed: failed, diverged: diverged} |
| counts | {cancelled: {count} cancelled, failed: {count} failed, diverged: {count} diverged} |
| alt_design, alt_none | {letter}, {name}: mean {percent} %, from {low} to {high} % (seeds: {seeds}).; {letter}, {name}: no results yet. |
| alt_difference | {letter} minus {base}: {points} percentage points. |
| alt_interval | {letter} minus {base}: {points} percentage points, interval {low} to {high}. |
| keys | Use the arrow keys to move from seed to seed. |
| seed_head | Seed |
| table, csv | of the table behind a button |
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dashboard.components import parts

_mount = parts.component(__file__, ("browser/data_table.css",))


@dataclass(frozen=True)
class DotDesign:
    """One design. ``letter``: A, B, …; ``color``: `colors.of_design`."""

    letter: str
    name: str
    color: dict[str, str]


@dataclass(frozen=True)
class DotDifference:
    """The design at place ``design`` against the first: mean difference of the accuracies and its interval, as shares.

    ``low`` and ``high``: None, or infinite, where one pair alone gives no interval.
    """

    design: int
    difference: float
    low: float | None
    high: float | None


def experiment_dots(
    frame: dict[str, Any],
    experiment: str,
    designs: Sequence[DotDesign],
    comparisons: Sequence[DotDifference],
    iterations: int,
    worthwhile: float,
    labels: dict[str, Any],
    key: str = "experiment_dots",
) -> None:
    """Draw ``frame`` (`dashboard.http.experiment_stream.frame`), then, until it has ended, what the stream of ``experiment`` tells.

    The first of ``designs`` is what the others are compared with. ``iterations``: of each run. ``worthwhile``: the least
    difference that matters, as a share. The page runs again whenever an event comes that ``frame`` does not know yet.
    """
    data = {
        "frame": frame, "experiment": experiment, "designs": [asdict(design) for design in designs],
        "comparisons": [_finite(asdict(comparison)) for comparison in comparisons],
        "iterations": iterations, "worthwhile": worthwhile, "labels": labels,
    }  # fmt: skip
    _mount(data, key, on_happened_change=lambda: None)


def _finite(values: dict[str, Any]) -> dict[str, Any]:
    """JSON knows no infinity."""
    return {
        name: None if isinstance(value, float) and not math.isfinite(value) else value for name, value in values.items()
    }
