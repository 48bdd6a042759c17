"""How long an iteration takes on this machine: as measured, or estimated from what was measured of other designs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median

from core import spec

MEASURED_AFTER = 30  # iterations
_FRESH = 0.2  # weight of the newest slice: the machine may have become busier
# What one value that a layer puts out, or one parameter that the optimizer updates, costs in multiplications: much, since
# memory is slower than arithmetic. Fitted to the tutorial's network and fourteen others on two cores with AVX2; both
# directions of the training are in it.
_A_VALUE, _A_PARAMETER = 600.0, 60.0


@dataclass(frozen=True)
class Pace:
    """``seconds`` an iteration; ``measured`` on this very design, else an estimate."""

    seconds: float
    measured: bool


def work(network: spec.NetworkSpec, settings: spec.TrainingSpec) -> float:
    """About how many multiplications one iteration is worth, there and back."""
    parts = spec.summary(network)
    image = sum(3 * part.multiplications + _A_VALUE * math.prod(part.output_shape) for part in parts)
    return settings.batch_size * image + _A_PARAMETER * sum(part.parameters for part in parts)


class Paces:
    """What was measured on this machine since it started. Not thread-safe."""

    def __init__(self) -> None:
        self._measured: dict[tuple, tuple[float, int, float]] = {}  # design → seconds, iterations, work

    def note(self, network: spec.NetworkSpec, settings: spec.TrainingSpec, iterations: int, seconds: float) -> None:
        """A slice of ``iterations`` took ``seconds``."""
        if iterations < 1:
            return
        key, pace = _key(network, settings), seconds / iterations
        known, counted, amount = self._measured.get(key, (pace, 0, 0.0))
        # The first slice of a design waits for its compilation.
        mean = pace if counted == 0 or (counted < MEASURED_AFTER and pace < known) else known + _FRESH * (pace - known)
        self._measured[key] = (mean, counted + iterations, amount or work(network, settings))

    def of(self, network: spec.NetworkSpec, settings: spec.TrainingSpec) -> Pace | None:
        """None before anything was measured. Raises `spec.SpecError` for a design that cannot be."""
        spec.check(network, settings)
        found = self._measured.get(_key(network, settings))
        if found is not None and found[1] >= MEASURED_AFTER:
            return Pace(found[0], True)
        # Of a design that has only begun most may be its compilation: it counts where nothing else was measured.
        sure = {key: each for key, each in self._measured.items() if each[1] >= MEASURED_AFTER} or self._measured
        near = {key: each for key, each in sure.items() if key[-1] == settings.precision} or sure
        if not near:
            return None
        return Pace(work(network, settings) * median(seconds / amount for seconds, _, amount in near.values()), False)


def _key(network: spec.NetworkSpec, settings: spec.TrainingSpec) -> tuple:
    return network, settings.optimizer, settings.batch_size, settings.precision
