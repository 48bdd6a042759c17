"""Our bare loop in both precisions and, with the same settings of TensorFlow, Keras `model.fit`."""

from __future__ import annotations

import time
from collections.abc import Callable

from core import data, spec
from core.trainer import Trainer
from tests.benchmarks.contenders.serve import serve


def bare_loop(precision: str) -> Callable[[int], float]:
    """Seconds for so many more iterations of the tutorial's network."""
    trainer = Trainer(spec.tutorial(), spec.TrainingSpec(precision=precision))
    state, split = trainer.initial_state(), data.mnist().train

    def advance(iterations: int) -> float:
        nonlocal state
        began = time.perf_counter()
        state, _ = trainer.advance(state, split, iterations)
        return time.perf_counter() - began

    return advance


def main() -> None:
    from tests.benchmarks.contenders.keras_fit import fit  # after ours, so that it finds our settings of TensorFlow

    functions = {f"bare {precision}": bare_loop(precision) for precision in spec.PRECISIONS}
    serve(functions | {f"keras {precision}": fit(precision) for precision in spec.PRECISIONS})


if __name__ == "__main__":
    main()
