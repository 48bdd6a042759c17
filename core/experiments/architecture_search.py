"""The search for the simplest network that is good enough: which ones to try next. A policy; nothing here trains.

First a few sizes far apart. Then, one after another, the network that promises most by what was seen so far: the chance that
it passes times what it would save. That narrows down between what failed and what passed, and tries other shapes below the best.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from statistics import NormalDist

import numpy as np

from core import spec
from core.experiments.provenance import Versions
from core.experiments.question import ITERATIONS, QuestionError
from core.experiments.search_space import evenly_spaced, networks, parameters
from core.experiments.task import PlannedRun, Task
from core.fields.limits import Real, Whole
from core.spec import BatchNorm, Conv, Dense, GlobalPool, NetworkSpec, Pool, TrainingSpec

TARGET = Real(0.5, 0.999)
BUDGET = Whole(3, 60)
FIRST = 4  # sizes that are tried first, where the budget allows it
_HOPELESS = 0.0005  # a promise too small to train for: one chance in four hundred to save a fifth

# The regression's prior, in units of the logit of the accuracy: mean and standard deviation of each weight of `_features`.
# Wide ones; all of the search space (Adam at 0.001, 1,000 iterations) gives 2.3, 0.39, −0.4, 0.5, 0.15, 0.1, −0.25, 0.25 and −0.3.
_MEAN = np.array([3.0, 0.35, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0])
_DEVIATION = np.array([1.0, 0.2, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.2])
_NOISE = 0.2  # what size and shape do not explain, the seed's luck included; there: 0.18
_NOISES = 4  # so many networks it counts for beside those that were judged

Judged = Mapping[NetworkSpec, float | None]


@dataclass(frozen=True)
class Wish:
    """The fewest parameters with a validation accuracy of at least ``target`` after ``iterations`` iterations.

    ``budget``: runs. The last one opens the test set, once, with the winner; so at most ``budget - 1`` networks are tried.
    """

    target: float
    budget: int
    iterations: int
    settings: TrainingSpec = field(default_factory=TrainingSpec)

    def check(self) -> None:
        """Raise `QuestionError` or `spec.SpecError` for the first thing that cannot be."""
        for rule, name, value in (
            (TARGET, "target", self.target),
            (BUDGET, "budget", self.budget),
            (ITERATIONS, "iterations", self.iterations),
        ):
            refusal = rule.refusal("search", name, value)
            if refusal is not None:
                raise QuestionError(refusal)
        spec.check(NetworkSpec(), self.settings)

    def plan(
        self, candidates: Sequence[NetworkSpec], winner: NetworkSpec | None, versions: Versions
    ) -> Iterator[PlannedRun]:
        """A run for each candidate in the order of trying, the test set closed; then one that opens it for the winner."""
        tried = [(network, False) for network in candidates]
        tried += [(winner, True)] if winner is not None else []
        for place, (network, tested) in enumerate(tried):
            yield PlannedRun(place, self.settings.seed, Task(network, self.settings, self.iterations, versions, tested))


def next_candidates(wish: Wish, judged: Judged, at_once: int) -> list[NetworkSpec]:
    """The networks to try next, at most ``at_once`` and never more than the budget leaves; [] when the search is over.

    ``judged``: the validation accuracy of every network that was tried; None where it diverged or failed, which is not passed.
    The same is proposed whatever the order of ``judged``, and nothing that is in it. The search is over when the budget is
    spent, nothing smaller is left, or nothing that is left promises anything.
    """
    room = min(max(1, at_once), wish.budget - 1 - len(judged))
    if room <= 0:
        return []
    best = winner(wish, judged)
    limit = math.inf if best is None else parameters(best)
    first = [network for network in evenly_spaced(min(FIRST, (wish.budget - 1) // 2)) if network not in judged]
    first = [network for network in first if parameters(network) < limit]
    if first:
        return first[:room]
    left = [network for network in networks() if network not in judged and parameters(network) < limit]
    return _most_promising(wish.target, judged, left, limit, room)


def winner(wish: Wish, judged: Judged) -> NetworkSpec | None:
    """The one with the fewest parameters of those that passed, of two the more accurate; None where none did."""
    passed = [(network, share) for network, share in judged.items() if share is not None and share >= wish.target]
    first = min(passed, key=lambda each: (parameters(each[0]), -each[1], repr(each[0])), default=None)
    return None if first is None else first[0]


def _most_promising(
    target: float, judged: Judged, left: Sequence[NetworkSpec], limit: float, room: int
) -> list[NetworkSpec]:
    """The ``room`` networks of ``left`` with the largest expected saving, the largest first.

    A saving is the logarithm of ``limit / parameters``, and what is expected of it that times the probability of passing:
    expected improvement (Jones, Schonlau and Welch 1998), for a goal that is reached or not. The probability comes from a
    regression of the logit of the accuracy on size and shape. Each network chosen counts for the next choice as if it had
    been judged as expected, so that several at once are not all alike.
    """
    belief = _belief(judged)
    features = np.array([_features(network) for network in left]).reshape(-1, len(_MEAN))
    reference = min(limit, 2 * parameters(networks()[-1]))
    savings = np.array([math.log(reference / parameters(network)) for network in left])
    found: list[int] = []
    for _ in range(min(room, len(left))):
        expected, spread = belief.of(features)
        promise = savings * [NormalDist().cdf(z) for z in (expected - _logit(target)) / spread]
        promise[found] = 0
        place = int(promise.argmax())
        if promise[place] < _HOPELESS:
            break
        found.append(place)
        belief = belief.after(features[place], expected[place])
    return [left[place] for place in found]


@dataclass(frozen=True)
class _Belief:
    """What is known of the weights of the regression: ``precision`` (weights, weights) is the inverse of their covariance,
    ``weighted`` (weights,) that times their mean. ``noise``: standard deviation of what size and shape do not explain."""

    precision: np.ndarray
    weighted: np.ndarray
    noise: float

    def after(self, features: np.ndarray, logits: np.ndarray) -> _Belief:
        """With these networks judged: Bayesian linear regression (Bishop 2006, section 3.3)."""
        rows = np.atleast_2d(features)
        precision = self.precision + rows.T @ rows / self.noise**2
        return replace(
            self, precision=precision, weighted=self.weighted + rows.T @ np.atleast_1d(logits) / self.noise**2
        )

    def of(self, features: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Expected logit of each network and the standard deviation of what will be measured: (networks,) each."""
        covariance = np.linalg.inv(self.precision)
        spread = np.sqrt(np.einsum("ni,ij,nj->n", features, covariance, features) + self.noise**2)
        return features @ covariance @ self.weighted, spread


def _belief(judged: Judged) -> _Belief:
    """From what was judged. The noise is what the residuals say, with the usual one counting like a few of them."""
    precision = np.diag(_DEVIATION**-2)
    before = _Belief(precision, precision @ _MEAN, _NOISE)
    known = sorted(((network, share) for network, share in judged.items() if share is not None), key=repr)
    if not known:
        return before
    features = np.array([_features(network) for network, _ in known])
    logits = np.array([_logit(share) for _, share in known])
    residuals = logits - before.after(features, logits).of(features)[0]
    noise = math.sqrt((_NOISES * _NOISE**2 + float(residuals @ residuals)) / (_NOISES + len(known)))
    return replace(before, noise=noise).after(features, logits)


@cache
def _features(network: NetworkSpec) -> np.ndarray:
    """1, size, and shape: no convolution, two of them, the larger kernel, the pooling, a fully connected layer, batch normalization,
    global pooling."""
    convolutions = [layer for layer in network.layers if isinstance(layer, Conv)]
    pools = [layer.size for layer in network.layers if isinstance(layer, Pool)]
    return np.array(
        [
            1.0,
            math.log(parameters(network)) - 8,
            not convolutions,
            len(convolutions) > 1,
            convolutions[0].kernel > 3 if convolutions else 0.5,
            sum(pools) / len(pools) - 2.3 if pools else 0.0,
            any(isinstance(layer, Dense) for layer in network.layers),
            any(isinstance(layer, BatchNorm) for layer in network.layers),
            any(isinstance(layer, GlobalPool) for layer in network.layers),
        ]
    )


def _logit(accuracy: float) -> float:
    share = min(max(accuracy, 0.02), 0.9995)  # all or none of the images right says no more than that
    return math.log(share / (1 - share))
