"""How long an iteration takes: an estimate from other designs until it was measured, then what was measured."""

from __future__ import annotations

import pytest

from core import spec
from core.spec import Conv, Dense, NetworkSpec, Pool, SpecError, TrainingSpec
from core.training import step_time
from core.training.step_time import MEASURED_AFTER, Paces

TUTORIAL, SETTINGS = spec.tutorial(), TrainingSpec()
STRIDES = NetworkSpec((Conv(16, 5, stride=2), Conv(36, 5, stride=2), Dense(128)))


def test_nothing_is_known_before_anything_was_measured():
    assert Paces().of(TUTORIAL, SETTINGS) is None


def test_few_iterations_make_an_estimate_and_many_a_measurement():
    paces = Paces()
    paces.note(TUTORIAL, SETTINGS, MEASURED_AFTER - 1, 0.01 * (MEASURED_AFTER - 1))
    assert paces.of(TUTORIAL, SETTINGS) == step_time.Pace(pytest.approx(0.01), False)
    paces.note(TUTORIAL, SETTINGS, 1, 0.01)
    assert paces.of(TUTORIAL, SETTINGS) == step_time.Pace(pytest.approx(0.01), True)


def test_the_slow_first_slice_does_not_count():
    """It waits for the compilation."""
    paces = Paces()
    paces.note(TUTORIAL, SETTINGS, 1, 5.0)
    paces.note(TUTORIAL, SETTINGS, 40, 0.4)
    assert paces.of(TUTORIAL, SETTINGS).seconds == pytest.approx(0.01)


def test_a_measurement_follows_a_machine_that_becomes_busier():
    paces = Paces()
    paces.note(TUTORIAL, SETTINGS, 100, 1.0)
    for _ in range(30):
        paces.note(TUTORIAL, SETTINGS, 10, 0.2)
    assert paces.of(TUTORIAL, SETTINGS).seconds == pytest.approx(0.02, rel=0.01)


def test_another_design_is_estimated_by_its_work():
    paces = Paces()
    paces.note(TUTORIAL, SETTINGS, 100, 1.0)
    found = paces.of(STRIDES, SETTINGS)
    assert not found.measured
    share = step_time.work(STRIDES, SETTINGS) / step_time.work(TUTORIAL, SETTINGS)
    assert found.seconds == pytest.approx(0.01 * share)


def test_a_design_that_has_only_begun_is_estimated_by_those_that_were_measured():
    """Else its compilation counts for every iteration: half an hour, the page said, for what takes half a minute."""
    paces = Paces()
    paces.note(TUTORIAL, SETTINGS, 100, 1.0)
    before = paces.of(STRIDES, SETTINGS)
    paces.note(STRIDES, SETTINGS, 1, 5.0)
    assert paces.of(STRIDES, SETTINGS) == before
    assert paces.of(STRIDES, TrainingSpec(precision="bfloat16")) == paces.of(STRIDES, SETTINGS)


def test_learning_rate_and_seed_cost_nothing_and_the_batch_size_does():
    paces = Paces()
    paces.note(TUTORIAL, SETTINGS, 100, 1.0)
    assert paces.of(TUTORIAL, TrainingSpec(learning_rate=0.1, seed=5)).measured
    larger = paces.of(TUTORIAL, TrainingSpec(batch_size=256))
    assert not larger.measured
    assert 0.02 < larger.seconds < 0.04


def test_a_measurement_at_the_same_precision_goes_before_the_others():
    paces, low = Paces(), TrainingSpec(precision="bfloat16")
    paces.note(TUTORIAL, SETTINGS, 100, 1.0)
    assert paces.of(TUTORIAL, low).seconds == pytest.approx(0.01)
    paces.note(TUTORIAL, low, 100, 20.0)
    assert paces.of(STRIDES, low).seconds > 10 * paces.of(STRIDES, SETTINGS).seconds


def test_a_design_that_cannot_be_has_no_pace():
    with pytest.raises(SpecError):
        Paces().of(NetworkSpec((Conv(16, 28, padding="valid"), Pool())), SETTINGS)


def test_the_estimates_are_near_what_was_once_measured():
    """Milliseconds an iteration on two shared cores with AVX2, the least of five slices: within a factor of two."""
    measured = {
        TUTORIAL: 24.5,
        STRIDES: 9.1,
        NetworkSpec((Conv(4, 5), Pool(), Conv(8, 5), Pool("max", 3, 3))): 5.5,
        NetworkSpec((Dense(512), Dense(512))): 3.5,
        NetworkSpec((Conv(32, 3), Pool(), Conv(64, 3), Pool(), Dense(256))): 27.8,
        NetworkSpec((Conv(16, 11), Pool(), Conv(16, 11), Pool())): 29.4,
        NetworkSpec(): 0.38,
    }
    paces = Paces()
    paces.note(TUTORIAL, SETTINGS, 100, 2.45)
    for network, milliseconds in measured.items():
        assert milliseconds / 2 < 1000 * paces.of(network, SETTINGS).seconds < milliseconds * 2, network
