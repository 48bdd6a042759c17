"""The worker process with NumPy in place of TensorFlow, `python -m tests.support.numpy_worker FOLDER SPARE`: it is there in a third of a second.

Its trainer really trains: softmax regression by momentum, each step the same bits however the steps are sliced.
"""

from __future__ import annotations

import sys
import time
import types
from collections.abc import Callable
from functools import cache

import numpy as np

from core import data, spec
from core.engine import run_registry
from core.processes import training_worker
from core.runs import milestones
from core.training import randomness
from core.training.history import Records
from core.training.initial_weights import first_weights
from core.training.train_state import TrainState

SECONDS_A_STEP = 0.001  # slow enough to be killed at a given iteration


class NumpyTrainer:
    """As `core.trainer.Trainer`, for a network without layers."""

    def __init__(self, network: spec.NetworkSpec, settings: spec.TrainingSpec) -> None:
        spec.check(network, settings)
        self.network, self.settings = network, settings

    def initial_state(self) -> TrainState:
        weights = first_weights(self.network, self.settings.seed)
        return TrainState(0, weights, {f"m/{name}": np.zeros_like(kept) for name, kept in weights.items()}, 0.0)

    def advance(self, state: TrainState, split: data.Split, iterations: int) -> tuple[TrainState, Records]:
        weights, slots, losses, accuracies = dict(state.weights), dict(state.optimizer), [], []
        if self.network.layers:  # the tutorial's network, at the start, to be warmed up
            iterations = 0
        for iteration in range(state.iteration, state.iteration + iterations):
            chosen = randomness.batch_indices(self.settings.seed, len(split), self.settings.batch_size, iteration, 1)[0]
            images, labels = _flat(split.images[chosen]), split.labels[chosen]
            given = _softmax(images @ weights["fc_out/kernel"] + weights["fc_out/bias"])
            losses.append(-np.log(given[np.arange(len(labels)), labels] + np.float32(1e-9)).mean(dtype=np.float32))
            accuracies.append((given.argmax(axis=1) == labels).mean(dtype=np.float32))
            error = (given - np.eye(10, dtype=np.float32)[labels]) / np.float32(len(labels))
            for name, slope in (("fc_out/kernel", images.T @ error), ("fc_out/bias", error.sum(axis=0))):
                slots[f"m/{name}"] = np.float32(0.9) * slots[f"m/{name}"] + slope
                weights[name] = weights[name] - np.float32(self.settings.learning_rate) * slots[f"m/{name}"]
            time.sleep(SECONDS_A_STEP)
        numbers = np.arange(state.iteration + 1, state.iteration + iterations + 1)
        records = Records(numbers, np.array(losses, np.float32), np.array(accuracies, np.float32))
        seconds = state.seconds + iterations * SECONDS_A_STEP
        return TrainState(state.iteration + iterations, weights, slots, seconds), records

    def predict(self, weights, images: np.ndarray) -> np.ndarray:
        if self.network.layers:
            return np.full((len(images), 10), 0.1, np.float32)
        return _softmax(_flat(images) @ weights["fc_out/kernel"] + weights["fc_out/bias"])


class TrainingDiverged(ArithmeticError):
    """Never raised."""


def _flat(images: np.ndarray) -> np.ndarray:
    return images.reshape(len(images), -1).astype(np.float32) / np.float32(255)


def _softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


@cache
def digits() -> data.Dataset:
    """Ten patterns under noise: they are there in milliseconds."""
    generator = np.random.default_rng(0)
    patterns = generator.integers(0, 256, (10, 28, 28, 1))

    def split(count: int) -> data.Split:
        labels = generator.integers(0, 10, count)
        noisy = patterns[labels] + generator.normal(0, 300, (count, 28, 28, 1))
        return data.Split(noisy.clip(0, 255).astype(np.uint8), labels)

    return data.Dataset(split(1_000), split(100), split(200))


def stand_in(replace: Callable[[object, str, object], None] = setattr) -> None:
    """From now on this process trains so. ``replace``: as `setattr`, or one that takes it back later."""
    module = types.ModuleType("core.trainer")
    module.Trainer, module.TrainingDiverged = NumpyTrainer, TrainingDiverged
    sys.modules["core.trainer"] = module
    replace(data, "mnist", digits)
    replace(milestones, "MOST_STOPS", 10_000)  # nothing that was kept goes by itself
    replace(run_registry, "SAVE_EVERY_SECONDS", 0.1)  # in the midst of writing as often as can be


if __name__ == "__main__":
    stand_in()
    training_worker.main()
