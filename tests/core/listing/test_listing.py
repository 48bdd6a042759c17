"""The listings are the network: run where their library runs, against the trainer; read call by call where it does not."""

from __future__ import annotations

import ast
import importlib.util
import io
import json
import os
import re
import runpy
import subprocess
import sys
import tokenize
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from core import data, spec
from core.listing import listings, script_code
from core.messages import Sentence
from core.spec import BatchNorm, Conv, Dense, Dropout, GlobalPool, NetworkSpec, Pool, TrainingSpec
from core.trainer import Trainer
from core.training import randomness
from tests.support import keras_twin
from tests.support.root import ROOT

LENET = NetworkSpec(
    (
        Conv(6, 5, 1, "same", "tanh"),
        Pool("average"),
        Conv(16, 5, 1, "valid", "tanh"),
        Pool("average"),
        Dense(120, "tanh"),
        Dense(84, "tanh"),
    )
)
DROPPING = NetworkSpec((Conv(4, 5), Pool("average", 3, 2), Dropout(0.1), Dense(20, "sigmoid"), Dropout(0.5)))
NETWORKS = {
    **keras_twin.NETWORKS,
    "strides for pools": NetworkSpec((Conv(16, 5, 2), Conv(36, 5, 2), Dense(128))),
    "sigmoid": NetworkSpec((Conv(16, 5, 1, "same", "sigmoid"), Pool(), Dense(16, "sigmoid"))),
    "dropping": DROPPING,
    "lenet": LENET,
    "long lines": NetworkSpec((Conv(123, 28, 28, "valid", "leaky_relu"), Dropout(1 / 3), Dense(9, "none"))),
}
SMALL = NetworkSpec((Conv(3, 3, 2), Pool(), Dense(8)))
NORMED = NetworkSpec((Conv(3, 3, 2), BatchNorm("relu", 0.8), Dense(8)))
LOW = ("norm everywhere", "tutorial", "lenet", "dropping", "dropout first", "all kinds, leaky_relu")
LISTINGS = (listings.keras, listings.layers_api, listings.pretty_tensor, listings.script, listings.notebook)
STEPS = 3


def keras_trained(*design) -> str:
    return listings.keras(*design, weights="weights.npz")


def script_trained(*design) -> str:
    return listings.script(*design, weights="weights.npz")


def notebook_trained(*design) -> str:
    return listings.notebook(*design, weights="weights.npz")


PROGRAMS = (*LISTINGS[:-1], keras_trained, script_trained)  # all but the notebooks


def settings_of(optimizer: str = "adam", precision: str = "float32") -> TrainingSpec:
    return TrainingSpec(optimizer, 0.012345678901234567, 8, 5, precision)


def some_weights(network: NetworkSpec) -> dict[str, np.ndarray]:
    """First weights with biases that are not zero, so that a forgotten one shows."""
    state = Trainer(network, TrainingSpec(seed=3)).initial_state()
    noise = np.random.default_rng(0)
    return {
        name: value + 0.1 * noise.normal(size=value.shape).astype(np.float32) for name, value in state.weights.items()
    }


def run(source: str) -> dict[str, object]:
    names: dict[str, object] = {}
    exec(compile(source, "<listing>", "exec"), names)
    return names


def assert_close(given, expected, precision: str = "float32") -> None:
    """In bfloat16 each value has 8 bits; libraries may sum in another order."""
    room = 1e-4 if precision == "float32" else 0.03
    np.testing.assert_allclose(given, expected, rtol=room, atol=room * max(1, np.abs(expected).max()))


@pytest.fixture(scope="module")
def images(digits) -> np.ndarray:
    return digits.test.images[:6]


@pytest.fixture(scope="module")
def few(digits) -> data.Split:
    return data.Split(digits.train.images[:50].copy(), digits.train.labels[:50].copy())


def trained(optimizer: str, split: data.Split, network: NetworkSpec = SMALL) -> tuple[dict, dict, list[np.ndarray]]:
    """Weights before and after a few steps of the app, and which images made its batches."""
    trainer = Trainer(network, settings_of(optimizer))
    state = trainer.initial_state()
    after, _ = trainer.advance(state, split, STEPS)
    return state.weights, after.weights, list(randomness.batch_indices(5, len(split), 8, 0, STEPS))


# All of them.


@pytest.mark.parametrize("write", LISTINGS)
def test_what_cannot_be_is_refused(write):
    with pytest.raises(spec.SpecError, match="kernel is 29"):
        write(NetworkSpec((Conv(3, 29),)), TrainingSpec())
    with pytest.raises(spec.SpecError, match="optimizer"):
        write(NetworkSpec(), TrainingSpec("lion"))


def test_a_design_has_the_same_text_in_every_process():
    """Whatever order sets have there."""
    link = spec.to_json(LENET, settings_of())
    script = f"""
import json
from core import spec
from core.listing import listings
design = spec.from_json({link!r})
print(json.dumps([getattr(listings, name)(*design) for name in {[write.__name__ for write in LISTINGS]!r}]))
"""
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        told = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, check=True
        )
        assert json.loads(told.stdout) == [write(LENET, settings_of()) for write in LISTINGS]


def test_the_first_line_says_what_it_is():
    expected = "# A network from Layer Lab: 2 conv, 2 pool, 1 dense, 10 logits; 242,062 parameters"
    for write in LISTINGS[:-1]:
        assert write(spec.tutorial(), TrainingSpec()).splitlines()[0] == expected


def test_a_formatter_would_change_nothing(tmp_path):
    for position, (network, optimizer) in enumerate(
        (network, optimizer) for network in NETWORKS.values() for optimizer in ("adam", "rmsprop")
    ):
        for precision in spec.PRECISIONS:
            for write in PROGRAMS:
                path = tmp_path / f"{write.__name__}_{position}_{precision}.py"
                path.write_text(write(network, settings_of(optimizer, precision)), encoding="utf-8")
    ruff = (sys.executable, "-m", "ruff")
    asked = ("--isolated", "--no-cache", "--line-length", "100", str(tmp_path))
    for command in (("format", "--diff"), ("check", "--select", "E,F,W,I")):
        ended = subprocess.run([*ruff, *command, *asked], capture_output=True, text=True)
        assert not ended.returncode, (ended.stdout + ended.stderr)[:3000]


# Keras.


@pytest.mark.parametrize(("name", "precision"), [(n, "float32") for n in NETWORKS] + [(n, "bfloat16") for n in LOW])
def test_keras_is_the_network(name, precision, images):
    network = NETWORKS[name]
    model = run(listings.keras(network, settings_of("adam", precision)))["model"]
    parts = spec.summary(network)
    names = {part.name for part in parts}
    made = [(each.name, each.output.shape[1:], each.count_params()) for each in model.layers if each.name in names]
    assert made == [(part.name, part.output_shape, part.parameters + part.moved) for part in parts]
    weights = some_weights(network)
    keras_twin.set_weights(model, weights)
    expected = Trainer(network, settings_of("adam", precision)).forward(weights, images)["fc_out"]
    logits = np.asarray(model(images.astype(np.float32) / 255))
    assert logits.dtype == np.float32
    assert_close(logits, expected, precision)


def test_keras_computes_in_bfloat16_and_keeps_float32():
    import keras

    model = run(listings.keras(DROPPING, settings_of("adam", "bfloat16")))["model"]
    types = {layer.name: layer.compute_dtype for layer in model.layers}
    assert {name for name, dtype in types.items() if dtype == "float32"} == {"dropout1", "dropout2", "fc_out"}
    assert set(types.values()) == {"float32", "bfloat16"}
    assert {weight.dtype for weight in model.weights} == {"float32"}
    assert keras.config.dtype_policy().name == "float32"


CONSTANTS = {
    "adam": ("Adam", {"beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7, "amsgrad": False}),
    "sgd": ("SGD", {"momentum": 0.0, "nesterov": False}),
    "momentum": ("SGD", {"momentum": 0.9, "nesterov": False}),
    "rmsprop": ("RMSprop", {"rho": 0.9, "epsilon": 1e-7, "momentum": 0.0, "centered": False}),
}


@pytest.mark.parametrize("optimizer", spec.OPTIMIZERS)
def test_keras_learns_as_the_app(optimizer, few):
    model = run(listings.keras(SMALL, settings_of(optimizer)))["model"]
    kind, constants = CONSTANTS[optimizer]
    config = model.optimizer.get_config()
    assert type(model.optimizer).__name__ == kind
    assert {name: config[name] for name in constants} == constants
    assert config["weight_decay"] is None
    assert config["learning_rate"] == pytest.approx(settings_of().learning_rate)
    before, after, batches = trained(optimizer, few)
    keras_twin.set_weights(model, before)
    for batch in batches:
        model.train_on_batch(few.images[batch].astype(np.float32) / 255, few.labels[batch])
    learned = keras_twin.get_weights(model)
    for name, expected in after.items():
        np.testing.assert_allclose(learned[name], expected, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("rate", [1e-8, 1e-4, 0.1 + 0.2, 1, 1e3, 1.5e-7])
def test_numbers_come_back_as_they_were(rate):
    model = ast.parse(listings.keras(NetworkSpec(), TrainingSpec(learning_rate=rate)))
    (found,) = (
        node.value.value for node in ast.walk(model) if isinstance(node, ast.keyword) and node.arg == "learning_rate"
    )
    assert found == rate


# The Layers API, in a process of its own: there TensorFlow behaves as version 1.

_LAYERS_API_DRIVER = """
import ast, json, sys
import numpy as np

folder = sys.argv[1]
shapes = {}
for case in json.load(open(f"{folder}/cases.json")):
    names, nets = {}, []
    for node in ast.parse(open(f"{folder}/{case}.py").read()).body:
        exec(compile(ast.Module([node], []), case, "exec"), names)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "net":
            nets.append(names["net"].shape.as_list()[1:])
    tf = names["tf"]
    given = np.load(f"{folder}/{case}.npz")
    moved = [variable for variable in tf.global_variables() if "/moving_" in variable.op.name]
    variables = {variable.op.name: variable for variable in [*tf.trainable_variables(), *moved]}
    assert set(variables) == {name for name in given.files if "/" in name}, variables
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for name, variable in variables.items():
            variable.load(given[name], session)
        out = {"logits": session.run(names["logits"], {names["x"]: given["images"]})}
        if case.startswith("training"):
            for x, y in zip(given["batches"], given["labels"]):
                asked = {names["x"]: x, names["y_true"]: y}
                if "training" in names:
                    asked[names["training"]] = True
                session.run(names["optimizer"], asked)
            out["accuracy"], out["predicted"] = session.run((names["accuracy"], names["y_pred_cls"]), asked)
        out |= session.run(variables)
    np.savez(f"{folder}/{case}_out.npz", **out)
    shapes[case] = nets
    tf.reset_default_graph()
json.dump(shapes, open(f"{folder}/shapes.json", "w"))
"""
CASES = {
    **{name: (network, settings_of()) for name, network in NETWORKS.items()},
    **{f"{name}, bfloat16": (NETWORKS[name], settings_of("adam", "bfloat16")) for name in LOW},
    **{f"training, {name}": (SMALL, settings_of(name)) for name in spec.OPTIMIZERS},
    "training, norm": (NORMED, settings_of("momentum")),
}


@pytest.fixture(scope="module")
def layers_api(tmp_path_factory, images, few) -> Path:
    if importlib.util.find_spec("tf_keras") is None:
        pytest.skip("tf_keras is not installed: without it TensorFlow 2 has no Layers API")
    folder = tmp_path_factory.mktemp("layers_api")
    (folder / "cases.json").write_text(json.dumps(list(CASES)))
    one_hot = np.eye(10, dtype=np.float32)
    for name, (network, settings) in CASES.items():
        (folder / f"{name}.py").write_text(listings.layers_api(network, settings))
        given = {"images": images.reshape(-1, 784).astype(np.float32) / 255}
        if name.startswith("training"):
            weights, _, batches = trained(settings.optimizer, few, network)
            given["batches"] = few.images[np.array(batches)].reshape(STEPS, -1, 784).astype(np.float32) / 255
            given["labels"] = one_hot[few.labels[np.array(batches)]]
        else:
            weights = some_weights(network)
        np.savez(folder / f"{name}.npz", **given, **weights)
    ended = subprocess.run([sys.executable, "-c", _LAYERS_API_DRIVER, str(folder)], capture_output=True, text=True)
    assert not ended.returncode, ended.stderr[-3000:]
    return folder


@pytest.mark.parametrize("name", [name for name in CASES if not name.startswith("training")])
def test_the_layers_api_is_the_network(name, layers_api, images):
    network, settings = CASES[name]
    weights = some_weights(network)
    expected = Trainer(network, settings).forward(weights, images)["fc_out"]
    with np.load(layers_api / f"{name}_out.npz") as out:
        assert_close(out["logits"], expected, settings.precision)
        made = sum(out[name].size for name in out.files if "/" in name)
    parts = spec.summary(network)
    assert made == sum(part.parameters + part.moved for part in parts)
    if settings.precision == "float32":
        shapes = json.loads((layers_api / "shapes.json").read_text())[name]
        # The image stands first.
        calls = [list(part.output_shape) for part in parts for _ in part.layer.layers_api(part.name)]
        assert shapes == [[28, 28, 1], *calls]


def test_the_layers_api_moves_what_no_gradient_does(layers_api, few):
    _, after, _ = trained("momentum", few, NORMED)
    with np.load(layers_api / "training, norm_out.npz") as out:
        for name, expected in after.items():
            np.testing.assert_allclose(out[name], expected, rtol=2e-3, atol=2e-4, err_msg=name)


@pytest.mark.parametrize("optimizer", spec.OPTIMIZERS)
def test_the_layers_api_learns_as_the_app(optimizer, layers_api, few):
    before, after, batches = trained(optimizer, few)
    with np.load(layers_api / f"training, {optimizer}_out.npz") as out:
        for name, expected in after.items():
            if optimizer == "rmsprop":  # its mean square starts at one, as the listing says
                assert not np.array_equal(out[name], before[name])
            else:
                np.testing.assert_allclose(out[name], expected, rtol=1e-3, atol=1e-4)
        assert out["accuracy"] == pytest.approx(np.mean(out["predicted"] == few.labels[batches[-1]]))


def test_the_layers_api_names_its_constants():
    source = listings.layers_api(SMALL, TrainingSpec("rmsprop", 1e-3))
    assert "tf.train.RMSPropOptimizer(learning_rate=0.001, decay=0.9, epsilon=1e-7)" in source
    assert "# TensorFlow 1 starts the mean square at one, the app at zero." in source


# PrettyTensor, which runs with no TensorFlow of today: a stand-in takes down its calls.


class _Name:
    """Whatever is asked of a library: gives names, and takes every call."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __getattr__(self, name: str) -> _Name:
        return _Name(f"{self.path}.{name}")

    def __call__(self, *_, **__) -> _Name:
        return _Name(f"{self.path}()")


class _Recorder:
    """PrettyTensor as far as the listings use it, with its own defaults (google/prettytensor, 0.7)."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict]] = []
        self.defaults: dict[str, object] = {}
        self.module = SimpleNamespace(
            wrap=lambda tensor: self,
            defaults_scope=self._scope,
            PAD_SAME="SAME",
            PAD_VALID="VALID",
            Phase=SimpleNamespace(train="train", test="test"),
        )

    def _scope(self, activation_fn=None, phase=None):
        self.defaults = {"activation_fn": activation_fn, "phase": phase}
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def _take(self, kind: str, **values) -> _Recorder:
        if "activation_fn" in values:
            values["activation_fn"] = values["activation_fn"] or self.defaults.get("activation_fn")
        self.calls.append((kind, values))
        return self

    def conv2d(self, kernel, depth, activation_fn=None, stride=1, edges="SAME", name=None):
        return self._take("conv2d", **{key: value for key, value in locals().items() if key != "self"})

    def max_pool(self, kernel, stride, edges="SAME"):
        return self._take("max_pool", kernel=kernel, stride=stride, edges=edges)

    def average_pool(self, kernel, stride, edges="SAME"):
        return self._take("average_pool", kernel=kernel, stride=stride, edges=edges)

    def flatten(self):
        return self._take("flatten")

    def fully_connected(self, size, activation_fn=None, name=None):
        return self._take("fully_connected", size=size, activation_fn=activation_fn, name=name)

    def batch_normalize(self, learned_moments_update_rate, variance_epsilon, scale_after_normalization, name):
        return self._take("batch_normalize", **{key: value for key, value in locals().items() if key != "self"})

    def apply(self, function):
        return self._take("apply", function=function.path)

    def dropout(self, keep_prob):
        return self._take("dropout", keep_prob=keep_prob, phase=self.defaults.get("phase"))

    def softmax_classifier(self, num_classes, labels):
        self._take("softmax_classifier", num_classes=num_classes)
        return _Name("y_pred"), _Name("loss")


def _windows(length: int, window: int, stride: int, edges: str) -> int:
    """How many windows TensorFlow lays over that length."""
    return -(-length // stride) if edges == "SAME" else (length - window) // stride + 1


@pytest.mark.parametrize("name", NETWORKS)
def test_pretty_tensor_chains_the_network(name, monkeypatch):
    """PrettyTensor itself cannot be run: it needs a TensorFlow 1 that no supported Python has."""
    network, recorder = NETWORKS[name], _Recorder()
    source = listings.pretty_tensor(network, settings_of())
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "prettytensor", recorder.module)
        patch.setitem(sys.modules, "tensorflow", _Name("tf"))
        run(source)
    parts = spec.summary(network)
    applied = [values["function"] for kind, values in recorder.calls if kind == "apply"]
    assert applied == [
        f"tf.nn.{part.layer.activation}"
        for part in parts
        if isinstance(part.layer, BatchNorm) and part.layer.activation != "none"
    ]
    calls = (call for call in recorder.calls if call[0] != "apply")
    for part in parts:
        (kind, values), layer = next(calls), part.layer
        if not part.chosen:
            assert kind == {"flatten": "flatten", "fc_out": "softmax_classifier"}[part.name]
            continue
        if isinstance(layer, (Conv, Dense)):
            function = values.pop("activation_fn")
            assert (function.path if function else "none") == (
                "none" if layer.activation == "none" else f"tf.nn.{layer.activation}"
            )
            assert values.pop("name") == f"layer_{part.name}"
        if isinstance(layer, Conv):
            assert (kind, values) == (
                "conv2d",
                {
                    "kernel": layer.kernel,
                    "depth": layer.filters,
                    "stride": layer.stride,
                    "edges": layer.padding.upper(),
                },
            )
        elif isinstance(layer, Pool):
            edges = values.pop("edges")
            assert (kind, values) == (f"{layer.kind}_pool", {"kernel": layer.size, "stride": layer.stride})
            for length, expected in zip(part.input_shape[:2], part.output_shape[:2], strict=True):
                assert _windows(length, layer.size, layer.stride, edges) == expected
                # With its edges PrettyTensor must not pad: the last window ends inside.
                assert edges == "VALID" or (expected - 1) * layer.stride + layer.size <= length
        elif isinstance(layer, Dense):
            assert (kind, values) == ("fully_connected", {"size": layer.units})
        elif isinstance(layer, GlobalPool):
            side = part.input_shape[0]
            assert (kind, values) == (f"{layer.kind}_pool", {"kernel": side, "stride": side, "edges": "VALID"})
            assert next(calls) == ("flatten", {})
        elif isinstance(layer, BatchNorm):
            assert (kind, values) == (
                "batch_normalize",
                {
                    "learned_moments_update_rate": pytest.approx(1 - layer.momentum),
                    "variance_epsilon": layer.epsilon,
                    "scale_after_normalization": True,
                    "name": f"layer_{part.name}",
                },
            )
        elif isinstance(layer, Dropout):
            assert (kind, values) == ("dropout", {"keep_prob": pytest.approx(1 - layer.rate), "phase": "train"})
        else:
            pytest.fail(f"{part.name} is not checked")
    assert next(calls, None) is None


def test_pretty_tensor_is_the_tutorials():
    source = listings.pretty_tensor(spec.tutorial(), TrainingSpec())
    assert "with pt.defaults_scope(activation_fn=tf.nn.relu):" in source
    assert '.conv2d(kernel=5, depth=16, name="layer_conv1")\n        .max_pool(kernel=2, stride=2)' in source
    assert '.flatten()\n        .fully_connected(size=128, name="layer_fc1")' in source


def test_pretty_tensor_says_what_it_has_not():
    assert "no mixed precision" in listings.pretty_tensor(LENET, settings_of("adam", "bfloat16"))
    assert "no mixed precision" not in listings.pretty_tensor(LENET, settings_of())


# The script and the notebook.


@pytest.fixture(scope="module")
def few_npz(digits, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("data") / "few.npz"
    arrays = {
        "x_train": digits.train.images[:300, :, :, 0],
        "y_train": digits.train.labels[:300].astype(np.uint8),
        "x_test": digits.test.images[:200, :, :, 0],
        "y_test": digits.test.labels[:200].astype(np.uint8),
    }
    np.savez(path, **arrays)
    return path


def plots_of(network: NetworkSpec) -> set[str]:
    kernels = {f"kernels-{name}.png" for name, layer in spec.named_layers(network) if isinstance(layer, Conv)}
    maps = [part for part in spec.summary(network) if part.makes_images and part.kind != "dropout"]
    code = " ".join(text for part in maps for call in part.layer.keras(part.name) for text in call.arguments)
    outputs = {f"output-{name}.png" for name in re.findall(r'name="(\w+)"', code)}
    return {"test-images.png", "example-errors.png", "confusion-matrix.png"} | kernels | outputs


def check_run(printed: str, folder: Path, network: NetworkSpec, iterations: int) -> None:
    """What a run with `few_npz` must have printed and plotted."""
    sizes = [f"- Training-set: {150:>8}", f"- Validation-set: {150:>6}", f"- Test-set: {200:>12}"]
    assert all(line in printed for line in sizes), printed
    judged = re.findall(r"^Accuracy on Test-Set: ([\d.]+)% \((\d+) / 200\)$", printed, re.MULTILINE)
    ends = sorted({min(step, iterations) for step in (1, 100, 1_000, 10_000)})
    assert len(judged) == 1 + len(ends)
    assert all(float(share) == pytest.approx(int(right) / 2, abs=0.06) for share, right in judged)
    progress = re.findall(r"^Optimization Iteration: +(\d+), Training Accuracy: +[\d.]+%$", printed, re.MULTILINE)
    assert [int(iteration) for iteration in progress] == list(range(1, iterations + 1, 100))
    matrix = np.array(re.findall(r"\d+", printed[printed.index("[[") :]), dtype=int).reshape(10, 10)
    assert matrix.sum() == 200
    assert matrix.trace() == int(judged[-1][1])
    assert {path.name for path in folder.iterdir()} == plots_of(network)
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in folder.iterdir())


def test_the_script_trains_tests_and_plots(tmp_path, few_npz):
    pytest.importorskip("matplotlib")
    network, path = spec.tutorial(), tmp_path / "layer_lab.py"
    path.write_text(listings.script(network, TrainingSpec(learning_rate=1e-3, batch_size=16)), encoding="utf-8")
    command = [sys.executable, str(path), str(few_npz), "--iterations", "101", "--save-plots", str(tmp_path / "plots")]
    ended = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=tmp_path)
    assert not ended.returncode, ended.stderr[-3000:]
    check_run(ended.stdout, tmp_path / "plots", network, 101)
    last = re.findall(r"Test-Set: ([\d.]+)%", ended.stdout)[-1]
    assert float(last) > 40  # it learns; chance gives 10


@pytest.mark.parametrize(
    ("name", "precision"),
    [("linear", "float32"), ("dropping", "bfloat16"), ("pooling only", "float32"), ("norm everywhere", "float32")],
)
def test_the_script_fits_any_network(name, precision, tmp_path, few_npz, monkeypatch, capsys):
    pytest.importorskip("matplotlib")
    network, path = NETWORKS[name], tmp_path / "layer_lab.py"
    path.write_text(listings.script(network, settings_of("momentum", precision)), encoding="utf-8")
    folder = tmp_path / "plots"
    monkeypatch.setattr(sys, "argv", [str(path), str(few_npz), "--iterations", "3", "--save-plots", str(folder)])
    runpy.run_path(str(path), run_name="__main__")
    check_run(capsys.readouterr().out, folder, network, 3)


def test_an_imported_script_trains_nothing(tmp_path, capsys):
    pytest.importorskip("matplotlib")
    path = tmp_path / "layer_lab.py"
    path.write_text(listings.script(SMALL, TrainingSpec()), encoding="utf-8")
    model = runpy.run_path(str(path), run_name="layer_lab")["build_model"]()
    assert [layer.name for layer in model.layers] == [part.name for part in spec.summary(SMALL)]
    assert not capsys.readouterr().out


def test_the_scripts_batches_show_every_image_once_an_epoch(tmp_path):
    pytest.importorskip("matplotlib")
    names = run(listings.script(NetworkSpec(), TrainingSpec()))
    numbers = np.arange(10)
    batches = names["random_batches"](numbers, numbers + 100, batch_size=4, seed=1)
    drawn, labels = zip(*(next(batches) for _ in range(5)), strict=True)
    assert {len(batch) for batch in drawn} == {4}
    assert (np.concatenate(labels) == np.concatenate(drawn) + 100).all()
    assert [sorted(part) for part in np.concatenate(drawn).reshape(2, 10)] == [list(numbers)] * 2
    large = names["random_batches"](numbers, numbers, batch_size=25, seed=1)
    assert len(next(large)[0]) == 25


def test_the_notebook_is_a_notebook():
    notebook = json.loads(listings.notebook(spec.tutorial(), TrainingSpec()))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert set(notebook) == {"cells", "metadata", "nbformat", "nbformat_minor"}
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-zA-Z0-9-_]{1,64}", name) for name in ids)
    for cell in notebook["cells"]:
        common = {"cell_type", "id", "metadata", "source"}
        extra = {"markdown": set(), "code": {"execution_count", "outputs"}}[cell["cell_type"]]
        assert set(cell) == common | extra
        assert cell["source"]
        assert all(line.endswith("\n") for line in cell["source"][:-1])
        assert not cell["source"][-1].endswith("\n")
        if cell["cell_type"] == "code":
            assert (cell["execution_count"], cell["outputs"]) == (None, [])
            ast.parse("".join(cell["source"]))


def test_the_notebooks_cells_run_in_order(tmp_path, few_npz, capsys):
    pytest.importorskip("matplotlib").use("Agg")
    notebook = json.loads(listings.notebook(DROPPING, settings_of()))
    names: dict[str, object] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            source = "".join(cell["source"])
            exec(compile(source, cell["id"], "exec"), names)
            if source.startswith("path = None"):
                names.update(path=few_npz, iterations=2, folder=tmp_path / "plots")
    check_run(capsys.readouterr().out, tmp_path / "plots", DROPPING, 2)


def test_script_and_notebook_are_made_of_the_same_code():
    settings = settings_of()
    program = listings.script(LENET, settings)
    found = {line.strip() for line in program.splitlines()}
    for cell in json.loads(listings.notebook(LENET, settings))["cells"][3:]:
        if cell["cell_type"] == "code":
            assert {line.strip() for line in cell["source"]} <= found


# In another language.


def notes(source: str) -> list[str]:
    """Every comment and docstring."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    comments = [token.string.removeprefix("#").strip() for token in tokens if token.type == tokenize.COMMENT]
    parts = [node for node in ast.walk(ast.parse(source)) if isinstance(node, (ast.FunctionDef, ast.Module))]
    return [*comments, *filter(None, map(ast.get_docstring, parts))]


def marked(sentence: Sentence) -> str:
    return f"⟦{str(sentence).replace('⟦', '').replace('⟧', '')}⟧"


@pytest.mark.parametrize("write", [listings.keras, listings.layers_api, listings.script, keras_trained, script_trained])
def test_every_word_beside_the_code_can_be_translated(write):
    english, other = (write(LENET, settings_of(), say) for say in (str, marked))
    assert notes(english)
    for note in notes(other):
        assert re.fullmatch("⟦[^⟦⟧]*⟧", note) or note.startswith(("model.fit(", script_code.INSTALL)), note


@pytest.mark.parametrize("write", [listings.notebook, notebook_trained])
def test_every_word_of_the_notebook_can_be_translated(write):
    for cell in json.loads(write(LENET, settings_of(), marked))["cells"]:
        source = "".join(cell["source"])
        for note in notes(source) if cell["cell_type"] == "code" else source.split("\n\n"):
            assert re.fullmatch("(## )?⟦[^⟦⟧]*⟧", note) or note in (
                "# Layer Lab",
                f"```\n{script_code.INSTALL}\n```",
            ), note


@pytest.mark.parametrize("write", PROGRAMS)
def test_only_words_are_translated(write):
    """The marks would be an error anywhere but in a comment or a string."""
    english, other = (write(LENET, settings_of("adam", "bfloat16"), say) for say in (str, marked))
    ast.parse(other)
    padded = re.compile(r"(?<=:) *(?=\{)")  # words are followed by as many spaces as make columns
    assert padded.sub(" ", re.sub("[⟦⟧]", "", other)) == padded.sub(" ", english)


def test_what_the_program_tells_is_translated_too():
    told = set(re.findall("⟦([^⟦⟧]*)⟧", listings.script(LENET, settings_of(), marked)))
    assert {
        "Size of:",
        "Optimization Iteration",
        "Training Accuracy",
        "Accuracy on Test-Set",
        "how many iterations to train",
    } <= told
