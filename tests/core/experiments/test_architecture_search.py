"""The search on accuracies that are known beforehand: what it finds, what it costs, and that it never assumes too much."""

from __future__ import annotations

import math
import random
from itertools import pairwise

import numpy as np
import pytest

from core import spec
from core.design import presets
from core.experiments import architecture_search
from core.experiments.architecture_search import Wish, next_candidates, winner
from core.experiments.question import QuestionError
from core.experiments.search_space import evenly_spaced, networks, parameters
from core.spec import Conv, Dense, NetworkSpec, TrainingSpec
from tests.support.measured_search_space import measured

SMALLEST = networks()[0]


def smooth(noise: float, seed: int = 0):
    """The accuracy grows with the logarithm of the parameters; each shape has its own luck."""
    chance = np.random.default_rng(seed)
    return {
        network: 1 / (1 + math.exp(-(0.1 + 0.35 * math.log(parameters(network)) + chance.normal(0, noise))))
        for network in networks()
    }


def searched(known, target: float, budget: int, at_once: int = 1) -> dict[NetworkSpec, float | None]:
    """Everything that was judged until the search was over; checks on the way what always holds."""
    wish, judged = Wish(target, budget, 1_000), {}
    while candidates := next_candidates(wish, judged, at_once):
        assert len(candidates) <= at_once
        assert len(set(candidates)) == len(candidates)
        assert not set(candidates) & set(judged)
        judged |= {network: known[network] for network in candidates}
        assert len(judged) <= budget - 1
    return judged


def smallest(known, target: float) -> int:
    return min(
        parameters(network) for network, accuracy in known.items() if accuracy is not None and accuracy >= target
    )


# The networks.


def test_the_search_space():
    sizes = [parameters(network) for network in networks()]
    assert sizes == sorted(sizes)
    assert sizes[0] < 500 < 100_000 < sizes[-1]
    assert len(set(networks())) == len(networks()) > 200
    assert all(below / above > 0.6 for below, above in pairwise(sizes))  # no large gap
    assert {NetworkSpec(), spec.tutorial()} <= set(networks())
    assert next(preset.network for preset in presets.PRESETS if preset.key == "small") in networks()
    for network in networks():
        spec.check(network)
        assert parameters(network) == sum(part.parameters for part in spec.summary(network))
        convolutions = [layer for layer in network.layers if isinstance(layer, Conv)]
        assert len(convolutions) <= 2
        assert len([layer for layer in network.layers if isinstance(layer, Dense)]) <= 1


@pytest.mark.parametrize("count", range(1, 7))
def test_the_first_sizes_are_far_apart(count):
    found = evenly_spaced(count)
    sizes = [parameters(network) for network in found]
    assert len(found) == count
    assert sizes == sorted(set(sizes))
    assert all(above / below > 1.4 for below, above in pairwise(sizes))
    assert set(found) <= set(networks())


# What it finds.


@pytest.mark.parametrize("at_once", [1, 2, 5])
@pytest.mark.parametrize(("noise", "mean"), [(0.0, 1.1), (0.1, 1.2), (0.25, 1.6)])
def test_it_finds_one_about_as_small_as_the_smallest(noise, mean, at_once):
    """Over many accuracies and targets; with noise, a lucky one far below the others is the smallest."""
    ratios = []
    for seed in range(24):
        known = smooth(noise, seed)
        for share in (0.3, 0.6, 0.9):
            target = min(0.999, max(0.5, float(np.quantile(list(known.values()), share))))
            judged = searched(known, target, 25, at_once)
            found = winner(Wish(target, 25, 1_000), judged)
            ratios.append(parameters(found) / smallest(known, target))
    assert max(ratios) < 5
    assert np.exp(np.mean(np.log(ratios))) < mean


@pytest.mark.parametrize("at_once", [1, 2, 4])
@pytest.mark.parametrize(("budget", "most"), [(15, 2.0), (20, 1.4), (30, 1.02)])
def test_on_what_was_really_measured(budget, most, at_once):
    known, ratios = measured(), []
    for target in (0.9, 0.93, 0.95, 0.96, 0.965, 0.97, 0.975, 0.98):
        judged = searched(known, target, budget, at_once)
        ratios.append(parameters(winner(Wish(target, budget, 1_000), judged)) / smallest(known, target))
    assert max(ratios) <= most
    assert np.exp(np.mean(np.log(ratios))) < 1.15


def test_without_noise_little_is_tried_that_could_not_be():
    """It narrows down: after the first sizes what it tries lies near the border."""
    known = smooth(0.0)
    target = known[networks()[130]]
    judged = searched(known, target, 30)
    found = winner(Wish(target, 30, 1_000), judged)
    assert parameters(found) == smallest(known, target)
    later = list(judged)[architecture_search.FIRST :]
    assert all(0.3 < parameters(network) / parameters(found) < 3.5 for network in later)


def test_a_bad_network_in_the_middle_does_not_end_it():
    """Accuracy need not grow with size: where networks of middling size fail, the search goes below it all the same."""
    known = {
        network: 0.96 if parameters(network) < 900 or parameters(network) > 30_000 else 0.94 for network in networks()
    }
    judged = searched(known, 0.95, 40)
    assert parameters(winner(Wish(0.95, 40, 1_000), judged)) < 900


def test_a_shape_that_is_better_is_found():
    """Only networks with a fully connected layer are good: none of the small ones that are tried first has one."""
    known = {
        network: 0.97 if any(isinstance(layer, Dense) for layer in network.layers) else 0.9 for network in networks()
    }
    found = winner(Wish(0.95, 40, 1_000), searched(known, 0.95, 40))
    assert parameters(found) / smallest(known, 0.95) < 2


def test_where_everything_passes_it_goes_to_the_smallest():
    known = dict.fromkeys(networks(), 0.98)
    judged = searched(known, 0.9, 20)
    assert winner(Wish(0.9, 20, 1_000), judged) == SMALLEST
    assert len(judged) < 8  # nothing larger than what passed is tried


@pytest.mark.parametrize("accuracy", [0.95, 0.2, None])
def test_where_nothing_passes_there_is_no_winner(accuracy):
    known = dict.fromkeys(networks(), accuracy)
    judged = searched(known, 0.99, 30)
    assert winner(Wish(0.99, 30, 1_000), judged) is None
    assert set(evenly_spaced(architecture_search.FIRST)) <= set(judged)


def test_it_ends_early_where_nothing_is_left_to_hope_for():
    known = dict.fromkeys(networks(), 0.2)
    assert len(searched(known, 0.99, 60)) < 12


def test_what_diverged_has_not_passed():
    known = dict.fromkeys(networks(), 0.99) | dict.fromkeys(networks()[:100])
    judged = searched(known, 0.9, 40)
    found = winner(Wish(0.9, 40, 1_000), judged)
    assert judged[found] == 0.99
    assert None in judged.values()


# What it costs.


@pytest.mark.parametrize("budget", [3, 4, 5, 10, 60])
@pytest.mark.parametrize("at_once", [1, 3, 100])
def test_the_budget_holds_and_keeps_one_run_for_the_test_set(budget, at_once):
    for known in (smooth(0.3), dict.fromkeys(networks(), 0.9), dict.fromkeys(networks())):
        judged = searched(known, 0.95, budget, at_once)
        assert 1 <= len(judged) <= budget - 1
        assert next_candidates(Wish(0.95, budget, 1_000), judged, at_once) == []


def test_the_same_is_proposed_whatever_the_order():
    known = smooth(0.3)
    wish = Wish(0.95, 40, 1_000)
    judged = searched(known, 0.95, 15)
    order = list(judged.items())
    for seed in range(5):
        random.Random(seed).shuffle(order)
        assert next_candidates(wish, dict(order), 4) == next_candidates(wish, judged, 4)
        assert winner(wish, dict(order)) == winner(wish, judged)


def test_it_goes_on_from_what_was_judged_already():
    """After a restart: what is missing, nothing again; a network from outside the search space does no harm."""
    known = smooth(0.1)
    judged = searched(known, 0.95, 10)
    own = NetworkSpec((Conv(1, 1), Dense(3), Dense(3)))
    again = next_candidates(Wish(0.95, 20, 1_000), judged | {own: 0.3}, 3)
    assert again
    assert not set(again) & set(judged)
    assert winner(Wish(0.9, 20, 1_000), {own: 0.95, SMALLEST: 0.99}) == SMALLEST


def test_of_two_of_one_size_the_more_accurate_wins():
    one, other = next((a, b) for a, b in pairwise(networks()) if parameters(a) == parameters(b))
    assert winner(Wish(0.9, 9, 1_000), {one: 0.91, other: 0.95}) == other
    assert winner(Wish(0.9, 9, 1_000), {one: 0.96, other: 0.95}) == one


# What cannot be wished for.


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"target": 0.4}, "target is 0.4; it must be a number from 0.5 to 0.999."),
        ({"target": 1.0}, "target is 1.0"),
        ({"target": math.nan}, "target is nan"),
        ({"target": "0.9"}, "target is 0.9"),
        ({"budget": 2}, "budget is 2; it must be a whole number from 3 to 60."),
        ({"budget": 61}, "budget is 61"),
        ({"budget": 9.0}, "budget is 9.0"),
        ({"iterations": 0}, "iterations is 0; it must be a whole number from 1 to 20000."),
        ({"iterations": True}, "iterations is True"),
    ],
)
def test_what_cannot_be_is_refused_in_words(values, words):
    with pytest.raises(QuestionError, match=words):
        Wish(**{"target": 0.95, "budget": 20, "iterations": 1_000} | values).check()


def test_settings_that_cannot_be_are_refused():
    Wish(0.95, 20, 1_000).check()
    with pytest.raises(spec.SpecError, match="learning_rate"):
        Wish(0.95, 20, 1_000, TrainingSpec(learning_rate=-1)).check()
    with pytest.raises(spec.SpecError, match="optimizer"):
        Wish(0.95, 20, 1_000, TrainingSpec(optimizer="best")).check()
