"""One thing of a design changed: what is proposed can be, what is typed is read, what cannot be is refused."""

from __future__ import annotations

import pytest

from core import presets, spec
from core.question import Design
from core.spec import Conv, Dense, Dropout, NetworkSpec, Pool, SpecError, TrainingSpec
from dashboard import changes

TUTORIAL = Design(spec.tutorial())
LAYERS = spec.tutorial().layers
DESIGNS = [Design(preset.network, preset.settings) for preset in presets.PRESETS]


@pytest.mark.parametrize("design", DESIGNS, ids=[preset.key for preset in presets.PRESETS])
def test_everything_can_be_changed_and_what_is_first_chosen_differs(design):
    for place in changes.places(design):
        for thing in changes.things(design, place):
            chosen = changes.first_choice(design, place, thing)
            assert set(chosen) <= set(changes.proposed(design, place, thing))
            assert len(chosen) == (0 if thing == changes.NOTHING else 1)
            for value in chosen:
                assert changes.changed(design, place, thing, value) != design


def test_the_seed_is_no_part_of_a_design():
    assert changes.things(TUTORIAL, changes.TRAINING) == ["optimizer", "learning_rate", "batch_size", "precision"]


@pytest.mark.parametrize(
    ("place", "thing", "value", "expected"),
    [
        (0, "kernel", 3, Design(NetworkSpec((Conv(16, 3), *LAYERS[1:])))),
        (1, "kind", "average", Design(NetworkSpec((LAYERS[0], Pool("average"), *LAYERS[2:])))),
        (changes.NETWORK, changes.LEFT_OUT, 3, Design(NetworkSpec((*LAYERS[:3], LAYERS[4])))),
        (changes.NETWORK, "added_dropout", 5, Design(NetworkSpec((*LAYERS, Dropout())))),
        (changes.NETWORK, "added_pool", 0, Design(NetworkSpec((Pool(), *LAYERS)))),
        (
            changes.NETWORK,
            changes.ACTIVATIONS,
            "tanh",
            Design(NetworkSpec((Conv(16, activation="tanh"), Pool(), Conv(36, activation="tanh"), Pool(), Dense(128, "tanh")))),
        ),
        (changes.TRAINING, "learning_rate", 0.1, Design(spec.tutorial(), TrainingSpec(learning_rate=0.1))),
        (changes.NETWORK, changes.NOTHING, None, TUTORIAL),
    ],
)  # fmt: skip
def test_one_thing_is_changed_and_nothing_else(place, thing, value, expected):
    assert changes.changed(TUTORIAL, place, thing, value) == expected


@pytest.mark.parametrize(
    ("place", "thing", "typed", "expected"),
    [
        (0, "kernel", "3", 3),
        (0, "kernel", " 3 ", 3),
        (0, "kernel", 3, 3),
        (0, "kernel", "three", "three"),
        (0, "kernel", "3.5", "3.5"),
        (changes.TRAINING, "learning_rate", "1e-3", 0.001),
        (changes.TRAINING, "optimizer", "sgd", "sgd"),
    ],
)
def test_what_is_typed_is_read_as_a_number_where_it_is_one(place, thing, typed, expected):
    assert changes.read(TUTORIAL, place, thing, typed) == expected


@pytest.mark.parametrize(
    ("place", "thing", "typed"),
    [
        (0, "kernel", "29"), (0, "kernel", "0"), (0, "kernel", "x" * 10_000), (0, "filters", "9" * 5_000), (1, "size", "27"),
        (4, "units", "-1"), (4, "units", "4096.0"), (changes.TRAINING, "learning_rate", "nan"),
        (changes.TRAINING, "learning_rate", "inf"), (changes.TRAINING, "batch_size", "1e3"), (3, "size", "15"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(place, thing, typed):
    with pytest.raises(SpecError):
        changes.changed(TUTORIAL, place, thing, changes.read(TUTORIAL, place, thing, typed))


def test_layers_are_added_only_where_they_can_stand():
    assert changes.proposed(TUTORIAL, changes.NETWORK, "added_conv") == [4, 3, 2, 1, 0]
    assert changes.proposed(TUTORIAL, changes.NETWORK, "added_dense") == [5, 4]


def test_of_twelve_layers_none_is_added_and_of_none_none_is_left_out():
    full = Design(NetworkSpec((Dropout(),) * spec.MAX_LAYERS))
    assert changes.things(full, changes.NETWORK) == [changes.LEFT_OUT, changes.NOTHING]
    empty = Design(NetworkSpec())
    assert changes.things(empty, changes.NETWORK) == [
        f"added_{kind}" for kind in ("conv", "pool", "dense", "dropout")
    ] + [changes.NOTHING]


def test_numbers_begin_with_the_next_larger_one():
    assert changes.first_choice(TUTORIAL, 0, "filters") == [32]
    assert changes.first_choice(TUTORIAL, changes.TRAINING, "learning_rate") == [3e-4]
    largest = Design(NetworkSpec((Conv(512, 3),)))
    assert changes.first_choice(largest, 0, "filters") == [64]
