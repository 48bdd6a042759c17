"""The house rules that no linter knows. Who may import whom stands in `pyproject.toml`, for import-linter."""

from __future__ import annotations

import json
import subprocess
import sys

from core.experiments import cluster
from core.storage import settings as store_settings
from tests.support.root import ROOT

MOST_LINES = 350
FILES = sorted(
    path.relative_to(ROOT).as_posix() for folder in ("core", "dashboard") for path in (ROOT / folder).rglob("*.py")
)
HEAVY = {"tensorflow", "keras", "dask", "distributed", "scipy", "psutil", "matplotlib", "sqlite3"}
INSIDE = {"core.engine.engine", "core.runs.run", "core.storage.store", "core.experiments.service", "core.trainer"}


def _loaded(modules: list[str]) -> set[str]:
    """Everything that is loaded when these modules are, in a process of its own."""
    script = f"import importlib, json, sys; [importlib.import_module(name) for name in {modules!r}]; print(json.dumps([*sys.modules]))"
    told = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(json.loads(told.stdout.splitlines()[-1]))


def test_the_server_is_light():
    """Not even by way of a library: TensorFlow takes 500 MB, and each of these seconds of the first page."""
    scripts = ("/main.py", "/page.py")  # they draw a page as soon as they are imported
    modules = [
        name[:-3].replace("/", ".") for name in FILES if name.startswith("dashboard") and not name.endswith(scripts)
    ]
    loaded = _loaded([name.removesuffix(".__init__") for name in modules])
    assert {"dashboard.app", "core.processes.training_client", "streamlit"} <= loaded
    assert not loaded & INSIDE
    assert not {name.partition(".")[0] for name in loaded} & HEAVY


def test_the_process_of_the_experiments_is_light_until_it_runs():
    """Each of Dask's processes imports its module once more."""
    loaded = {name for name in _loaded(["core.processes.experiment_worker"]) if name.startswith("core.")}
    assert loaded == {"core.messages", "core.processes", "core.processes.experiment_worker"}


def test_the_readme_names_every_setting():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    usual = store_settings.Limits()
    settings = {
        store_settings.FOLDER: "as above",
        store_settings.DAYS: f"{usual.days:g}",
        store_settings.GIGABYTES: f"{usual.bytes / 1e9:g}",
        cluster.ADDRESS: "processes on this machine",
    }
    for name, default in settings.items():
        assert [
            line for line in readme.splitlines() if line.startswith(f"| `{name}` |") and line.endswith(f"| {default} |")
        ]


def test_no_file_is_too_long():
    lines = {name: len((ROOT / name).read_text(encoding="utf-8").splitlines()) for name in FILES}
    assert not {name: count for name, count in lines.items() if count > MOST_LINES}
