"""The event file, read by TensorBoard: its steps and values are the run's, its histograms and pictures those of the weights."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from core.bundle import pictures
from core.bundle.contents import Contents
from core.bundle.tensorboard_events import event_file
from core.runs.snapshot import TestResult
from core.spec import BatchNorm, Conv, Dense, NetworkSpec, Pool, TrainingSpec
from core.training.history import History, HistoryPart, Validation
from tests.support.random_weights import random_weights
from tests.support.root import ROOT
from tests.support.waiting import until

NETWORK = NetworkSpec((Conv(6, 3), BatchNorm("relu"), Pool(), Conv(80, 3), Dense(9)))
KEPT = {at: random_weights(NETWORK, seed=at) for at in (0, 1, 10, 100)}
CREATED = 1_790_000_000.5


def history_of(count: int, *validations: Validation) -> History:
    rows = np.random.default_rng(count).random((count, 5)).astype(np.float32)
    rows[:, 4] = np.linspace(0.1, 60, count)
    return History.of(HistoryPart("a key", 0, rows, validations))


def contents_of(count: int = 120, **changes) -> Contents:
    given = dict(
        name="", network=NETWORK, settings=TrainingSpec(), iteration=120, weights=random_weights(NETWORK, seed=120),
        history=history_of(count, Validation(0, 90, 1000), Validation(100, 801, 1000)),
        results=(TestResult(1, 61, 600, 0.0), TestResult(100, 412, 600, 4.25)), probabilities=None,
        labels=np.zeros(0, np.int64), images=np.zeros((0, 28, 28, 1), np.uint8), created=CREATED,
        checkpoints=KEPT.items(),
    )  # fmt: skip
    return Contents(**(given | changes))


def read(contents: Contents, folder: Path) -> EventAccumulator:
    (folder / "events.out.tfevents.0.x").write_bytes(event_file(contents))
    everything = {"scalars": 0, "histograms": 0, "images": 0, "tensors": 0}
    return EventAccumulator(str(folder), size_guidance=everything).Reload()


@pytest.fixture(scope="module")
def events(tmp_path_factory) -> EventAccumulator:
    return read(contents_of(), tmp_path_factory.mktemp("events"))


def points(events: EventAccumulator, tag: str) -> list[tuple[int, float]]:
    return [(event.step, event.value) for event in events.Scalars(tag)]


def test_what_is_in_it(events):
    tags = events.Tags()
    assert tags["scalars"] == ["accuracy/validation", "loss/batch", "accuracy/batch", "accuracy/test"]
    assert set(tags["histograms"]) == set(random_weights(NETWORK))
    assert set(tags["images"]) == {"kernels/conv1", "kernels/conv2"}


def test_the_curves_are_the_runs(events):
    contents = contents_of()
    for column, tag in enumerate(("loss/batch", "accuracy/batch")):
        assert points(events, tag) == list(enumerate(contents.history.rows[:, column].tolist(), start=1))
    for tag, done in (("accuracy/validation", contents.history.validations), ("accuracy/test", contents.results)):
        assert points(events, tag) == [(e.iteration, float(np.float32(e.correct / e.total))) for e in done]


def test_its_time_is_that_of_the_training(events):
    seconds = contents_of().history.rows[:, 4].astype(float)
    assert [event.wall_time for event in events.Scalars("loss/batch")] == pytest.approx((CREATED + seconds).tolist())
    assert [event.wall_time for event in events.Scalars("accuracy/validation")] == [CREATED, CREATED + seconds[99]]


@pytest.mark.parametrize(("count", "width"), [(10_000, 1), (10_001, 2), (25_000, 3), (100_000, 10)])
def test_a_long_run_is_thinned(count, width, tmp_path):
    contents = contents_of(count, checkpoints=())
    found = points(read(contents, tmp_path), "loss/batch")
    assert len(found) <= 10_000  # what TensorBoard's reader keeps by itself
    steps = [step for step, _ in found]
    assert steps == sorted({*range(width, count + 1, width), count})
    assert [value for _, value in found] == contents.history.rows[np.array(steps) - 1, 0].tolist()


def test_histograms_of_every_weight_at_every_checkpoint(events):
    """And at the iteration of the bundle's own weights, which is no checkpoint here."""
    weights = KEPT | {120: contents_of().weights}
    for name in weights[0]:
        found = events.Histograms(name)
        assert [event.step for event in found] == [0, 1, 10, 100, 120]
        for event in found:
            told, values = event.histogram_value, weights[event.step][name].astype(float).ravel()
            assert (told.min, told.max, told.num) == (values.min(), values.max(), values.size)
            assert told.sum == pytest.approx(values.sum())
            assert told.sum_squares == pytest.approx((values**2).sum())
            edges = np.array([values.min(), *told.bucket_limit])
            assert np.array_equal(np.histogram(values, edges)[0], told.bucket)
            assert len(told.bucket) == 30


def test_pictures_of_the_kernels_at_every_checkpoint(events):
    for layer, filters in (("conv1", 6), ("conv2", 72)):  # of 80
        found = events.Images(f"kernels/{layer}")
        assert [event.step for event in found] == [0, 1, 10, 100, 120]
        for event in found[:4]:
            expected = pictures.kernels(KEPT[event.step][f"{layer}/kernel"][..., :filters])
            shown = Image.open(io.BytesIO(event.encoded_image_string))
            assert (event.width, event.height) == shown.size == expected.size
            assert np.array_equal(np.asarray(shown), np.asarray(expected))


def test_a_checkpoint_of_the_bundles_iteration_is_told_once(tmp_path):
    events = read(contents_of(iteration=100, weights=KEPT[100]), tmp_path)
    assert [event.step for event in events.Histograms("conv1/bias")] == [0, 1, 10, 100]


def test_checkpoints_are_read_one_after_the_other():
    """They may be large, so the next one is asked for when the last one is done with."""
    held = []

    def one_by_one() -> Iterator[tuple[int, dict[str, np.ndarray]]]:
        for at in KEPT:
            assert not held
            held.append(at)
            yield at, KEPT[at]
            held.pop()

    event_file(contents_of(checkpoints=one_by_one()))
    assert not held


def test_what_is_no_number_is_told_as_far_as_it_goes(tmp_path):
    """As after a training that diverged."""
    rows = np.array([[np.nan, 0.1, 0, 0, 1], [np.inf, 0.2, 0, 0, 2]], np.float32)
    weights = {name: np.full_like(values, np.nan) for name, values in KEPT[0].items()}
    weights["conv1/bias"] = np.array([np.nan, 1, 2, np.inf, -np.inf, 4], np.float32)
    history = History.of(HistoryPart("a key", 0, rows, ()))
    events = read(contents_of(history=history, iteration=2, weights=weights, checkpoints=()), tmp_path)
    (first, second) = (value for _, value in points(events, "loss/batch"))
    assert np.isnan(first)
    assert second == np.inf
    (told,) = events.Histograms("conv1/bias")
    assert (told.histogram_value.min, told.histogram_value.max, told.histogram_value.num) == (1, 4, 3)
    (empty,) = events.Histograms("conv1/kernel")
    assert empty.histogram_value.num == 0
    assert len(events.Images("kernels/conv1")) == 1


def test_a_run_that_has_not_begun_is_its_first_weights(tmp_path):
    events = read(contents_of(0, iteration=0, results=(), checkpoints=(), history=History()), tmp_path)
    assert events.Tags()["scalars"] == []
    assert [event.step for event in events.Histograms("conv1/kernel")] == [0]


def test_the_same_run_gives_the_same_bytes():
    assert event_file(contents_of()) == event_file(contents_of())


def test_the_server_writes_it_without_tensorflow():
    """With TensorBoard's own formats; those parts of it that would ask for TensorFlow are left alone."""
    program = """
import sys
from tests.core.bundle.test_tensorboard_events import contents_of, event_file
sys.modules["tensorflow"] = None  # an import of it is an error from now on
assert len(event_file(contents_of())) > 10_000
assert "keras" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)


def test_tensorboard_shows_it(tmp_path):
    """The program itself, asked as its own pages ask it."""
    folder = tmp_path / "a run"
    folder.mkdir()
    (folder / "events.out.tfevents.0.x").write_bytes(event_file(contents_of()))
    program = "import sys; sys.modules['tensorflow'] = None; from tensorboard.main import run_main; run_main()"  # starts sooner
    command = [sys.executable, "-c", program, "--logdir", str(tmp_path), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as served:
        try:
            address = next(found[0] for line in served.stderr if (found := re.search(r"http://\S+:\d+/", line)))

            def told(what: str) -> dict:
                with urllib.request.urlopen(f"{address}data/plugin/{what}", timeout=30) as answer:
                    return json.load(answer)

            until(lambda: told("scalars/tags"))
            assert set(told("scalars/tags")["a run"]) == {
                "loss/batch",
                "accuracy/batch",
                "accuracy/validation",
                "accuracy/test",
            }
            assert set(told("histograms/tags")["a run"]) == set(KEPT[0])
            assert set(told("images/tags")["a run"]) == {"kernels/conv1", "kernels/conv2"}
            (chart, _) = told("custom_scalars/layout")["category"][0]["chart"]
            assert chart["multiline"]["tag"] == ["accuracy/batch", "accuracy/validation", "accuracy/test"]
        finally:
            served.terminate()
