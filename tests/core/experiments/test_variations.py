"""One thing of a design changed: what is proposed can be, what is typed is read, what cannot be is refused."""

from __future__ import annotations

import pytest

from core import spec
from core.design import presets
from core.experiments import variations
from core.experiments.question import Variant
from core.layers import KINDS
from core.spec import Conv, Dense, Dropout, NetworkSpec, Pool, SpecError, TrainingSpec

TUTORIAL = Variant(spec.tutorial())
LAYERS = spec.tutorial().layers
DESIGNS = [Variant(preset.network, preset.settings) for preset in presets.PRESETS]


@pytest.mark.parametrize("design", DESIGNS, ids=[preset.key for preset in presets.PRESETS])
def test_everything_can_be_changed_and_what_is_first_chosen_differs(design):
    for place in variations.places(design):
        for thing in variations.things(design, place):
            chosen = variations.first_choice(design, place, thing)
            assert set(chosen) <= set(variations.proposed(design, place, thing))
            assert len(chosen) == (0 if thing == variations.NOTHING else 1)
            for value in chosen:
                assert variations.changed(design, place, thing, value) != design


def test_the_seed_is_no_part_of_a_design():
    assert variations.things(TUTORIAL, variations.TRAINING) == ["optimizer", "learning_rate", "batch_size", "precision"]


@pytest.mark.parametrize(
    ("place", "thing", "value", "expected"),
    [
        (0, "kernel", 3, Variant(NetworkSpec((Conv(16, 3), *LAYERS[1:])))),
        (1, "kind", "average", Variant(NetworkSpec((LAYERS[0], Pool("average"), *LAYERS[2:])))),
        (variations.NETWORK, variations.LEFT_OUT, 3, Variant(NetworkSpec((*LAYERS[:3], LAYERS[4])))),
        (variations.NETWORK, "added_dropout", 5, Variant(NetworkSpec((*LAYERS, Dropout())))),
        (variations.NETWORK, "added_pool", 0, Variant(NetworkSpec((Pool(), *LAYERS)))),
        (
            variations.NETWORK,
            variations.ACTIVATIONS,
            "tanh",
            Variant(NetworkSpec((Conv(16, activation="tanh"), Pool(), Conv(36, activation="tanh"), Pool(), Dense(128, "tanh")))),
        ),
        (variations.TRAINING, "learning_rate", 0.1, Variant(spec.tutorial(), TrainingSpec(learning_rate=0.1))),
        (variations.NETWORK, variations.NOTHING, None, TUTORIAL),
    ],
)  # fmt: skip
def test_one_thing_is_changed_and_nothing_else(place, thing, value, expected):
    assert variations.changed(TUTORIAL, place, thing, value) == expected


@pytest.mark.parametrize(
    ("place", "thing", "typed", "expected"),
    [
        (0, "kernel", "3", 3),
        (0, "kernel", " 3 ", 3),
        (0, "kernel", 3, 3),
        (0, "kernel", "three", "three"),
        (0, "kernel", "3.5", "3.5"),
        (variations.TRAINING, "learning_rate", "1e-3", 0.001),
        (variations.TRAINING, "optimizer", "sgd", "sgd"),
    ],
)
def test_what_is_typed_is_read_as_a_number_where_it_is_one(place, thing, typed, expected):
    assert variations.read(TUTORIAL, place, thing, typed) == expected


@pytest.mark.parametrize(
    ("place", "thing", "typed"),
    [
        (0, "kernel", "29"), (0, "kernel", "0"), (0, "kernel", "x" * 10_000), (0, "filters", "9" * 5_000), (1, "size", "27"),
        (4, "units", "-1"), (4, "units", "4096.0"), (variations.TRAINING, "learning_rate", "nan"),
        (variations.TRAINING, "learning_rate", "inf"), (variations.TRAINING, "batch_size", "1e3"), (3, "size", "15"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(place, thing, typed):
    with pytest.raises(SpecError):
        variations.changed(TUTORIAL, place, thing, variations.read(TUTORIAL, place, thing, typed))


def test_layers_are_added_only_where_they_can_stand():
    assert variations.proposed(TUTORIAL, variations.NETWORK, "added_conv") == [4, 3, 2, 1, 0]
    assert variations.proposed(TUTORIAL, variations.NETWORK, "added_dense") == [5, 4]


def test_of_twelve_layers_none_is_added_and_of_none_none_is_left_out():
    full = Variant(NetworkSpec((Dropout(),) * spec.MAX_LAYERS))
    assert variations.things(full, variations.NETWORK) == [variations.LEFT_OUT, variations.NOTHING]
    empty = Variant(NetworkSpec())
    assert variations.things(empty, variations.NETWORK) == [
        *(f"added_{kind.type_name}" for kind in KINDS),
        variations.NOTHING,
    ]


def test_numbers_begin_with_the_next_larger_one():
    assert variations.first_choice(TUTORIAL, 0, "filters") == [32]
    assert variations.first_choice(TUTORIAL, variations.TRAINING, "learning_rate") == [3e-4]
    largest = Variant(NetworkSpec((Conv(512, 3),)))
    assert variations.first_choice(largest, 0, "filters") == [64]
