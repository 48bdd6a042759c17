"""Every ready question can be run, and changes one thing only."""

from __future__ import annotations

import pytest

from core import spec
from core.design import design_diff, presets
from core.experiments import ready_questions
from core.experiments.question import QuestionError, Variant
from core.experiments.ready_questions import READY
from core.messages import Sentence
from core.spec import Conv, Dropout, Pool, TrainingSpec

ready_ones = pytest.mark.parametrize("ready", READY, ids=lambda ready: ready.key)


def changes(variant: Variant) -> set[str]:
    """The kinds of things in which a variant differs from the tutorial: fields of layers and settings, layers left out or added."""
    layers = design_diff.layers(variant.network)
    found = {f"{type(each.layer).__name__}.{name}" for each in layers for name in each.changed}
    found |= {f"+{type(each.layer).__name__}" for each in layers if each.was is None}
    found |= {f"-{type(layer).__name__}" for layer in design_diff.left_out(variant.network)}
    return found | set(design_diff.settings(variant.settings))


def test_no_two_are_alike():
    for values in (
        [ready.key for ready in READY],
        [str(ready.title) for ready in READY],
        [ready.variants for ready in READY],
    ):
        assert len(set(values)) == len(READY) >= 8


@ready_ones
def test_it_can_be_run(ready):
    question = ready_questions.question(ready.key)
    question.check()
    assert question.key == ready.key
    assert question.variants == ready.variants
    assert question.seeds == (0, 1, 2, 3, 4)
    assert question.iterations == 1_000
    more = ready_questions.question(ready.key, seeds=3, iterations=300)
    more.check()
    assert (len(more.seeds), more.iterations) == (3, 300)


def test_another_row_is_another_question(monkeypatch):
    """Nothing else knows which there are; `tests/dashboard/views/test_experiments_page.py` has the page."""
    variants = (Variant(spec.tutorial()), Variant(spec.tutorial(), TrainingSpec(optimizer="sgd")))
    names = (Sentence("Adam"), Sentence("SGD"))
    row = ready_questions.Ready("optimizer", Sentence("Adam or SGD?"), Sentence("Which is better?"), variants, names)
    monkeypatch.setattr(ready_questions, "READY", (*READY, row))
    assert ready_questions.find("optimizer") is row
    assert ready_questions.question("optimizer").variants == variants


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
def test_all_differ_from_the_first_in_the_same_thing(ready):
    first, *others = [changes(variant) for variant in ready.variants[1:]]
    assert all(each == first for each in others)


@pytest.mark.parametrize("key", EXPECTED)
def test_what_differs_is_what_the_question_is_about(key):
    assert [changes(variant) for variant in ready_questions.find(key).variants[1:]] == EXPECTED[key]


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
    question = ready_questions.question("itself", seeds=2)
    assert question.against_itself
    assert len({run.task.settings.seed for run in question.plan(())}) == 4
    assert not any(ready_questions.question(ready.key).against_itself for ready in READY if ready.key != "itself")


def test_what_is_said_of_the_costs_is_so():
    """Less than a third of the work with stride 2; two to four times with double the filters; more parameters with one convolution."""

    def work(design):
        return sum(part.multiplications for part in spec.summary(design.network))

    pooling, filters, depth = (ready_questions.find(key).variants for key in ("pooling", "filters", "depth"))
    assert work(pooling[1]) < work(pooling[0]) / 3
    assert 2 < work(filters[2]) / work(filters[0]) < 4
    assert depth[1].parameters > depth[0].parameters


def test_an_unknown_key_is_refused_in_words():
    with pytest.raises(
        QuestionError, match=r"There is no ready-made question nothing; choose one of pooling, .*, itself\."
    ):
        ready_questions.question("nothing")
    assert all(ready_questions.find(ready.key) is ready for ready in READY)
