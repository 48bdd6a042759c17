"""Every preset can be trained, and is what its name says."""

from __future__ import annotations

import pytest

from core import spec
from core.design import presets
from core.spec import Conv, Dense, Dropout, NetworkSpec, Pool, TrainingSpec

NETWORKS = {
    "tutorial": spec.tutorial(),
    "strides": NetworkSpec((Conv(16, 5, 2), Conv(36, 5, 2), Dense(128))),
    "sigmoid": NetworkSpec(
        (Conv(16, 5, 1, "same", "sigmoid"), Pool(), Conv(36, 5, 1, "same", "sigmoid"), Pool(), Dense(128, "sigmoid"))
    ),
    "dropout": NetworkSpec((*spec.tutorial().layers, Dropout(0.5))),
    "average": NetworkSpec((Conv(16, 5), Pool("average"), Conv(36, 5), Pool("average"), Dense(128))),
    "lenet5": NetworkSpec(
        (
            Conv(6, 5, 1, "same", "tanh"), Pool("average"), Conv(16, 5, 1, "valid", "tanh"), Pool("average"),
            Dense(120, "tanh"), Dense(84, "tanh"),
        )
    ),
    "linear": NetworkSpec(),
}  # fmt: skip


def parameters(network: NetworkSpec) -> int:
    return sum(part.parameters for part in spec.summary(network))


def test_the_presets_are_these():
    assert {preset.key for preset in presets.PRESETS} == {*NETWORKS, "small", "global"}


@pytest.mark.parametrize("preset", presets.PRESETS, ids=lambda preset: preset.key)
def test_a_preset_can_be_trained_and_is_found_again(preset):
    spec.check(preset.network, preset.settings)
    assert str(preset.title)
    assert str(preset.about)
    chosen = preset.settings_for(TrainingSpec(seed=9, precision="bfloat16"))
    assert (chosen.seed, chosen.precision) == (9, "bfloat16")
    assert presets.find(preset.network, chosen) is preset
    if preset.key in NETWORKS:
        assert preset.network == NETWORKS[preset.key]
        assert preset.settings == TrainingSpec()


def test_another_learning_rate_is_another_design():
    assert presets.find(spec.tutorial(), TrainingSpec(learning_rate=0.01)) is None


def test_published_numbers_of_parameters():
    """LeNet-5 has 60,000 (LeCun 1998, with its sparse second convolution and another output layer); a linear classifier 7,850."""
    by_key = {preset.key: preset.network for preset in presets.PRESETS}
    assert parameters(by_key["linear"]) == 784 * 10 + 10
    assert parameters(by_key["lenet5"]) == 61_706


@pytest.mark.parametrize("key", ["small", "global"])
def test_a_preset_says_how_small_it_is(key):
    preset = next(preset for preset in presets.PRESETS if preset.key == key)
    assert parameters(preset.network) == preset.about.values["parameters"] < 30_000
    assert f"{preset.settings.learning_rate:g}" in preset.about.template
