"""What really ran: all that a station is told of the learner's network."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np

from core import data, spec
from core.evaluation import Evaluation
from core.inspection import inspection
from core.inspection.inspection import Inspection
from core.runs.snapshot import Phase, Snapshot, TestResult
from dashboard import session
from dashboard.http import test_results

IMAGE = 0  # the test image that the stations look at
Answer = TypeVar("Answer")
Kind = TypeVar("Kind")


@dataclass(frozen=True)
class Facts:
    """``at``: the iteration that a look at the network shows. Whatever asks the training process raises `SentenceError`."""

    run: Snapshot | None
    network: spec.NetworkSpec
    settings: spec.TrainingSpec
    at: int

    @classmethod
    def now(cls, at: int | None) -> Facts:
        """Of the session's run. ``at``: where the learner predicted; None: where the page stands, at rest or at a checkpoint."""
        run, (network, settings) = session.run(), session.design()
        kept = {0} if run is None else {0, *(each.iteration for each in run.checkpoints)}
        if at not in kept:
            live = 0 if run is None or run.phase is Phase.TRAINING else run.iteration
            chosen = session.checkpoint()
            at = chosen if chosen is not None else live if live in kept else 0
        return cls(run, network, settings, at)

    @property
    def parts(self) -> tuple[spec.LayerSummary, ...]:
        return spec.summary(self.network)

    def first(self, *kinds: str) -> spec.LayerSummary | None:
        """The first layer of one of these kinds, such as "conv"."""
        return next((part for part in self.parts if part.kind in kinds), None)

    def layer(self, kind: type[Kind]) -> tuple[spec.LayerSummary, Kind]:
        """The first layer of a kind, such as `spec.Conv`. Raises LookupError where there is none: `Station.unfit` says so before."""
        for part in self.parts:
            if isinstance(part.layer, kind):
                return part, part.layer
        raise LookupError(f"there is no {kind.__name__}")

    def before(self, name: str) -> spec.LayerSummary | None:
        """The layer below that one; None: the image."""
        names = [part.name for part in self.parts]
        place = names.index(name)
        return self.parts[place - 1] if place else None

    @cached_property
    def image(self) -> np.ndarray:
        """uint8 (28, 28, 1)"""
        return data.mnist().test.images[IMAGE]

    @cached_property
    def label(self) -> int:
        return int(data.mnist().test.labels[IMAGE])

    def look(self, *layers: str) -> Inspection:
        """What these layers put out for `image`, and their weights."""
        images = self.image[np.newaxis]
        if self.run is None:
            return inspection.untrained(self.network, self.settings, images, layers=layers)
        return session.client().inspections.inspect(self.run.run_id, images, {}, layers, self.at)

    def weights(self, iteration: int) -> Mapping[str, np.ndarray]:
        """All weights at a checkpoint of the run."""
        return session.client().weights(self._begun.run_id, iteration)[1]

    def reached(self, iteration: int) -> bool:
        """Whether the run has a checkpoint there."""
        return self.run is not None and any(each.iteration == iteration for each in self.run.checkpoints)

    def result(self, iteration: int) -> TestResult | None:
        """The test of that iteration, where there was one."""
        return None if self.run is None else self.run.result_at(iteration)

    def evaluation(self, iteration: int) -> Evaluation:
        """Of an iteration that was tested."""
        return test_results.evaluation(self._begun, iteration)

    def once(self, name: str, about: object, compute: Callable[[], Answer]) -> Answer:
        """What ``compute`` gives, kept in the session for as long as the network and ``about`` stay the same."""
        run = self.run
        key = (run and (run.run_id, run.history_key), self.network, self.settings, about)
        known = session.recall(f"lesson_{name}", tuple)
        if known is None or known[0] != key:
            known = (key, compute())
            session.remember(f"lesson_{name}", known)
        return known[1]

    @property
    def _begun(self) -> Snapshot:
        if self.run is None:
            raise LookupError("nothing has been trained")
        return self.run
