"""What runs take of the worker's memory with all their checkpoints, tests and what was looked at: the tutorial's network."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.root import ROOT

RUNS, CHECKPOINTS = 30, 14  # 0, 1, 2, 5, 10, …, 5,000 and 10,000
MOST_A_RUN, MOST = 40, 1_500  # megabytes

WORK = f"""
import sys, time
from pathlib import Path

import numpy as np

from core import data, spec
from core.engine import run_registry
from core.engine.engine import Engine
from core.training.history import Records
from core.runs.snapshot import Phase
from core.training.train_state import TrainState
from core.storage.store import Store
from core.trainer import Trainer
from tests.benchmarks.memory import most_resident, resident
from tests.support.waiting import until


class Jumping(Trainer):
    '''The states, histories and tests of a real training, in their sizes, without its hours.'''

    jumps = False

    def advance(self, state, split, iterations):
        if not self.jumps:
            return super().advance(state, split, iterations)
        weights, slots = ({{name: kept + np.float32(1e-6) for name, kept in group.items()}} for group in (state.weights, state.optimizer))
        numbers = np.arange(state.iteration + 1, state.iteration + iterations + 1)
        values = np.full(iterations, 0.5, np.float32)
        return TrainState(state.iteration + iterations, weights, slots, state.seconds + 0.007 * iterations), Records(numbers, values, values)

    def predict(self, weights, images):
        if not self.jumps or len(images) < 100:
            return super().predict(weights, images)
        return np.full((len(images), 10), 0.1, np.float32)


def train(seeds):
    ids = [engine.create("mine", spec.tutorial(), spec.TrainingSpec(seed=seed)).run_id for seed in seeds]
    for run_id in ids:
        engine.train(run_id, 10_000)
    for run_id in ids:
        until(lambda: engine.open(run_id).phase is Phase.REACHED, 600)
        engine.test(run_id)  # every checkpoint
    for run_id in ids:
        until(lambda: len(engine.open(run_id).results) == {CHECKPOINTS}, 600)
        until(lambda: engine.open(run_id).saved_serial == engine.open(run_id).serial, 600)
        assert len(engine.open(run_id).checkpoints) == {CHECKPOINTS}
        engine.queries.predictions(run_id, digits.test.images[:1])  # reads all of them
        engine.queries.inspect(run_id, digits.test.images[:1], {{}}, at=500)
        engine.queries.probabilities(run_id, 500)


run_registry.PARK_AFTER_SECONDS = float("inf")  # however slow the machine is: none leaves the memory
digits = data.mnist()
engine = Engine(Store(Path(sys.argv[1])), lambda: Jumping)
engine.start()
until(lambda: engine.status().ready)
Jumping.jumps = True
train([1000])  # what the first one makes for all is not a run's
engine.delete(engine.runs("mine")[0].run_id)
before = resident()
with most_resident(__import__("os").getpid()) as most:
    train([0])
    one = resident() - before
    train(range(1, {RUNS}))
    assert len(engine.in_memory) == {RUNS} + 1  # none has left the memory
    time.sleep(0.6)
    print(before, one, (resident() - before) / {RUNS}, resident(), most())
engine.close()
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_thirty_runs_with_all_their_checkpoints(tmp_path, capfd):
    done = subprocess.run(
        [sys.executable, "-c", WORK, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    before, one, each, after, most = map(float, done.stdout.split())
    with capfd.disabled():
        print(
            f"\nthe worker has {before:.0f} MB; one run {one:+.1f} MB; {RUNS} runs of {CHECKPOINTS} checkpoints: {after:.0f} MB, "
            f"{each:.1f} MB a run, at most {most:.0f} MB"
        )
    assert one < MOST_A_RUN
    assert each < MOST_A_RUN
    assert most < MOST
    kept = sum(path.stat().st_size for path in tmp_path.rglob("*.npz")) / 1e6
    assert kept > RUNS * CHECKPOINTS * 2.9  # states of the real size: weights and two slots, 4 bytes a number
