"""The programs of a bundle load the weights that lie beside them, and say what to install where something is missing."""

from __future__ import annotations

import io
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from core.bundle.archive import pack
from core.bundle.contents import Contents
from core.listing.script_code import INSTALL
from core.spec import BatchNorm, Conv, Dense, Dropout, NetworkSpec, Pool, TrainingSpec
from core.trainer import Trainer
from core.training.history import History

NETWORK = NetworkSpec((Conv(4, 5, 2), BatchNorm("relu", 0.5), Dropout(0.2), Conv(6, 3), Pool(), Dense(12)))
SETTINGS = TrainingSpec(learning_rate=0.005, seed=3)
JUDGED = 500  # test images


@pytest.fixture(scope="module")
def correct_and_bundle(digits, tmp_path_factory) -> tuple[int, Path]:
    """How many images the run classifies correctly, and its unpacked bundle, with the images beside it."""
    trainer = Trainer(NETWORK, SETTINGS)
    state, records = trainer.advance(trainer.initial_state(), digits.train, 60)
    images, labels = digits.test.images[:JUDGED], digits.test.labels[:JUDGED]
    probabilities = trainer.predict(state.weights, images)
    history = History()
    history.extend(records)
    contents = Contents("A run", NETWORK, SETTINGS, 60, state.weights, history, (), probabilities, labels, images)
    folder = tmp_path_factory.mktemp("bundle")
    with zipfile.ZipFile(io.BytesIO(pack(contents))) as packed:
        packed.extractall(folder)
    arrays = {
        "x_train": digits.train.images[:300, :, :, 0], "y_train": digits.train.labels[:300],
        "x_test": images[..., 0], "y_test": labels,
    }  # fmt: skip
    np.savez(folder / "mnist.npz", **arrays)
    correct = int((probabilities.argmax(axis=1) == labels).sum())
    assert correct > JUDGED / 2  # it has learned: no new network does that by chance
    return correct, folder


@pytest.fixture
def correct(correct_and_bundle) -> int:
    return correct_and_bundle[0]


@pytest.fixture
def bundle(correct_and_bundle) -> Path:
    return correct_and_bundle[1]


def judged(printed: str) -> list[int]:
    """Images classified correctly, each time that the test set was judged."""
    return [
        int(right) for right in re.findall(rf"^Accuracy on Test-Set: .*\((\d+) / {JUDGED}\)$", printed, re.MULTILINE)
    ]


def run(*command: str | Path, environment: dict[str, str] | None = None, cwd: Path | None = None):
    return subprocess.run(
        [sys.executable, *map(str, command)], capture_output=True, text=True, encoding="utf-8", cwd=cwd,
        env=os.environ | (environment or {}),
    )  # fmt: skip


def test_the_script_has_the_runs_accuracy(bundle, correct, tmp_path):
    plots = tmp_path / "plots"
    ended = run(bundle / "code/script.py", bundle / "mnist.npz", "--save-plots", plots, cwd=tmp_path)
    assert not ended.returncode, ended.stderr[-3000:]
    assert judged(ended.stdout) == [correct]
    assert {"confusion-matrix.png", "kernels-conv1.png", "output-norm1.png"} <= {path.name for path in plots.iterdir()}


def test_the_script_still_trains_where_that_is_asked(bundle, correct, monkeypatch, capsys, tmp_path):
    asked = [str(bundle / "mnist.npz"), "--iterations", "2", "--save-plots", str(tmp_path)]
    monkeypatch.setattr(sys, "argv", ["script.py", *asked])
    runpy.run_path(str(bundle / "code/script.py"), run_name="__main__")
    assert len(found := judged(capsys.readouterr().out)) == 3  # before it, after one iteration and after two
    assert found[0] < correct


@pytest.mark.parametrize("started_in", ["code", "."])
def test_the_notebook_has_the_runs_accuracy(started_in, bundle, correct, monkeypatch, capsys, tmp_path):
    """Jupyter starts a notebook in its own folder; others do so in that of the project."""
    pytest.importorskip("matplotlib").use("Agg")
    monkeypatch.chdir(bundle / started_in)
    names: dict[str, object] = {"__name__": "__main__"}
    for source in code_cells(bundle):
        exec(compile(source, "a cell", "exec"), names)
        if source.startswith("path = None"):
            names.update(path=bundle / "mnist.npz", folder=tmp_path)
    assert judged(capsys.readouterr().out) == [correct]


def test_the_model_has_the_runs_accuracy(bundle, correct):
    model = runpy.run_path(str(bundle / "code/keras_model.py"))["model"]
    with np.load(bundle / "mnist.npz") as arrays:
        predicted = model.predict(arrays["x_test"][..., np.newaxis] / np.float32(255), verbose=0).argmax(axis=1)
        assert (predicted == arrays["y_test"]).sum() == correct


def test_a_script_away_from_its_weights_says_so(bundle, correct, monkeypatch, capsys, tmp_path):
    (tmp_path / "code").mkdir()
    path = shutil.copy(bundle / "code/script.py", tmp_path / "code")
    monkeypatch.setattr(sys, "argv", [path, str(bundle / "mnist.npz"), "--save-plots", str(tmp_path / "plots")])
    with pytest.raises(
        SystemExit, match=r"^This program needs the weights that came with it; not found: weights\.npz$"
    ):
        runpy.run_path(path, run_name="__main__")
    shutil.copy(bundle / "weights.npz", tmp_path / "code")  # in its own folder they are found, too
    runpy.run_path(path, run_name="__main__")
    assert judged(capsys.readouterr().out) == [correct]


def test_script_and_notebook_begin_by_saying_what_to_install(bundle):
    assert f"# {INSTALL}" in (bundle / "code/script.py").read_text(encoding="utf-8").splitlines()[:3]
    first = json.loads((bundle / "code/notebook.ipynb").read_text(encoding="utf-8"))["cells"][0]
    assert first["cell_type"] == "markdown"
    assert INSTALL in "".join(first["source"])


@pytest.mark.parametrize("program", ["script", "notebook"])
@pytest.mark.parametrize("missing", ["keras", "tensorflow"])
def test_what_is_missing_is_a_sentence(program, missing, bundle, tmp_path):
    path = bundle / "code/script.py"
    if program == "notebook":
        path = tmp_path / "first_cell.py"
        path.write_text(code_cells(bundle)[0], encoding="utf-8")
    if missing == "keras":
        ended = run("-S", path)  # without the packages of this environment
    else:
        (tmp_path / "tensorflow.py").write_text("raise ModuleNotFoundError(\"No module named 'tensorflow'\")")
        ended = run(path, environment={"PYTHONPATH": str(tmp_path)})
    assert ended.returncode == 1
    assert not ended.stdout
    told = ended.stderr.splitlines()[-1]
    assert told == f"No module named '{missing}'. First install what this program needs: {INSTALL}"
    assert "Traceback" not in ended.stderr


def code_cells(bundle: Path) -> list[str]:
    cells = json.loads((bundle / "code/notebook.ipynb").read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
