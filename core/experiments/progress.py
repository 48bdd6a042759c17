"""How an experiment stands: each run, each design over its seeds, each against the first, in numbers and in words."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean, median, stdev

from core import spec
from core.experiments.question import LETTERS, Question
from core.experiments.result_cache import Results
from core.experiments.saved_question import Asked, Place
from core.experiments.scheduler import Dispatch
from core.experiments.task import FIXED_SECONDS, START_SECONDS
from core.experiments.view import ENDED, Candidate, Comparison, Experiment, Found, RunState, Stage, Summary
from core.messages import Sentence
from core.significance.verdict import Lost, verdict
from core.statistics import paired, welch
from core.training.step_time import Pace, Paces

_OUTDATED = Sentence(
    "The program or TensorFlow has changed since this experiment, so its results no longer count. Go on, and it is computed "
    "anew."
)


def show(asked: Asked, results: Results, dispatch: Dispatch, paces: Paces, before: Experiment | None) -> Experiment:
    """``before``: what was shown last; what follows from the results alone is not computed again where there are no new ones."""
    runs = tuple(_run(asked, place, results, dispatch) for place in asked.places)
    question, stage = asked.question, _stage(asked, runs)
    if before is not None and before.event == asked.event:
        each, compared = before.summaries, before.comparisons
    elif question is not None:
        each = summaries(question, runs)
        compared = comparisons(question, runs, asked.looks)
    else:
        each = compared = ()
    return Experiment(
        experiment_id=asked.experiment_id, workspace=asked.workspace, number=asked.number, created=asked.created,
        question=question, prediction=asked.prediction, looks=tuple(asked.looks), stage=stage,
        notice=_notice(asked, stage, dispatch), runs=runs, summaries=each, comparisons=compared,
        found=found(asked, runs) if asked.wish is not None else None, seconds_left=_left(asked, runs, dispatch, paces),
        processes=dispatch.processes, event=asked.event, serial=asked.serial,
    )  # fmt: skip


def seconds(iterations: int, pace: Pace) -> float:
    """That a task takes with so many iterations to go."""
    return FIXED_SECONDS + iterations * pace.seconds


def _run(asked: Asked, place: Place, results: Results, dispatch: Dispatch) -> RunState:
    result, reason = results.get(place.task), asked.failed.get(place.key)
    if result is not None:
        recalled = place.key in asked.recalled
        return RunState(place.design, place.seed, Stage.DONE, place.task.iterations, result, recalled=recalled)
    if reason is not None:
        return RunState(place.design, place.seed, Stage.FAILED, 0, reason=reason)
    if asked.ended is not None:
        return RunState(place.design, place.seed, Stage.CANCELLED, 0)
    stage, iteration = dispatch.job(place.key) or (Stage.WAITING, 0)
    return RunState(place.design, place.seed, stage, iteration)


def _stage(asked: Asked, runs: Sequence[RunState]) -> Stage:
    if asked.ended is not None:
        return Stage.CANCELLED if any(run.stage is Stage.CANCELLED for run in runs) else asked.ended
    return Stage.TRAINING if any(run.stage is not Stage.WAITING for run in runs) else Stage.WAITING


def _notice(asked: Asked, stage: Stage, dispatch: Dispatch) -> Sentence | None:
    if asked.ended is None:
        return dispatch.problem
    return _OUTDATED if asked.ended is Stage.DONE and stage is not Stage.DONE else None


def _left(asked: Asked, runs: Sequence[RunState], dispatch: Dispatch, paces: Paces) -> float | None:
    """About how many seconds, were it alone; of a search those of the candidates that are known now."""
    if asked.ended is not None:
        return 0.0
    left, of = 0.0, {}  # one pace a design: it takes a while to estimate
    for place, run in zip(asked.places, runs, strict=True):
        if run.stage not in (Stage.DONE, Stage.FAILED):
            if place.design not in of:
                of[place.design] = paces.of(place.task.network, place.task.settings)
            pace = of[place.design]
            if pace is None:
                return None
            left += seconds(place.task.iterations - run.iteration, pace)
    start = 0.0 if dispatch.processes else START_SECONDS
    return start + left / max(1, dispatch.expected())


def summaries(question: Question, runs: Sequence[RunState]) -> tuple[Summary, ...]:
    found = []
    for place, design in enumerate(question.designs):
        mine = [run for run in runs if run.design == place]
        results = [run.result for run in mine if run.result is not None]
        accuracies = [accuracy for run in mine if (accuracy := _accuracy(run)) is not None]
        found.append(
            Summary(
                design=place,
                parameters=design.parameters,
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
    return tuple(_comparison(question, runs, looks, place) for place in range(1, len(question.designs)))


def _comparison(question: Question, runs: Sequence[RunState], looks: Sequence[int], place: int) -> Comparison:
    of = {(run.design, run.seed): run for run in runs}
    pairs = [(of[place, seed], of[0, seed]) for seed in question.seeds]
    judged = [pair for pair in pairs if all(_accuracy(run) is not None for run in pair)]
    mine, first = ([_accuracy(pair[which]) for pair in judged] for which in (0, 1))
    others = len(question.designs) - 1
    pair = paired(mine, first, question.worthwhile, others) if judged else None
    said = verdict(
        pair, LETTERS[place], LETTERS[0], looks=looks,
        pending=sum(all(_hopeful(run) for run in pair) for pair in pairs) - len(judged),
        cancelled=sum(any(run.stage is Stage.CANCELLED for run in pair) for pair in pairs),
        itself=question.designs[place] == question.designs[0],
        lost=[_lost(runs, design) for design in (0, place)],
    )  # fmt: skip
    return Comparison(place, tuple(run.seed for run, _ in judged), pair, _unpaired(mine, first, others), said)


def _accuracy(run: RunState) -> float | None:
    return run.result.accuracy if run.result is not None else None


def _hopeful(run: RunState) -> bool:
    """Whether it has an accuracy, or may still get one."""
    return run.stage not in ENDED or _accuracy(run) is not None


def _lost(runs: Sequence[RunState], design: int) -> Lost:
    mine = [run for run in runs if run.design == design]
    diverged = sum(run.result is not None and run.result.diverged is not None for run in mine)
    return Lost(LETTERS[design], len(mine), diverged, sum(run.stage is Stage.FAILED for run in mine))


def found(asked: Asked, runs: Sequence[RunState]) -> Found:
    tried = runs[: len(asked.candidates)]
    candidates = [
        Candidate(network, spec.parameters(network), run) for network, run in zip(asked.candidates, tried, strict=True)
    ]
    opened = runs[len(tried)].result if len(runs) > len(tried) else None
    return Found(asked.wish, tuple(candidates), asked.winner, opened)


def _unpaired(a: Sequence[float], b: Sequence[float], comparisons: int) -> float | None:
    if len(a) < 2 or not (stdev(a) or stdev(b)):
        return None
    low, high = welch(fmean(a), stdev(a), len(a), fmean(b), stdev(b), len(b), comparisons).interval
    return (high - low) / 2
