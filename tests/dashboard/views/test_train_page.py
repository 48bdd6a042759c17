"""What the Train page says of its curves, run by AppTest over an engine that is stepped by hand."""

from __future__ import annotations

import numpy as np
import pytest

from core import spec
from core.storage import workspace_token
from core.training.history import MOST_POINTS, History, Records
from tests.support.app import open_app, words

DROPOUT_ON, DROPOUT_OFF = "Dropout is on while they are measured", "And dropout is off for validation"


def said(client, *layers: spec.Layer, **settings) -> str:
    """The words of the Train page with a run of that design, after two iterations."""
    workspace = workspace_token.new()
    run = client.create(workspace, spec.NetworkSpec(layers), spec.TrainingSpec(**settings))
    client.train(run.run_id, 2)
    client.work()
    return words(open_app("train", w=workspace, run=run.run_id))


def test_each_curve_says_what_it_is(client):
    text = said(client, spec.Dense(4), batch_size=32)
    assert "one batch (32 here), before the update" in text
    assert "One image more or less is 3.1 percentage points" in text
    assert "on 1,000 images that the network never trains on" in text
    assert DROPOUT_ON not in text
    assert DROPOUT_OFF not in text
    assert "Batch normalization uses" not in text


def test_what_is_otherwise_while_training_is_said_where_the_network_has_it(client):
    text = said(client, spec.Dense(4), spec.Dropout(0.5), spec.BatchNorm())
    assert "one batch (64 here)" in text
    assert DROPOUT_ON in text
    assert DROPOUT_OFF in text
    assert "Batch normalization uses the mean and variance of the batch itself" in text


def test_the_windows_that_are_named_are_those_of_the_curves(client):
    text = said(client, spec.Dense(4))
    assert "about the last tenth of all iterations so far, and from iteration 500 on the last 50 batches" in text
    assert f"Beyond {MOST_POINTS} points" in text
    history, one = History(), np.ones(1, np.float32)
    for length, window in ((100, 10), (500, 50), (900, 50)):
        while len(history) < length - 1:
            history.extend(Records(np.zeros(1, np.int64), 0 * one, 0 * one))
        history.extend(Records(np.zeros(1, np.int64), one, one))  # a single batch, after many zeros
        before, after = history.rows[-2:, 3]
        assert after - (1 - 1 / window) * before == pytest.approx(1 / window, rel=1e-4)
    assert history.bin_width() == 4  # 900 iterations, at most 400 points
