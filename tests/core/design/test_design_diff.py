"""What differs from the tutorial, against cases worked out by hand."""

from __future__ import annotations

from core import spec
from core.design import design_diff
from core.spec import Conv, Dense, Dropout, NetworkSpec, Pool

TUTORIAL = spec.tutorial().layers


def test_the_tutorial_differs_in_nothing():
    assert all(each.same and not each.changed for each in design_diff.layers(spec.tutorial()))
    assert design_diff.left_out(spec.tutorial()) == ()
    assert design_diff.settings(spec.TrainingSpec(seed=7)) == {}


def test_changed_fields_name_the_tutorials_values():
    network = NetworkSpec((Conv(32, 3, activation="sigmoid"), *TUTORIAL[1:]))
    first, *others = design_diff.layers(network)
    assert (first.name, first.was) == ("conv1", TUTORIAL[0])
    assert first.changed == {"filters": 16, "kernel": 5, "activation": "relu"}
    assert all(each.same for each in others)


def test_an_added_layer_has_no_counterpart():
    network = NetworkSpec((*TUTORIAL[:4], Dropout(0.3), *TUTORIAL[4:]))
    assert [each.was is None for each in design_diff.layers(network)] == [False] * 4 + [True, False]
    assert design_diff.left_out(network) == ()


def test_stride_instead_of_pooling_leaves_the_pooling_out():
    network = NetworkSpec((Conv(16, 5, stride=2), Conv(36, 5, stride=2), Dense(128)))
    assert [dict(each.changed) for each in design_diff.layers(network)] == [{"stride": 1}, {"stride": 1}, {}]
    assert design_diff.left_out(network) == (Pool(), Pool())


def test_no_layers_leave_all_out():
    assert design_diff.layers(NetworkSpec()) == ()
    assert design_diff.left_out(NetworkSpec()) == TUTORIAL


def test_a_network_that_cannot_be_is_compared_too():
    network = NetworkSpec((Dense(64), Conv(16, 28)))
    assert len(design_diff.layers(network)) == 2


def test_settings_that_differ():
    chosen = spec.TrainingSpec(optimizer="sgd", learning_rate=0.01, seed=3)
    assert design_diff.settings(chosen) == {"optimizer": "adam", "learning_rate": 1e-4}


def test_another_base_than_the_tutorial():
    base = NetworkSpec((Conv(8, 3), Pool("average"), Dense(20)))
    network = NetworkSpec((Conv(8, 5), Pool("average"), Dense(20), Dropout(0.2)))
    first, second, third, added = design_diff.layers(network, base)
    assert (first.was, first.changed) == (Conv(8, 3), {"kernel": 3})
    assert second.same
    assert third.same
    assert (added.name, added.was) == ("dropout1", None)
    assert design_diff.left_out(network, base) == ()
    assert design_diff.left_out(base, network) == (Dropout(0.2),)


def test_a_design_differs_from_itself_in_nothing():
    base = NetworkSpec((Conv(8, 3), Dense(20)))
    assert all(each.same for each in design_diff.layers(base, base))
    chosen = spec.TrainingSpec(optimizer="sgd", learning_rate=0.01, seed=3)
    assert design_diff.settings(chosen, spec.TrainingSpec(optimizer="sgd", learning_rate=0.1)) == {"learning_rate": 0.1}
    assert design_diff.settings(chosen, chosen) == {}


def test_of_two_equal_layers_one_is_left_out():
    base = NetworkSpec((Conv(8, 3), Conv(8, 3), Dense(20)))
    assert design_diff.left_out(NetworkSpec((Conv(8, 3), Dense(20))), base) == (Conv(8, 3),)
