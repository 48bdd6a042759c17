"""What may be asked of runs without changing them: now, or at any of their checkpoints."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from core import data, spec
from core.engine.checkpoint_cache import CheckpointCache
from core.engine.run_registry import RunRegistry
from core.fields.limits import shown
from core.inspection import ablation, novelty
from core.inspection.inspection import MOST_ANSWERED, Inspection, check_number
from core.inspection.novelty import Novelty, Reference
from core.inspection.switched_off import Off, silence, without
from core.messages import Sentence
from core.runs.errors import NotKept, RunError
from core.runs.run import Run
from core.runs.snapshot import Phase
from core.storage.errors import Damaged
from core.storage.store import Store
from core.training.history import HistoryPart
from core.training.train_state import TrainState

if TYPE_CHECKING:
    from core.trainer import Trainer

WEIGHTS_BYTES, REFERENCE_BYTES = 96e6, 8e6  # kept of checkpoints that were looked at

Answer = TypeVar("Answer")


class RunQueries:
    """Every public method can be called from any thread, whatever is being trained.

    They raise `RunError` for a run that is not there or a checkpoint that was not kept, `StoreError` where its workspace is
    open elsewhere.
    """

    def __init__(
        self,
        store: Store,
        runs: RunRegistry,
        lock: threading.Condition,
        make_trainer: Callable[[spec.NetworkSpec, spec.TrainingSpec], Trainer],
    ) -> None:
        self._store, self._runs, self._lock, self._make_trainer = store, runs, lock, make_trainer
        self._cache = CheckpointCache[Mapping[str, np.ndarray]](
            lambda weights: sum(array.nbytes for array in weights.values()), WEIGHTS_BYTES
        )
        self._references = CheckpointCache[Reference | None](
            lambda found: found.nearest.nbytes if found else 0, REFERENCE_BYTES
        )
        self._comparing = threading.Lock()  # while one reference is computed

    def probabilities(self, run_id: str, iteration: int) -> np.ndarray:
        """Of the test set, float32 (10,000, 10), as tested at that iteration. Raises `RunError` where it was not."""
        with self._lock:
            run = self._runs.find(run_id)
            if iteration not in run.results:
                raise NotKept(Sentence("Iteration {iteration:,} was not tested.", iteration=iteration))
            if iteration in run.checkpoints.unsaved_tests:
                return run.checkpoints.unsaved_tests[iteration]
            try:
                return self._store.test(run, iteration)
            except Damaged as damaged:
                del run.results[iteration]
                run.test(iteration)
                self._lock.notify()
                raise RunError(
                    Sentence(
                        "The test result of iteration {iteration:,} could not be read; the test is being repeated.",
                        iteration=iteration,
                    )
                ) from damaged

    def history(self, run_id: str) -> HistoryPart:
        """The whole course of a run."""
        with self._lock:
            return self._runs.find(run_id).history.part_since(None, 0)

    def weights(self, run_id: str, iteration: int | None = None) -> tuple[int, Mapping[str, np.ndarray]]:
        """(iteration, all weights) at a checkpoint; None: now."""
        with self._lock:
            at, weights = self._weights(self._runs.find(run_id), iteration)
        if weights is None:
            raise RunError(Sentence("This run has not started; there is nothing to download yet."))
        return at, weights

    def inspect(
        self,
        run_id: str,
        images: np.ndarray,
        off: Off,
        layers: tuple[str, ...] | None = None,
        at: int | None = None,
    ) -> Inspection:
        """What the layers (None: all) put out for ``images``, uint8 (1 or 2, 28, 28, 1), now or at a checkpoint.

        It takes some milliseconds. Raises `DataError` or `AnatomyError`, too.
        """
        check_number(images)
        trainer, iteration, weights, key = self._checkpoint(run_id, at)
        outputs = trainer.forward(without(trainer.network, weights, off) if off else weights, images)
        outputs = silence(trainer.network, outputs, off) if off else outputs
        logits = trainer.forward(weights, images)[spec.OUTPUT] if off else None
        return Inspection.of(
            trainer.network,
            trainer.settings,
            weights,
            outputs,
            layers,
            off,
            logits,
            iteration=iteration,
            history_key=key,
        )

    def answers(self, run_id: str, images: np.ndarray, at: int | None = None) -> tuple[int, np.ndarray]:
        """(iteration, probabilities (N, 10)) of ``images``, uint8 (1 to 9, 28, 28, 1), now or at a checkpoint: all of one iteration."""
        check_number(images, MOST_ANSWERED)
        trainer, iteration, weights, _ = self._checkpoint(run_id, at)
        return iteration, trainer.predict(weights, images)

    def predictions(self, run_id: str, images: np.ndarray) -> list[tuple[int, np.ndarray]]:
        """(iteration, probabilities (N, 10)) of ``images``, uint8 (1 or 2, 28, 28, 1), at every checkpoint and now."""
        check_number(images)
        trainer, now, weights, _ = self._checkpoint(run_id, None)
        with self._lock:
            iterations = [i for i in self._runs.find(run_id).checkpoints if i < now]
        found = []
        for iteration in iterations:
            try:
                found.append((iteration, trainer.predict(self._checkpoint(run_id, iteration)[2], images)))
            except RunError:  # it could not be read: said by the run itself
                continue
        return [*found, (now, trainer.predict(weights, images))]

    def novelties(self, run_id: str, images: np.ndarray, at: int | None = None) -> list[Novelty] | None:
        """How far ``images``, uint8 (1 or 2, 28, 28, 1), lie from the training images, now or at a checkpoint.

        The first time at a checkpoint it takes a second or so. None before the first iteration, and for "now" while the run trains.
        """
        check_number(images)
        trainer, iteration, weights, _ = self._checkpoint(run_id, at)
        with self._lock:
            moving = at is None and self._runs.find(run_id).phase is Phase.TRAINING
        if moving or not iteration:
            return None
        with self._comparing:
            reference = self._references.get(
                run_id, iteration, lambda: novelty.reference(trainer, weights, iteration, data.mnist())
            )
        if reference is None:
            return None
        return reference.novelties(images, trainer.predict(weights, images).argmax(axis=1))

    def ablate(self, run_id: str, off: Off, at: int | None = None) -> ablation.Ablation:
        """Test accuracy, now or at a checkpoint, with all filters and without those in ``off``. It takes seconds. Raises like `inspect`."""
        trainer, iteration, weights, _ = self._checkpoint(run_id, at)
        try:
            judged = self.probabilities(run_id, iteration)
        except RunError:  # not tested
            judged = None
        return ablation.ablate(trainer, weights, iteration, off, data.mnist().test, judged)

    def _checkpoint(self, run_id: str, at: int | None) -> tuple[Trainer, int, Mapping[str, np.ndarray], str]:
        """A run's trainer, iteration, weights and history key."""
        with self._lock:
            run = self._runs.find(run_id)
            iteration, weights = self._weights(run, at)
            network, settings, key = run.network, run.settings, run.history.key
        trainer = self._make_trainer(network, settings)
        return trainer, iteration, trainer.initial_state().weights if weights is None else weights, key

    def _weights(self, run: Run, at: int | None) -> tuple[int, Mapping[str, np.ndarray] | None]:
        """(iteration, weights); None where nothing was made yet. Raises `RunError` where nothing was kept."""
        if at is None or at == run.iteration:
            return run.iteration, run.state and run.state.weights
        if at in run.checkpoints.unsaved_states:
            return at, run.checkpoints.unsaved_states[at].weights
        return at, self._on_disk(run, at, lambda: self._cache.get(run.run_id, at, lambda: self._store.weights(run, at)))

    def state(self, run: Run, at: int) -> TrainState:
        """Of a checkpoint, or the present one; under the engine's lock. Raises `RunError` where nothing was kept."""
        if run.state is not None and at == run.iteration:
            return run.state
        if at in run.checkpoints.unsaved_states:
            return run.checkpoints.unsaved_states[at]
        return self._on_disk(run, at, lambda: self._store.state(run, at))

    def _on_disk(self, run: Run, at: int, load: Callable[[], Answer]) -> Answer:
        """What was kept of a checkpoint; where that is damaged, the run says so and has it no more."""
        if at not in run.checkpoints:
            raise NotKept(Sentence("There is no checkpoint of iteration {iteration}.", iteration=shown(at)))
        try:
            return load()
        except Damaged as damaged:
            sentence = Sentence(
                "The checkpoint of iteration {iteration:,} is damaged and was set aside; the other checkpoints are intact.",
                iteration=at,
            )
            run.lost(at, sentence)
            raise NotKept(sentence) from damaged
