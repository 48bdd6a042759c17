"""Many small designs, built, trained for three steps and judged one after another, as in the worker."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import product

from core import data
from core.spec import ACTIVATIONS, Conv, Dense, Dropout, NetworkSpec, Pool, TrainingSpec
from core.trainer import Trainer
from tests.benchmarks.contenders.serve import serve
from tests.benchmarks.memory import resident

STEPS = 3
JUDGED = 1_000  # images


def designs() -> Iterator[NetworkSpec]:
    """216 networks, each another."""
    for activation, filters, kernel, units in product(ACTIVATIONS, (4, 6, 8), (3, 5), (8, 12, 16, 24, 32, 48)):
        yield NetworkSpec((Conv(filters, kernel, 2, activation=activation), Pool(), Dropout(0.2), Dense(units)))


def main() -> None:
    rest, digits = designs(), data.mnist()

    def try_out(count: int) -> None:
        for _, network in zip(range(count), rest, strict=False):
            trainer = Trainer(network, TrainingSpec())
            state, _ = trainer.advance(trainer.initial_state(), digits.train, STEPS)
            trainer.predict(state.weights, digits.test.images[:JUDGED])

    def memory_after(count: int) -> float:
        """MB of this process after so many more designs."""
        thread = threading.Thread(target=try_out, args=(count,))  # the engine, too, trains in a thread of its own
        thread.start()
        thread.join()
        return resident()

    serve({"memory after": memory_after})


if __name__ == "__main__":
    main()
