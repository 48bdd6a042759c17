"""The house rules, held by reading the source: who may import whom, and how long a file may be."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from core.experiments import cluster
from core.storage import settings as store_settings
from tests.support.root import ROOT

MOST_LINES = 350
HEAVY = {"tensorflow", "keras"}
DISTRIBUTED = {"dask", "distributed", "scipy", "psutil"}
SCREEN = {"streamlit", "plotly", "dashboard"}


def _files(folder: str) -> dict[str, Path]:
    """{module name: file} of everything below a folder."""
    found = {}
    for path in sorted((ROOT / folder).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


CORE, DASHBOARD = _files("core"), _files("dashboard")
MODULES = CORE | DASHBOARD


def _imports(module: str, at_import: bool = False) -> set[str]:
    """Full names of what a module imports; ``at_import``: only what runs when it is imported itself."""
    found: set[str] = set()
    package = module if MODULES[module].name == "__init__.py" else module.rpartition(".")[0]

    def visit(node: ast.AST) -> None:
        if at_import and isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            return
        if at_import and isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            return
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:  # a name of a package may be a module of its own
                inner = f"{base}.{alias.name}"
                found.add(inner if inner in MODULES else base)
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(ast.parse(MODULES[module].read_text(encoding="utf-8")))
    return found


def _tops(names: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in names}


def _reached(start: set[str]) -> set[str]:
    """Everything that is imported when these modules of core are, by way of whatever they import."""
    seen, row = set(), sorted(start)
    while row:
        name = row.pop()
        if name not in seen:
            seen.add(name)
            row.extend(_imports(name, at_import=True) if name in CORE else ())
    return seen


def test_the_reader_of_imports_sees_them(tmp_path, monkeypatch):
    """The tests below cannot fail if this reader sees nothing."""
    source = """
import os.path
from core import spec, trainer as t
from core.run import Run
from . import panels
from .charts import draw
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    import keras
def late():
    import tensorflow.keras
class Eager:
    import plotly
"""
    path = tmp_path / "sample.py"
    path.write_text(source)
    monkeypatch.setitem(MODULES, "dashboard.sample", path)
    monkeypatch.setitem(MODULES, "dashboard.panels", path)
    early = {
        "os.path",
        "core.spec",
        "core.trainer",
        "core.runs.run",
        "dashboard.panels",
        "dashboard.views.data.class_chart",
        "typing",
        "plotly",
    }
    assert _imports("dashboard.sample", at_import=True) == early
    assert _imports("dashboard.sample") == early | {"keras", "tensorflow.keras"}


@pytest.mark.parametrize("module", CORE)
def test_the_core_knows_no_screen(module):
    assert not _tops(_imports(module)) & SCREEN


def test_only_the_program_knows_tensorflow():
    knows = {module for module in MODULES if _tops(_imports(module)) & HEAVY}
    assert knows == {"core.training.program"}


@pytest.mark.parametrize("module", [*DASHBOARD, "core.processes.training_client", "core.processes.experiment_client"])
def test_the_server_never_loads_tensorflow(module):
    """Imports inside a function of core run only in the other processes; the dashboard has no such excuse."""
    direct = {name for name in _imports(module, at_import=module in CORE) if name in CORE}
    reached = _reached(direct)
    assert not _tops(reached) & {*HEAVY, *DISTRIBUTED}
    assert not reached & {"core.trainer", "core.training.program", "core.experiments.cluster"}


def test_the_process_of_the_experiments_is_light_until_it_runs():
    """Each of Dask's processes imports its module once more."""
    assert _reached({"core.processes.experiment_worker"}) & set(CORE) <= {
        f"core.{name}"
        for name in ("messages", "processes.experiment_worker", "processes.process_life", "processes.rpc")
    }
    assert not _tops(_reached({"core.processes.experiment_worker"})) & {"numpy", *DISTRIBUTED}


def test_experiments_go_down():
    above = {
        "core.processes.experiment_worker",
        "core.processes.experiment_client",
        "core.engine.engine",
        "core.processes.training_client",
    }
    assert not _reached({"core.experiments.service"}) & {*above, "core.trainer", "core.training.program"}
    assert not _reached({"core.experiments.question", "core.experiments.task", "core.experiments.view"}) & {
        *above,
        "core.experiments.service",
        "core.experiments.cluster",
    }


def test_the_server_has_no_engine_and_no_store():
    """What it knows of them are values and errors."""
    direct = set().union(*(_imports(module) for module in DASHBOARD)) & set(CORE)
    inside = {"core.engine.engine", "core.engine.run_registry", "core.storage.store", "core.runs.run", "sqlite3"}
    assert not _reached(direct) & inside
    assert _imports("core.processes.training_worker") & inside  # there, but only once it is a process of its own
    assert "core.training.program" in _reached({"core.trainer"})


def _level(module: str) -> int:
    """How high a module of the dashboard stands: charts, components, state and text lowest, what puts it together highest."""
    return {"panels": 1, "views": 2, "app": 3, "main": 3}.get(module.split(".")[1], 0)


@pytest.mark.parametrize("module", DASHBOARD)
def test_the_dashboard_imports_downwards(module):
    for name in _imports(module):
        if name in DASHBOARD and "." in name and "." in module:
            assert _level(name) <= _level(module), f"{module} imports {name}"


def test_views_do_not_import_each_other():
    for module in DASHBOARD:
        if module.startswith("dashboard.views."):
            others = {name for name in _imports(module) if name.startswith("dashboard.views.")}
            assert not others, f"{module} imports {others}"


def test_the_core_has_no_circle():
    def visit(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " → ".join([*way, module])
        for name in sorted(_imports(module, at_import=True) & set(CORE)):
            visit(name, (*way, module))

    for module in CORE:
        visit(module, ())


@pytest.mark.parametrize("leaf", ["spec", "data", "evaluation", "statistics", "history", "chance", "sentence", "state"])
def test_leaves_stay_leaves(leaf):
    inside = _reached({f"core.{leaf}"}) & set(CORE)
    assert inside <= {f"core.{name}" for name in (leaf, "sentence", "rules", "statistics", "pairing")}


@pytest.mark.parametrize("module", ["anatomy", "inference", "look", "listing", "pictures", "weights", "pace"])
def test_what_is_drawn_needs_no_training(module):
    assert not _reached({f"core.{module}"}) & {
        "core.engine.engine",
        "core.runs.run",
        "core.trainer",
        "core.training.program",
        "core.processes.training_client",
    }


def test_run_and_engine_go_down():
    above = {
        *(module for module in CORE if module.startswith("core.storage")),
        "core.engine.engine",
        "core.processes.training_worker",
        "core.processes.training_client",
        "core.trainer",
    }
    assert not _reached({"core.runs.run"}) & above
    assert not _reached({"core.storage.store"}) & {
        "core.engine.run_registry",
        "core.engine.engine",
        "core.processes.training_worker",
        "core.processes.training_client",
        "core.trainer",
    }
    assert not _reached({"core.engine.engine"}) & {
        "core.processes.training_worker",
        "core.processes.training_process",
        "core.processes.training_client",
        "core.trainer",
    }


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


@pytest.mark.parametrize("module", CORE)
def test_the_core_refuses_by_exceptions(module):
    """``assert`` vanishes under ``python -O``."""
    tree = ast.parse(CORE[module].read_text(encoding="utf-8"))
    assert not [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Assert)]


@pytest.mark.parametrize("module", MODULES)
def test_no_file_is_too_long(module):
    assert len(MODULES[module].read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("module", MODULES)
def test_every_file_says_what_it_is(module):
    source = MODULES[module].read_text(encoding="utf-8")
    assert not source.strip() or ast.get_docstring(ast.parse(source))
