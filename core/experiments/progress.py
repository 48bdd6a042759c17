"""How far an experiment has come, and what one will cost: each run, each variant over its seeds, each against the first, also in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import fmean, median, stdev
from typing import Any

from core import spec
from core.experiments.architecture_search import Wish
from core.experiments.experiment_record import ExperimentRecord
from core.experiments.question import LETTERS, MOST_SEEDS, Question
from core.experiments.result_cache import ResultCache
from core.experiments.task import FIXED_SECONDS, START_SECONDS, PlannedRun
from core.experiments.view import (
    ENDED,
    Candidate,
    Comparison,
    Cost,
    DesignComparison,
    Experiment,
    Found,
    NetworkSearch,
    RunState,
    Stage,
    Summary,
)
from core.messages import Sentence
from core.significance.paired_test import paired
from core.significance.verdict import Lost, verdict
from core.significance.welch_test import welch
from core.training.step_time import Pace, Paces

_OUTDATED = Sentence(
    "The program or TensorFlow has changed since this experiment, so its results no longer count. Choose “Continue” to compute them again."
)


@dataclass
class Workload:
    """What the scheduler has told last. ``under_way``: key of a task → (stage, iterations done)."""

    problem: Sentence | None = None  # why nothing is computed, though there are tasks
    processes: int = 0  # that compute; 0 before the cluster is there
    under_way: dict[str, tuple[Stage, int]] = field(default_factory=dict)


def show(
    record: ExperimentRecord,
    results: ResultCache,
    workload: Workload,
    expected: int,
    paces: Paces,
    before: Experiment | None,
) -> Experiment:
    """``expected``: processes that there are, or will be once they are wanted. ``before``: what was shown last; what follows
    from the results alone is not computed again where there are no new ones."""
    runs = tuple(_run(record, planned, results, workload) for planned in record.plan)
    stage = _stage(record, runs)
    common: dict[str, Any] = {
        "experiment_id": record.experiment_id, "workspace": record.workspace, "number": record.number,
        "created": record.created, "stage": stage, "notice": _notice(record, stage, workload), "runs": runs,
        "seconds_left": _left(record, runs, workload, expected, paces), "processes": workload.processes,
        "event": record.event, "serial": record.serial,
    }  # fmt: skip
    question = record.subject
    if isinstance(question, Wish):
        return NetworkSearch(**common, found=found(question, record, runs))
    if isinstance(before, DesignComparison) and before.event == record.event:
        each, compared = before.summaries, before.comparisons
    else:
        each, compared = summaries(question, runs), comparisons(question, runs, record.looks)
    return DesignComparison(
        **common, question=question, prediction=record.prediction, looks=tuple(record.looks), summaries=each,
        comparisons=compared,
    )  # fmt: skip


def seconds(iterations: int, pace: Pace) -> float:
    """That a task takes with so many iterations to go."""
    return FIXED_SECONDS + iterations * pace.seconds


def cost(
    runs: Sequence[PlannedRun], missing: Sequence[PlannedRun], workload: Workload, expected: int, paces: Paces
) -> Cost:
    """What it takes to compute the ``missing`` ones of these runs."""
    known, of = len(runs) - len(missing), _Paces(paces)
    found = [(run.task.iterations, pace) for run in missing if (pace := of.of(run)) is not None]
    if len(found) < len(missing):
        return Cost(len(runs), known, None, False, expected)
    start = 0.0 if workload.processes or not missing else START_SECONDS
    left = sum(seconds(iterations, pace) for iterations, pace in found)
    measured = all(pace.measured for _, pace in found)
    return Cost(len(runs), known, start + left / max(1, min(expected, len(missing))), measured, expected)


class _Paces:
    """One a variant: it takes a while to estimate."""

    def __init__(self, paces: Paces) -> None:
        self._paces, self._known = paces, dict[int, Pace | None]()

    def of(self, run: PlannedRun) -> Pace | None:
        if run.variant not in self._known:
            self._known[run.variant] = self._paces.of(run.task.network, run.task.settings)
        return self._known[run.variant]


def _run(record: ExperimentRecord, planned: PlannedRun, results: ResultCache, workload: Workload) -> RunState:
    result, reason = results.get(planned.task), record.failed.get(planned.key)
    if result is not None:
        recalled = planned.key in record.recalled
        return RunState(planned.variant, planned.seed, Stage.DONE, planned.task.iterations, result, recalled=recalled)
    if reason is not None:
        return RunState(planned.variant, planned.seed, Stage.FAILED, 0, reason=reason)
    if record.ended is not None:
        return RunState(planned.variant, planned.seed, Stage.CANCELLED, 0)
    return RunState(planned.variant, planned.seed, *workload.under_way.get(planned.key, (Stage.WAITING, 0)))


def _stage(record: ExperimentRecord, runs: Sequence[RunState]) -> Stage:
    if record.ended is not None:
        return Stage.CANCELLED if any(run.stage is Stage.CANCELLED for run in runs) else record.ended
    return Stage.TRAINING if any(run.stage is not Stage.WAITING for run in runs) else Stage.WAITING


def _notice(record: ExperimentRecord, stage: Stage, workload: Workload) -> Sentence | None:
    if record.ended is None:
        return workload.problem
    return _OUTDATED if record.ended is Stage.DONE and stage is not Stage.DONE else None


def _left(
    record: ExperimentRecord, runs: Sequence[RunState], workload: Workload, expected: int, paces: Paces
) -> float | None:
    """About how many seconds, were it alone; of a search those of the candidates that are known now."""
    if record.ended is not None:
        return 0.0
    left, of = 0.0, _Paces(paces)
    for planned, run in zip(record.plan, runs, strict=True):
        if run.stage not in (Stage.DONE, Stage.FAILED):
            pace = of.of(planned)
            if pace is None:
                return None
            left += seconds(planned.task.iterations - run.iteration, pace)
    start = 0.0 if workload.processes else START_SECONDS
    return start + left / max(1, expected)


def summaries(question: Question, runs: Sequence[RunState]) -> tuple[Summary, ...]:
    found = []
    for place, variant in enumerate(question.variants):
        mine = [run for run in runs if run.variant == place]
        results = [run.result for run in mine if run.result is not None]
        accuracies = [accuracy for run in mine if (accuracy := _accuracy(run)) is not None]
        found.append(
            Summary(
                variant=place,
                parameters=variant.parameters,
                seeds=len(accuracies),
                diverged=sum(result.diverged is not None for result in results),
                failed=sum(run.stage is Stage.FAILED for run in mine),
                accuracy=fmean(accuracies) if accuracies else None,
                low=min(accuracies, default=None),
                high=max(accuracies, default=None),
                seconds=median(result.seconds for result in results) if results else None,
            )
        )
    return tuple(found)


def comparisons(question: Question, runs: Sequence[RunState], looks: Sequence[int]) -> tuple[Comparison, ...]:
    return tuple(_comparison(question, runs, looks, place) for place in range(1, len(question.variants)))


def _comparison(question: Question, runs: Sequence[RunState], looks: Sequence[int], place: int) -> Comparison:
    of = {(run.variant, run.seed): run for run in runs}
    pairs = [(of[place, seed], of[0, seed]) for seed in question.seeds]
    judged = [
        (run.seed, a, b)
        for run, other in pairs
        if (a := _accuracy(run)) is not None and (b := _accuracy(other)) is not None
    ]
    mine, first = [a for _, a, _ in judged], [b for _, _, b in judged]
    others = len(question.variants) - 1
    pair = paired(mine, first, question.worthwhile, others) if judged else None
    said = verdict(
        pair, LETTERS[place], LETTERS[0], iterations=question.iterations, looks=looks,
        pending=sum(all(_hopeful(run) for run in pair) for pair in pairs) - len(judged),
        cancelled=sum(any(run.stage is Stage.CANCELLED for run in pair) for pair in pairs),
        itself=question.variants[place] == question.variants[0],
        lost=[_lost(runs, variant) for variant in (0, place)], most_seeds=MOST_SEEDS,
    )  # fmt: skip
    return Comparison(place, tuple(seed for seed, _, _ in judged), pair, _unpaired(mine, first, others), said)


def _accuracy(run: RunState) -> float | None:
    return run.result.accuracy if run.result is not None else None


def _hopeful(run: RunState) -> bool:
    """Whether it has an accuracy, or may still get one."""
    return run.stage not in ENDED or _accuracy(run) is not None


def _lost(runs: Sequence[RunState], variant: int) -> Lost:
    mine = [run for run in runs if run.variant == variant]
    diverged = sum(run.result is not None and run.result.diverged is not None for run in mine)
    return Lost(LETTERS[variant], len(mine), diverged, sum(run.stage is Stage.FAILED for run in mine))


def found(wish: Wish, record: ExperimentRecord, runs: Sequence[RunState]) -> Found:
    tried = runs[: len(record.candidates)]
    candidates = [
        Candidate(network, spec.parameters(network), run) for network, run in zip(record.candidates, tried, strict=True)
    ]
    opened = runs[len(tried)].result if len(runs) > len(tried) else None
    return Found(wish, tuple(candidates), record.winner, opened)


def _unpaired(a: Sequence[float], b: Sequence[float], comparisons: int) -> float | None:
    if len(a) < 2 or not (stdev(a) or stdev(b)):
        return None
    low, high = welch(fmean(a), stdev(a), len(a), fmean(b), stdev(b), len(b), comparisons).interval
    return (high - low) / 2
