"""Training as a machine on values: it takes a `TrainState` and gives the next, and never changes one."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from core import data, spec
from core.messages import Sentence
from core.optimizers import OPTIMIZERS
from core.training import randomness
from core.training.history import Records
from core.training.initial_weights import first_weights, learned_shapes
from core.training.program import Program
from core.training.train_state import TrainState

_IMAGES_A_CALL = 8_192  # training images handed to one compiled call: 6.4 MB
_IMAGES_A_FORWARD = 500
PROGRAMS_KEPT = 8


class TrainingDiverged(ArithmeticError):
    """The loss of ``iteration`` is no longer a finite number. ``state`` is the last good one, ``records`` lead up to it.

    A state is good if its own loss is finite, so ``iteration`` is two after it, except where the given state had already
    diverged: that one comes back as it is, with ``iteration`` one after it.
    """

    def __init__(self, iteration: int, state: TrainState, records: Records) -> None:
        self.sentence = Sentence(
            "The loss was no longer a number at iteration {iteration:,}: training stopped at iteration {good:,}, "
            "the last good one. A smaller learning rate usually helps.",
            iteration=iteration,
            good=state.iteration,
        )
        super().__init__(str(self.sentence))
        self.iteration = iteration
        self.state = state
        self.records = records


class Trainer:
    """Trains one design. Several may share the compiled functions behind them; a call from another thread waits its turn."""

    def __init__(self, network: spec.NetworkSpec, settings: spec.TrainingSpec) -> None:
        spec.check(network, settings)
        self.network = network
        self.settings = settings
        self._program = _program(network, settings.optimizer, settings.precision)

    def initial_state(self) -> TrainState:
        """Kernels Glorot-uniform from the seed, biases and optimizer slots zero."""
        weights = first_weights(self.network, self.settings.seed)
        slots = OPTIMIZERS[self.settings.optimizer].slots
        optimizer = {
            f"{slot}/{name}": np.zeros(shape, np.float32)
            for name, shape in learned_shapes(self.network).items()
            for slot in slots
        }
        return TrainState(0, weights, optimizer, 0.0)

    def advance(self, state: TrainState, split: data.Split, iterations: int) -> tuple[TrainState, Records]:
        """``iterations`` more steps on ``split``; however they are sliced into calls, the same bits come out.

        Raises ValueError for a negative number or an empty split, `TrainingDiverged` where the loss stops being finite.
        """
        if iterations < 0:
            raise ValueError(f"iterations is {iterations}; it must not be negative")
        if not len(split):
            raise ValueError("the split has no images; training needs at least one")
        began = time.perf_counter()
        program, settings = self._program, self.settings
        losses, accuracies = [np.empty(0, np.float32)], [np.empty(0, np.float32)]
        with program.lock:
            if program.holds is not state:
                program.load(state.weights, state.optimizer)
            program.holds = None
            at_once = max(1, _IMAGES_A_CALL // settings.batch_size)
            for start in range(state.iteration, state.iteration + iterations, at_once):
                count = min(at_once, state.iteration + iterations - start)
                indices = randomness.batch_indices(settings.seed, len(split), settings.batch_size, start, count)
                loss, accuracy = program.train(
                    split.images[indices], split.labels[indices], start, settings.learning_rate, settings.seed
                )
                losses.append(loss)
                accuracies.append(accuracy)
                if not np.isfinite(loss[-1]):
                    break
            weights, slots = program.read()
            loss, accuracy = np.concatenate(losses), np.concatenate(accuracies)
            if (len(loss) and not np.isfinite(loss[-1])) or not all(np.isfinite(w).all() for w in weights.values()):
                raise self._diverged(state, split, loss)
            numbers = np.arange(state.iteration + 1, state.iteration + len(loss) + 1)
            seconds = state.seconds + time.perf_counter() - began
            reached = TrainState(state.iteration + iterations, weights, slots, seconds)
            program.holds = reached
        return reached, Records(numbers, loss, accuracy)

    def _diverged(self, state: TrainState, split: data.Split, loss: np.ndarray) -> TrainingDiverged:
        """Train again up to the last state whose own loss was finite: a loss belongs to the weights before its step."""
        # After so many steps the state had diverged: its loss, or already its weights, were not finite.
        lost = len(loss) if np.isfinite(loss[-1]) else len(loss) - 1
        reached, records = self.advance(state, split, max(0, lost - 1))
        return TrainingDiverged(state.iteration + lost + 1, reached, records)

    def predict(self, weights: Mapping[str, np.ndarray], images: np.ndarray) -> np.ndarray:
        """Probabilities of the ten classes: float32 (N, 10). ``images``: uint8 (N, 28, 28, 1), else `data.DataError`."""
        data.check_images(images)
        parts = [
            self._program.probabilities(weights, images[start : start + _IMAGES_A_FORWARD])
            for start in range(0, len(images), _IMAGES_A_FORWARD)
        ]
        return np.concatenate(parts) if parts else np.empty((0, spec.CLASSES), np.float32)

    def forward(self, weights: Mapping[str, np.ndarray], images: np.ndarray) -> dict[str, np.ndarray]:
        """What every layer puts out, after its activation: {"conv1": (N, rows, columns, filters), …, "fc_out": (N, 10) logits}."""
        data.check_images(images)
        if not len(images):  # TensorFlow's convolution gets the shape of nothing wrong
            return {part.name: np.empty((0, *part.output_shape), np.float32) for part in spec.summary(self.network)}
        return self._program.forward(weights, images)


@lru_cache(maxsize=PROGRAMS_KEPT)
def _program(network: spec.NetworkSpec, optimizer: str, precision: str) -> Program:
    return Program(network, optimizer, precision)
