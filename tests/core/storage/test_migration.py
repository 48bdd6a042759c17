"""What was kept before the rooms were built opens after: workspaces, links and bundles made by that code."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from core import spec
from core.design import share_link
from core.runs.snapshot import Origin, Phase
from core.storage.errors import Damaged, StoreError
from core.storage.settings import Limits
from core.storage.store import Store
from core.training.initial_weights import weight_shapes
from tests.support.kept_runs import files, keep, new, opened, train
from tests.support.root import ROOT

DAY = 86_400


@pytest.fixture
def before(tmp_path) -> Path:
    """``data``: a folder that was closed, ``killed``: one whose process was killed while it trained; and a bundle."""
    with tarfile.open(ROOT / "tests" / "files" / "before_rooms.tar.xz") as packed:
        packed.extractall(tmp_path, filter="data")
    return tmp_path


@pytest.fixture
def expected(before) -> dict:
    return json.loads((before / "expected.json").read_text())


def sums(weights) -> dict[str, float]:
    return {name: float(array.astype(np.float64).sum()) for name, array in weights.items()}


def test_a_workspace_of_before(before, expected):
    with opened(before / "data") as kept:
        first, fork = kept.records(expected["workspace"])
        assert (first.run_id, first.number, first.name) == (expected["run"], 1, "Klein, aber fein")
        assert (fork.run_id, fork.number, fork.name) == (expected["fork"], 2, "")
        assert fork.origin == Origin(expected["run"], 1, 5)
        assert (first.phase, fork.phase) == (Phase.REACHED, Phase.PAUSED)
        assert spec.to_json(first.network, first.settings) == expected["design"]
        assert [checkpoint.iteration for checkpoint in first.checkpoints] == expected["iterations"]
        run = kept.find(expected["run"])
        assert [[each.iteration, each.correct, each.total] for each in run.results.values()] == expected["results"]
        assert [[each.iteration, each.correct, each.total] for each in run.history.validations] == (
            expected["validations"]
        )
        assert run.history.rows[:, 0].tolist() == expected["loss"]
        assert sums(run.state.weights) == expected["sums"]["12"]
        for iteration, known in expected["sums"].items():
            assert sums(kept.weights(run, int(iteration))) == sums(kept.state(run, int(iteration)).weights) == known
        for iteration, correct, total in expected["results"]:
            probabilities = kept.test(run, iteration)
            assert probabilities.shape == (total, 10)
            assert correct < total
        back = kept.find(expected["fork"])
        assert (back.iteration, back.settings.learning_rate) == (5, 1e-2)
        assert sums(kept.weights(back, 5)) == expected["sums"]["5"]
        assert kept.said == []
        assert kept.interrupted() == []
    assert sorted(path.name for path in (before / "data").iterdir()) == ["experiments", "open", "workspaces"]


def test_a_run_of_before_goes_on(before, expected):
    """Checkpoints of both names side by side."""
    with opened(before / "data") as kept:
        fork = kept.find(expected["fork"])
        weights = fork.state.weights
        fork.rename("goes on")
        keep(kept, train(fork, 10))
        folder = before / "data" / "workspaces" / expected["workspace"] / expected["fork"]
        assert sorted(path.name for path in [*folder.glob("*.state.npz"), *folder.glob("*.checkpoint.npz")]) == [
            *(f"000000{at}.state.npz" for at in (0, 1, 2, 5)), "0000010.checkpoint.npz",
        ]  # fmt: skip
        again = kept.find(expected["fork"])
        assert (again.name, list(again.checkpoints)) == ("goes on", [0, 1, 2, 5, 10])
        assert sums(kept.weights(again, 5)) == sums(weights)
        assert kept.weights(again, 10).keys() == weights.keys()
        twice = again.fork(kept.state(again, 2), fork.settings, 3)
        kept.share_checkpoints(again, twice)
        keep(kept, twice)
        kept.remove(expected["workspace"], expected["fork"])
        assert sums(kept.weights(kept.find(twice.run_id), 1)) == sums(kept.weights(twice, 1))


def test_a_workspace_whose_process_was_killed_before(before, expected):
    """Its test files were left out: such a result is made again, as it is today."""
    with opened(before / "killed") as kept:
        [(workspace, seconds)] = kept.interrupted()
        assert (workspace, seconds > 0) == (expected["killed_workspace"], True)
        [record] = kept.records(workspace)
        assert (record.run_id, record.phase) == (expected["killed_run"], Phase.TRAINING)
        run = kept.find(record.run_id)
        assert (run.iteration, len(run.history)) == (record.iteration, record.iteration)
        assert run.iteration >= 30
        assert list(run.checkpoints) == [0, 1, 2, 5, 10, 20, *([50] if run.iteration >= 50 else [])]
        for at in run.checkpoints:
            assert kept.state(run, at).iteration == at
        with pytest.raises(Damaged, match="is not there"):
            kept.test(run, 0)
        assert kept.interrupted() == []


def test_a_link_and_a_bundle_of_before(before, expected):
    network, settings = share_link.from_link(expected["link"])
    assert spec.to_json(network, settings) == expected["design"]
    with zipfile.ZipFile(before / "bundle.zip") as bundle:
        again, same = spec.from_json(bundle.read("settings.json").decode())
        with np.load(io.BytesIO(bundle.read("weights.npz"))) as arrays:
            shapes = {name.replace(".", "/"): arrays[name].shape for name in arrays.files}
    assert (again, same) == (network, settings)
    assert shapes == weight_shapes(network)


# When it was used last, and by whom.


def of_before(folder: Path, **used: tuple[float, str | None]) -> None:
    """As an earlier version leaves a folder with those workspaces: when each was used last, and who had it open."""
    for workspace in used:
        with opened(folder) as kept:
            keep(kept, train(new(workspace), 3))
        os.utime(folder / "workspaces" / workspace, (0, 0))
    (folder / "owners").mkdir()
    (folder / "owners" / "alone.lock").touch()
    database = sqlite3.connect(folder / "index.sqlite")
    with database:
        database.execute("CREATE TABLE workspaces (token TEXT PRIMARY KEY, owner TEXT, touched REAL, checksum INTEGER)")
        database.executemany(
            "INSERT INTO workspaces VALUES (?, ?, ?, 0)", [(token, owner, at) for token, (at, owner) in used.items()]
        )
    database.close()


def test_what_was_used_lately_does_not_expire(tmp_path):
    now = time.time()
    of_before(tmp_path, long=(now - 40 * DAY, None), lately=(now - 20 * DAY, None))
    with opened(tmp_path) as kept:
        assert kept.expire() == ["long"]
        assert len(kept.records("lately")) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["open", "workspaces"]


def test_what_was_open_in_a_process_that_is_gone_is_interrupted(tmp_path):
    now = time.time()
    of_before(tmp_path, open=(now - 100, "0123456789abcdef"), closed=(now - 5, None), gone=(now, "0123456789abcdef"))
    shutil.rmtree(tmp_path / "workspaces" / "gone")
    with opened(tmp_path) as kept:
        [(workspace, seconds)] = kept.interrupted()
        assert workspace == "open"
        assert 100 <= seconds < 160


@pytest.mark.parametrize("content", [None, b"", b"hello" * 1000, bytes(8192)])
def test_an_index_that_cannot_be_read_lets_nothing_expire(tmp_path, content):
    """Missing or damaged: everything counts as used just now."""
    of_before(tmp_path, mine=(0.0, "somebody"), yours=(0.0, None))
    (tmp_path / "index.sqlite").unlink()
    if content is not None:
        (tmp_path / "index.sqlite").write_bytes(content)
    with opened(tmp_path, Limits(days=1)) as kept:
        assert kept.expire() == []
        assert kept.said == []
        assert [len(kept.records(token)) for token in ("mine", "yours")] == [1, 1]
    assert {"index.sqlite", "owners"}.isdisjoint(path.name for path in tmp_path.iterdir())


def test_while_an_earlier_version_is_at_work_the_folder_is_left_alone(tmp_path):
    of_before(tmp_path, mine=(time.time(), "0123456789abcdef"))
    kept_before = files(tmp_path)
    with FileLock(tmp_path / "owners" / "0123456789abcdef.lock"):
        for _ in range(2):
            with pytest.raises(StoreError, match=r"is in use by an older version of Layer Lab; stop that one first\."):
                Store(tmp_path)
        left = files(tmp_path)
        assert {name: left[name] for name in kept_before} == kept_before
    with opened(tmp_path) as kept:
        assert [workspace for workspace, _ in kept.interrupted()] == ["mine"]


# What this version leaves that is killed.

TRAINS = """
import sys
from pathlib import Path
from core.spec import NetworkSpec, TrainingSpec
from tests.support import numpy_worker
from tests.support.waiting import until
numpy_worker.stand_in()
from core.engine.engine import Engine
from core.storage.store import Store
engine = Engine(Store(Path(sys.argv[1])))
engine.start()
until(lambda: engine.status().ready)
run = engine.create("mine", NetworkSpec(), TrainingSpec("momentum", 0.01, 16, seed=1)).run_id
engine.rename(run, "a name")
engine.train(run, 100_000)
until(lambda: engine.open(run).saved_iteration >= 30)
print(run, flush=True)
sys.stdin.read()
"""


def test_what_a_killed_process_leaves_is_listed(tmp_path):
    began = time.time()
    process = subprocess.Popen(
        [sys.executable, "-c", TRAINS, str(tmp_path)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    run_id = process.stdout.readline().strip()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdin.close()
    process.stdout.close()
    folder = tmp_path / "workspaces" / "mine" / run_id
    assert "0000020.checkpoint.npz" in os.listdir(folder)
    assert not list(folder.glob("*.state.npz"))
    with opened(tmp_path) as kept:
        [(workspace, seconds)] = kept.interrupted()
        assert (workspace, 0 <= seconds <= time.time() - began) == ("mine", True)
        [record] = kept.records("mine")
        assert (record.run_id, record.name, record.phase) == (run_id, "a name", Phase.TRAINING)
        assert record.iteration >= 30
        run = kept.find(run_id)
        assert (run.iteration, len(run.history)) == (record.iteration, record.iteration)
        for at in run.checkpoints:
            assert kept.state(run, at).iteration == at
