"""The course of a training: smoothing, bins and lines against plain loops, and copies that follow an original."""

from __future__ import annotations

import random

import numpy as np
import pytest

from core.training.history import COLUMNS, History, HistoryPart, Records, Validation


def records(start: int, count: int, seed: int = 0) -> Records:
    chance = np.random.default_rng([seed, start])
    loss, accuracy = chance.random((count, 2)).astype(np.float32).T
    return Records(np.arange(start + 1, start + count + 1), loss, accuracy)


def filled(count: int, slices: int = 1) -> History:
    history = History()
    whole = records(0, count)
    for part in np.array_split(np.arange(count), slices):
        before, after = (0.5 * part[0], 0.5 * (part[-1] + 1)) if len(part) else (0, 0)
        history.extend(Records(whole.iteration[part], whole.loss[part], whole.accuracy[part]), before, after)
    return history


def test_smoothing_is_the_weighted_mean_of_all_before():
    """Each batch comes in with the share 1 / window, and loses as much of it with each later one; the weights sum to one."""
    history = filled(1200, slices=7)
    values = records(0, 1200)
    shares = 1 / np.clip(np.arange(1, 1201) / 10, 1, 50)
    for n in (1, 2, 10, 11, 50, 499, 500, 501, 1200):
        weights = np.array([shares[i] * np.prod(1 - shares[i + 1 : n]) for i in range(n)])
        assert weights.sum() == pytest.approx(1)
        for column, raw in ((2, values.loss), (3, values.accuracy)):
            expected = (weights * raw[:n].astype(np.float64)).sum()
            assert history.rows[n - 1, column] == pytest.approx(expected, rel=2e-5)
    assert history.rows.dtype == np.float32
    assert (history.rows[:, 0] == values.loss).all()
    assert (history.rows[:, 1] == values.accuracy).all()


def test_slices_give_the_same_rows():
    one, many = filled(777, 1).rows, filled(777, 50).rows
    assert (one[:, :4] == many[:, :4]).all()
    assert one[:, 4] == pytest.approx(many[:, 4])


def test_seconds_pass_evenly_within_a_slice():
    history = filled(10)
    history.extend(records(10, 4), 5.0, 7.0)
    assert history.rows[:, 4].tolist() == [*(0.5 * n for n in range(1, 11)), 5.5, 6.0, 6.5, 7.0]


def test_until_is_another_history():
    history = filled(100)
    for iteration in (0, 10, 60):
        history.validate(iteration, iteration, 1000)
    until = history.until(50)
    assert (until.rows == history.rows[:50]).all()
    assert until.validations == [Validation(0, 0, 1000), Validation(10, 10, 1000)]
    assert until.key != history.key
    until.extend(records(50, 5, seed=9))
    assert len(history) == 100
    assert (history.rows[50:55, 0] != until.rows[50:, 0]).any()


@pytest.mark.parametrize(
    ("count", "most"), [(0, 400), (1, 400), (400, 400), (401, 400), (800, 400), (801, 400), (100_000, 400), (7, 1)]
)
def test_bin_width(count, most):
    history = History.of(HistoryPart("any", 0, np.zeros((count, len(COLUMNS)), np.float32), ()))
    width = history.bin_width(most)
    assert width & (width - 1) == 0
    assert -(-count // width) <= most
    assert width == 1 or -(-count // (width // 2)) > most


@pytest.mark.parametrize(
    ("count", "width", "first"),
    [(0, 1, 0), (1, 1, 0), (10, 1, 0), (10, 4, 0), (12, 4, 0), (500, 32, 3), (500, 512, 0), (64, 32, 2), (10, 4, 9)],
)
def test_curve_is_what_plain_loops_give(count, width, first):
    history = filled(count)
    curve = history.curve(width, first)
    rows = history.rows.astype(np.float64)
    iterations, values = [], []
    for start in range(first * width, count, width):
        inside = rows[start : start + width]
        iterations.append(start + len(inside))
        values.append([inside[:, 0].mean(), inside[:, 1].mean(), *inside[-1, 2:]])
    assert (curve.width, curve.first) == (width, first)
    assert curve.iteration.tolist() == iterations
    assert curve.values.shape == (len(values), 5)
    np.testing.assert_allclose(curve.values, np.reshape(values, (-1, 5)), rtol=1e-5)


def test_a_curve_goes_on_where_it_was_left():
    """What a screen does: it has the full bins already and asks from the first unfinished one."""
    whole = filled(1000).curve(8)
    head, tail = filled(500).curve(8), filled(1000).curve(8, 500 // 8)
    np.testing.assert_array_equal(np.concatenate([head.values[: 500 // 8], tail.values]), whole.values)


@pytest.mark.parametrize(("count", "expected"), [(0, []), (1, [1]), (100, [1]), (101, [1, 101]), (250, [1, 101, 201])])
def test_lines_are_the_tutorials(count, expected):
    history = filled(count)
    assert history.lines() == [(i, float(records(0, count).accuracy[i - 1])) for i in expected]


def test_only_the_last_lines():
    assert [i for i, _ in filled(1000).lines(most=3)] == [701, 801, 901]


def test_truncate():
    history = filled(100)
    for iteration in (0, 10, 60, 61, 100):
        history.validate(iteration, iteration, 1000)
    history.truncate(60)
    assert len(history) == 60
    assert history.validations == [Validation(i, i, 1000) for i in (0, 10, 60)]
    assert (history.rows == filled(100).rows[:60]).all()
    history.truncate(90)
    assert len(history) == 60
    whole = records(0, 100)
    history.extend(Records(whole.iteration[60:], whole.loss[60:], whole.accuracy[60:]), 30.0, 50.0)
    assert (history.rows == filled(100).rows).all()


def test_a_part_holds_only_what_is_new():
    history = filled(100)
    assert len(history.part_since(history.key, 70).rows) == 30
    assert len(history.part_since(history.key, 100).rows) == 0
    assert len(history.part_since("another", 70).rows) == 100
    assert len(history.part_since(None, 0).rows) == 100
    assert len(history.part_since(history.key, 101).rows) == 100


def test_a_part_is_a_copy():
    history = filled(10)
    part = history.part_since(None, 0)
    before = part.rows.copy()
    history.truncate(0)
    history.extend(records(5, 10, seed=3))
    assert (part.rows == before).all()


@pytest.mark.parametrize("seed", range(30))
def test_a_copy_follows(seed):
    """Through growth, divergence and resets, looked at now and then, a copy is what the original is."""
    chance = random.Random(seed)
    original, copy = History(), History()
    for step in range(80):
        match chance.choice(["grow", "grow", "grow", "validate", "truncate", "reset", "look", "look"]):
            case "grow":
                original.extend(records(len(original), chance.choice([0, 1, 7, 300]), seed=step))
            case "validate":
                original.validate(len(original), step, 1000)
            case "truncate" if chance.random() < 0.5:
                original.truncate(max(0, len(original) - chance.choice([0, 1, 2, 200])))
            case "reset" if chance.random() < 0.3:
                original = History()
            case "look":
                copy.join(original.part_since(copy.key, len(copy)))
                assert copy.key == original.key
                assert copy.validations == original.validations
                np.testing.assert_array_equal(copy.rows, original.rows)
