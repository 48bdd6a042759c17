"""Every ready question can be asked, and changes one thing only."""

from __future__ import annotations

from dataclasses import fields

import pytest

from core import spec
from core.design import design_diff, presets
from core.experiments import ready_questions
from core.experiments.question import QuestionError, Variant
from core.experiments.ready_questions import READY
from core.spec import Conv, Dropout, Pool, TrainingSpec

KEYS = ("pooling", "activation", "dropout", "kernel", "filters", "depth", "rate", "itself")
ready_ones = pytest.mark.parametrize("ready", READY, ids=lambda ready: ready.key)


def changes(design: Variant) -> set[str]:
    """The kinds of things in which a design differs from the tutorial's: fields of layers and settings, layers left out or added."""
    layers = design_diff.layers(design.network)
    found = {f"{type(each.layer).__name__}.{name}" for each in layers for name in each.changed}
    found |= {f"+{type(each.layer).__name__}" for each in layers if each.was is None}
    found |= {f"-{type(layer).__name__}" for layer in design_diff.left_out(design.network)}
    return found | set(design_diff.settings(design.settings))


def test_the_questions_are_these():
    assert tuple(ready.key for ready in READY) == KEYS
    assert len({str(ready.title) for ready in READY}) == len(READY)


@ready_ones
def test_it_can_be_asked(ready):
    asked = ready_questions.question(ready.key)
    asked.check()
    assert asked.key == ready.key
    assert asked.variants == ready.variants
    assert asked.seeds == (0, 1, 2, 3, 4)
    assert asked.iterations == 1_000
    more = ready_questions.question(ready.key, seeds=3, iterations=300)
    more.check()
    assert (len(more.seeds), more.iterations) == (3, 300)


@ready_ones
def test_the_first_design_is_the_tutorials(ready):
    assert ready.variants[0] == Variant(spec.tutorial(), TrainingSpec())


@ready_ones
def test_the_words_fit_the_designs(ready):
    assert len(ready.names) == len(ready.variants)
    assert len({str(name) for name in ready.names}) == len(ready.names)
    assert all(len(str(name)) <= 20 for name in ready.names)  # they stand beside the dots
    assert str(ready.title)
    assert len(str(ready.about)) > 60


EXPECTED = {
    "pooling": [{"Conv.stride", "-Pool"}],
    "activation": [{"Conv.activation", "Dense.activation"}],
    "dropout": [{"+Dropout"}],
    "kernel": [{"Conv.kernel"}, {"Conv.kernel"}],
    "filters": [{"Conv.filters"}, {"Conv.filters"}],
    "depth": [{"-Conv", "-Pool", "Conv.filters"}],  # the layers that stay are matched with the second pair
    "rate": [{"learning_rate"}] * 4,
    "itself": [set()],
}


@ready_ones
def test_each_differs_from_the_first_in_one_thing(ready):
    assert [changes(design) for design in ready.variants[1:]] == EXPECTED[ready.key]
    assert ready.variants[0].settings.seed == 0


def test_the_values_are_those_of_the_names():
    def values(key, field):
        return [[getattr(layer, field) for layer in design.network.layers if isinstance(layer, Conv)] for design in ready_questions.find(key).variants]  # fmt: skip

    assert values("kernel", "kernel") == [[5, 5], [3, 3], [7, 7]]
    assert values("filters", "filters") == [[16, 36], [8, 18], [32, 72]]
    first, pool, _, _, dense = spec.tutorial().layers
    assert ready_questions.find("depth").variants[1].network.layers == (first, pool, dense)
    for key in ("kernel", "filters"):
        for design, name in zip(ready_questions.find(key).variants, ready_questions.find(key).names, strict=True):
            field = "kernel" if key == "kernel" else "filters"
            chosen = {getattr(layer, field) for layer in design.network.layers if isinstance(layer, Conv)}
            assert {int(word) for word in str(name).replace("×", " ").replace("and", " ").split()} == chosen
    rates = [design.settings.learning_rate for design in ready_questions.find("rate").variants]
    assert rates == [1e-4, 1e-5, 1e-3, 1e-2, 1e-1]
    assert [float(str(name).split()[-1]) for name in ready_questions.find("rate").names] == rates


def test_presets_are_used_where_they_exist():
    for key, preset in (("pooling", "strides"), ("activation", "sigmoid"), ("dropout", "dropout")):
        design = ready_questions.find(key).variants[1]
        assert presets.find(design.network, design.settings).key == preset
    assert any(isinstance(layer, Pool) for layer in ready_questions.find("pooling").variants[0].network.layers)
    assert Dropout(0.5) in ready_questions.find("dropout").variants[1].network.layers


def test_the_tutorial_against_itself_trains_with_other_seeds():
    asked = ready_questions.question("itself", seeds=2)
    assert asked.against_itself
    seeds = [asked.seed_of(place, seed) for place, seed in asked.runs()]
    assert len(set(seeds)) == 4
    assert not any(ready_questions.question(key).against_itself for key in KEYS if key != "itself")


def test_what_is_said_of_the_costs_is_so():
    """Less than a third of the work with stride 2; two to four times with double the filters; more parameters with one convolution."""

    def work(design):
        return sum(part.multiplications for part in spec.summary(design.network))

    pooling, filters, depth = (ready_questions.find(key).variants for key in ("pooling", "filters", "depth"))
    assert work(pooling[1]) < work(pooling[0]) / 3
    assert 2 < work(filters[2]) / work(filters[0]) < 4
    assert depth[1].parameters > depth[0].parameters


def test_an_unknown_key_is_refused_in_words():
    with pytest.raises(QuestionError, match=r"There is no ready question nothing; there are pooling, .*, itself\."):
        ready_questions.question("nothing")
    assert ready_questions.find("rate") is READY[6]
    assert {field.name for field in fields(ready_questions.Ready)} == {"key", "title", "about", "designs", "names"}
