"""A long-lived worker builds many designs; its memory must not grow with each."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.repetitions import repeated
from tests.support.root import ROOT

DESIGNS, WARM_UP, MOST = repeated(200, 60), 10, repeated(250, 125)  # megabytes

WORK = f"""
import gc
from core import data
from core.spec import Conv, Dense, NetworkSpec, Pool, TrainingSpec
from core.trainer import Trainer

def resident():
    gc.collect()
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024

digits = data.mnist()
for number in range(1, {DESIGNS} + 1):
    first = (Conv(1 + number % 8, 3, 2), Pool()) if number % 2 else ()
    network = NetworkSpec((*first, Dense(8 + number)))
    trainer = Trainer(network, TrainingSpec(batch_size=16))
    state, _ = trainer.advance(trainer.initial_state(), digits.train, 3)
    trainer.predict(state.weights, digits.test.images[:10])
    if number in ({WARM_UP}, {DESIGNS}):
        print(resident(), flush=True)
"""


@pytest.mark.slow
def test_many_designs_one_after_another():
    done = subprocess.run([sys.executable, "-c", WORK], cwd=ROOT, capture_output=True, text=True, check=True)
    early, late = map(float, done.stdout.split())
    print(f"{early:.0f} MB after {WARM_UP} designs, {late:.0f} MB after {DESIGNS}: {late - early:+.0f} MB")
    assert late - early < MOST
