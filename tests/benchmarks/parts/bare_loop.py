"""The bare compiled loop, beside Keras `model.fit` and PyTorch on the same network, batch 64."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from statistics import median

from core.spec import TrainingSpec
from tests.benchmarks.contender import Contender
from tests.benchmarks.plan import Plan
from tests.benchmarks.rounds import Ratio, interleaved, ratio
from tests.benchmarks.table import Row, not_measured, row

KERAS, PYTORCH, BFLOAT16 = 1.2, 1.3, 1.5  # times as fast we must be
FEWEST, MOST_SECONDS = 5, 3.0  # iterations, and seconds, of a contender in a round
OURS = ("bare float32", "bare bfloat16")
KERAS_DEFAULT = "keras float32, TensorFlow's defaults"
PYTORCH_WAYS = {
    "float32": ("pytorch float32 contiguous", "pytorch float32 channels_last"),
    "bfloat16": ("pytorch bfloat16 channels_last",),
}


def measure(plan: Plan) -> list[Row]:
    with ExitStack() as stack:
        ours = stack.enter_context(Contender("trainer", {"TF_ENABLE_ONEDNN_OPTS": "1"}))
        keras = stack.enter_context(Contender("keras_fit", {"TF_ENABLE_ONEDNN_OPTS": None}))
        runs = {name: partial(ours.ask, name) for name in (*OURS, "keras float32", "keras bfloat16")}
        runs[KERAS_DEFAULT] = partial(keras.ask, "keras float32")
        if importlib.util.find_spec("torch"):
            pytorch = stack.enter_context(Contender("pytorch"))
            runs |= {name: partial(pytorch.ask, name) for ways in PYTORCH_WAYS.values() for name in ways}
        iterations = {name: _iterations(run, plan) for name, run in runs.items()}
        seconds = interleaved(plan.rounds, {name: partial(run, iterations[name]) for name, run in runs.items()})
    return list(_rows({name: [each / iterations[name] for each in found] for name, found in seconds.items()}))


def _iterations(run: Callable[[int], float], plan: Plan) -> int:
    """How many a round takes, after a warm-up: fewer where they are slow (bfloat16 on a processor that has no such numbers)."""
    run(FEWEST)
    return min(plan.loop_iterations, max(FEWEST, round(MOST_SECONDS * FEWEST / run(FEWEST))))


def _rows(pace: dict[str, list[float]]) -> Iterator[Row]:
    """``pace``: seconds an iteration in each round."""
    yield Row("Bare loop, float32", _figure(pace["bare float32"]))
    yield _against("Keras model.fit, float32", pace["keras float32"], pace["bare float32"], KERAS)
    yield _against("Keras model.fit, float32, TensorFlow's defaults", pace[KERAS_DEFAULT], pace["bare float32"])
    yield from _against_pytorch("float32", pace)
    faster = ratio(pace["bare float32"], pace["bare bfloat16"])
    yield _ours("Bare loop, bfloat16", pace["bare bfloat16"], faster, "as fast as float32", BFLOAT16)
    yield _against("Keras model.fit, bfloat16", pace["keras bfloat16"], pace["bare bfloat16"], KERAS)
    yield from _against_pytorch("bfloat16", pace)


def _against_pytorch(precision: str, pace: dict[str, list[float]]) -> Iterator[Row]:
    ways = [name for name in PYTORCH_WAYS[precision] if name in pace]
    if not ways:
        yield not_measured(f"PyTorch, {precision}", "PyTorch is not installed")
        return
    best = min(ways, key=lambda name: median(pace[name]))
    yield _against(f"PyTorch, {best.removeprefix('pytorch ')}", pace[best], pace[f"bare {precision}"], PYTORCH)


def _against(what: str, theirs: Sequence[float], ours: Sequence[float], target: float | None = None) -> Row:
    return _ours(what, theirs, ratio(theirs, ours), "as slow as ours", target)


def _ours(what: str, pace: Sequence[float], found: Ratio, other: str, target: float | None) -> Row:
    return row(what, _figure(pace), found.median, least=target, unit="×", ratio=found.times(other))


def _figure(pace: Sequence[float]) -> str:
    middle = median(pace)
    return f"{1000 * middle:.1f} ms an iteration, {TrainingSpec.batch_size / middle:,.0f} images/s"
