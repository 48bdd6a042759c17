"""Runs to keep, made in milliseconds: what came of their work is made up, in the shapes that it has."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from core.runs.outcomes import Tested, Trained, Validated
from core.runs.run import Run
from core.runs.steps import TestStep, TrainingStep, ValidationStep
from core.spec import NetworkSpec, Pool, TrainingSpec
from core.storage.record_json import SCHEMA
from core.storage.store import Store
from core.training.history import Records
from core.training.initial_weights import weight_shapes
from core.training.train_state import TrainState

TINY = NetworkSpec((Pool("max", 28, 28),))  # one input and twenty parameters: its file has two kilobytes
LABELS = np.arange(100) % 10


def state(run: Run, iteration: int) -> TrainState:
    """Every number in it is told by the iteration and the seed."""
    number = iteration + run.settings.seed / 1000
    weights = {name: np.full(shape, number, np.float32) for name, shape in weight_shapes(run.network).items()}
    optimizer = {
        f"{slot}/{name}": np.full(weights[name].shape, -number - place, np.float32)
        for place, slot in enumerate(("m", "v"))
        for name in weights
    }
    return TrainState(iteration, weights, optimizer, 0.01 * iteration)


def probabilities(run: Run, iteration: int) -> np.ndarray:
    """Float32 (100, 10); as many are right as there are iterations, at most all."""
    found = np.eye(10, dtype=np.float32)[(LABELS + (np.arange(100) >= iteration)) % 10]
    return found * np.float32(0.9) + np.float32(run.settings.seed / 1e6)


def new(workspace: str = "mine", network: NetworkSpec = TINY, seed: int = 0, number: int = 1, **settings) -> Run:
    return Run(workspace, network, TrainingSpec(seed=seed, **settings), number=number)


def train(run: Run, goal: int, stop_at: int | None = None) -> Run:
    """Until ``goal``, or still in training at ``stop_at``."""
    run.train(goal)
    while run.busy and (stop_at is None or run.iteration < stop_at):
        step = run.next_step(0.06)
        assert step is not None
        at = step.state or state(run, step.iteration if isinstance(step, TestStep) else 0)
        match step:
            case TrainingStep():
                numbers = np.arange(at.iteration + 1, at.iteration + step.iterations + 1)
                loss = np.float32(1) / numbers.astype(np.float32)
                reached = state(run, at.iteration + step.iterations)
                run.take_in(Trained(step, reached, Records(numbers, loss, 1 - loss), 0.01 * step.iterations))
            case ValidationStep():
                run.take_in(Validated(at, min(1000, at.iteration), 1000))
            case TestStep():
                run.take_in(Tested(step, at, probabilities(run, at.iteration)[step.images], LABELS))
    return run


def keep(store: Store, run: Run) -> Run:
    """As the engine does it; it must go well."""
    unsaved = run.to_save()
    fault = store.save(unsaved)
    assert fault is None, str(fault)
    run.saved(unsaved, None)
    return run


def same(one: TrainState | None, other: TrainState | None) -> bool:
    if one is None or other is None:
        return one is other
    arrays = [{**each.weights, **{f"optimizer {k}": v for k, v in each.optimizer.items()}} for each in (one, other)]
    return (one.iteration, one.seconds) == (other.iteration, other.seconds) and [
        (name, array.dtype, array.shape, array.tobytes()) for name, array in arrays[0].items()
    ] == [(name, array.dtype, array.shape, array.tobytes()) for name, array in arrays[1].items()]


def is_whole(store: Store, run: Run, back: Run) -> None:
    """``back`` is ``run`` with all its checkpoints and tests, bit by bit."""
    for name in ("run_id", "workspace", "number", "name", "created", "deleted", "origin", "network", "settings",
                 "phase", "goal", "notice", "checkpoints", "results"):  # fmt: skip
        assert getattr(back, name) == getattr(run, name), name
    assert same(back.state, run.state)
    assert back.history.rows.tobytes() == run.history.rows.tobytes()
    assert back.history.validations == run.history.validations
    for at in run.checkpoints:
        assert same(store.state(back, at), state(run, at)), at
        assert all((store.weights(back, at)[name] == array).all() for name, array in state(run, at).weights.items())
    for at in run.results:
        assert store.test(back, at).tobytes() == probabilities(run, at).tobytes(), at


@contextlib.contextmanager
def opened(folder: Path, *limits) -> Iterator[Store]:
    store = Store(folder, *limits)
    try:
        yield store
    finally:
        store.close()


def files(folder: Path) -> dict[str, bytes]:
    """What lies below, by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def three(folder: Path) -> list[Run]:
    """Three runs in two workspaces, kept there."""
    runs = [train(new(), 120), train(new(number=2, seed=2), 10, stop_at=5), train(new("yours", seed=3), 3)]
    with opened(folder) as first:
        for run in runs:
            run.rename(f"number {run.settings.seed}")
            keep(first, run)
    return runs


def folder_of(folder: Path, run: Run) -> Path:
    """Where the run's files lie in a data folder."""
    return folder / "workspaces" / run.workspace / run.run_id


def aside(folder: Path) -> list[str]:
    """What was put aside: where each lay."""
    return sorted(path.name.split("-", 3)[3] for path in (folder / "aside").glob("*"))


def write_later(path: Path, *, more: bool = True) -> None:
    """As a later version would leave a file of a run; ``more``: with something in it that this one does not know."""
    with np.load(path) as whole:
        arrays = dict(whole)
    values = json.loads(arrays["about"].tobytes()) | {"schema": SCHEMA + 1}
    arrays["about"] = np.frombuffer(json.dumps(values).encode(), np.uint8)
    np.savez(path, **arrays | ({"more/x": np.zeros(3)} if more else {}))
