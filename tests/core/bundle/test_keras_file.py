"""The ``.keras`` file, opened by Keras: the same predictions as the run's, the same arrays as Keras itself would write."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import h5py
import keras
import numpy as np
import pytest

from core import spec
from core.bundle.keras_file import keras_file
from core.spec import BatchNorm, Conv, Dense, Dropout, NetworkSpec, TrainingSpec
from core.trainer import Trainer
from core.training.initial_weights import weights_of
from tests.support.keras_twin import NETWORKS
from tests.support.random_weights import random_weights
from tests.support.root import ROOT

SMALL = NetworkSpec((Conv(3, 3, 2), BatchNorm("relu"), Dropout(0.5), Conv(4, 3), Dense(8, "tanh")))
LOW = ("tutorial", "norm everywhere", "dropout first", "all kinds, elu")


def opened(content: bytes, folder: Path) -> keras.Model:
    path = folder / "network.keras"
    path.write_bytes(content)
    return keras.models.load_model(path)  # a warning is an error in these tests


def arrays(content: bytes) -> dict[str, np.ndarray]:
    found = {}
    with zipfile.ZipFile(io.BytesIO(content)) as file, h5py.File(io.BytesIO(file.read("model.weights.h5"))) as store:
        store.visititems(lambda name, item: found.update({name: item[()]}) if isinstance(item, h5py.Dataset) else None)
    return found


@pytest.mark.parametrize(("name", "precision"), [(n, "float32") for n in NETWORKS] + [(n, "bfloat16") for n in LOW])
def test_it_predicts_as_the_run(name, precision, digits, tmp_path):
    network, settings = NETWORKS[name], TrainingSpec(seed=3, precision=precision)
    weights, images = random_weights(network), digits.test.images[:64]
    model = opened(keras_file(network, settings, weights), tmp_path)
    expected = Trainer(network, settings).predict(weights, images)
    given = model.predict(images, verbose=0)  # bytes, as MNIST is
    assert given.dtype == np.float32
    assert np.ptp(expected, axis=0).max() > 1e-3  # images are told apart
    np.testing.assert_allclose(given, expected, rtol=0, atol=1e-6)
    np.testing.assert_allclose(given.sum(axis=1), 1, rtol=1e-5)


@pytest.mark.parametrize("optimizer", spec.OPTIMIZERS)
def test_keras_would_write_the_same(optimizer, tmp_path):
    weights = random_weights(SMALL)
    content = keras_file(SMALL, TrainingSpec(optimizer, 0.25), weights)
    model = opened(content, tmp_path)
    model.save(tmp_path / "again.keras")
    ours, keras_own = arrays(content), arrays((tmp_path / "again.keras").read_bytes())
    assert list(ours) == list(keras_own)
    for name, expected in keras_own.items():
        assert ours[name].dtype == expected.dtype
        assert np.array_equal(ours[name], expected), name
    stored = {value.tobytes() for value in ours.values()}
    assert all(weight.tobytes() in stored for weight in weights.values())


def test_its_layers_are_standard_ones_and_have_the_runs_names(tmp_path):
    network = NETWORKS["norm everywhere"]
    content = keras_file(network, TrainingSpec(), random_weights(network))
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert set(file.namelist()) == {"metadata.json", "config.json", "model.weights.h5"}
        assert json.loads(file.read("metadata.json"))["keras_version"] == keras.__version__
        config = json.loads(file.read("config.json"))
    assert {each["module"] for each in config["config"]["layers"]} == {"keras.layers"}
    model = opened(content, tmp_path)
    assert all(type(layer).__module__.startswith("keras.") for layer in model.layers)
    first, *inner, last = [layer.name for layer in model.layers]
    assert (first, last) == ("pixels", "probabilities")
    assert [name for name in inner if "_relu" not in name and "_tanh" not in name] == [
        part.name for part in spec.summary(network)
    ]
    assert model.input_shape == (None, 28, 28, 1)


def test_it_is_compiled_and_learns_on(digits, tmp_path):
    """With the run's optimizer before its first step; what it kept beside the weights stays with the run."""
    settings = TrainingSpec("adam", 0.01)
    weights = random_weights(SMALL)
    model = opened(keras_file(SMALL, settings, weights), tmp_path)
    images, labels = digits.train.images[:200], digits.train.labels[:200]
    loss, accuracy = model.evaluate(images, labels, verbose=0)
    expected = Trainer(SMALL, settings).predict(weights, images)
    assert accuracy == pytest.approx((expected.argmax(axis=1) == labels).mean())
    assert loss == pytest.approx(-np.log(expected[np.arange(200), labels]).mean(), rel=1e-4)
    assert (type(model.optimizer).__name__, int(model.optimizer.iterations)) == ("Adam", 0)
    assert float(model.optimizer.learning_rate) == pytest.approx(0.01)
    model.fit(images, labels, epochs=3, batch_size=50, verbose=0)
    assert model.evaluate(images, labels, verbose=0)[0] < loss


def test_a_global_policy_of_the_reader_changes_nothing(digits, tmp_path):
    weights, settings = random_weights(SMALL), TrainingSpec()
    content, images = keras_file(SMALL, settings, weights), digits.test.images[:8]
    keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        given = opened(content, tmp_path).predict(images, verbose=0)
    finally:
        keras.config.set_dtype_policy("float32")
    np.testing.assert_allclose(given, Trainer(SMALL, settings).predict(weights, images), rtol=0, atol=1e-6)


def test_the_same_network_gives_the_same_bytes():
    weights = random_weights(SMALL)
    content = keras_file(SMALL, TrainingSpec(), weights)
    assert keras_file(SMALL, TrainingSpec(), dict(weights)) == content
    assert keras_file(SMALL, TrainingSpec(), random_weights(SMALL, seed=6)) != content


def test_what_the_optimizer_keeps_takes_no_room():
    network = spec.tutorial()
    raw = sum(weight.size for weight in weights_of(network).values()) * 4
    content = keras_file(network, TrainingSpec("adam"), random_weights(network))
    assert raw < len(content) < 1.1 * raw


def test_what_cannot_be_is_refused():
    with pytest.raises(spec.SpecError, match="kernel is 29"):
        keras_file(NetworkSpec((Conv(3, 29),)), TrainingSpec(), {})
    with pytest.raises(KeyError, match="conv1/kernel"):
        keras_file(SMALL, TrainingSpec(), {})


def test_the_server_writes_it_without_keras_and_tensorflow():
    program = """
import sys
from core import spec
from core.bundle.keras_file import keras_file
from core.training.initial_weights import first_weights
keras_file(spec.tutorial(), spec.TrainingSpec(), first_weights(spec.tutorial(), 0))
print(*{name.partition(".")[0] for name in sys.modules})
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)
    assert "h5py" in ended.stdout.split()
    assert not {"tensorflow", "keras"} & set(ended.stdout.split())
