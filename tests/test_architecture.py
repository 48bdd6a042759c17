"""The house rules that no linter knows. Who may import whom stands in `pyproject.toml`, for import-linter."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

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


def test_the_documents_name_every_setting():
    lines = [line for path in (ROOT / "docs").glob("*.md") for line in path.read_text(encoding="utf-8").splitlines()]
    usual = store_settings.Limits()
    settings = {
        store_settings.FOLDER: "as above",
        store_settings.DAYS: f"{usual.days:g}",
        store_settings.GIGABYTES: f"{usual.bytes / 1e9:g}",
        cluster.ADDRESS: "processes on this machine",
    }
    for name, default in settings.items():
        assert [line for line in lines if line.startswith(f"| `{name}` |") and line.endswith(f"| {default} |")]


def test_links_and_pictures_of_the_documents_are_there():
    """Also the headings that a link leads to; and no picture lies there that nothing shows."""
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]
    reached = set()
    for document in documents:
        for target in re.findall(r"\]\((?!https?:)([^)]+)\)", document.read_text(encoding="utf-8")):
            name, _, heading = target.partition("#")
            path = (document.parent / name).resolve() if name else document
            assert path.exists(), f"{document.name} leads to {target}"
            reached.add(path)
            if heading:
                titles = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
                assert heading in {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}, target
    assert set((ROOT / "assets" / "pictures").iterdir()) <= reached
    assert set(documents[2:]) <= reached


def test_no_file_is_too_long():
    lines = {name: len((ROOT / name).read_text(encoding="utf-8").splitlines()) for name in FILES}
    assert not {name: count for name, count in lines.items() if count > MOST_LINES}


# Every room may say things with these.
BELOW_ALL = {"core.messages", "core.number_format"}
ROOMS = sorted(
    f"{path.parent.parent.name}.{path.parent.name}"
    for folder in ("core", "dashboard")
    for path in (ROOT / folder).glob("*/__init__.py")
)


def _used(room: str) -> set[str]:
    """The rooms of core, and of the dashboard's room those of the dashboard, whose modules are loaded with its files."""
    top = room.partition(".")[0]
    found = set()
    for path in (ROOT / room.replace(".", "/")).rglob("*.py"):
        for node in _loaded_with(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found |= {f"{node.module}.{alias.name}" for alias in node.names}
    rooms = {".".join(name.split(".")[:2]) for name in found if name.startswith(f"{top}.")}
    return rooms - BELOW_ALL - {room}


def _loaded_with(node: ast.AST) -> Iterator[ast.AST]:
    """All of it but what only a type checker reads."""
    for each in ast.iter_child_nodes(node):
        if not (isinstance(each, ast.If) and ast.unparse(each.test) == "TYPE_CHECKING"):
            yield each
            yield from _loaded_with(each)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_which_rooms_it_uses(room):
    """Which it may use at all is declared in `pyproject.toml`; here the words are held to what the files do."""
    words = ast.get_docstring(ast.parse((ROOT / room.replace(".", "/") / "__init__.py").read_text(encoding="utf-8")))
    named = {".".join(name.split(".")[:2]) for name in re.findall(r"`((?:core|dashboard)\.[\w.]+)`", words)}
    missing = {name for name in _used(room) if name not in named}
    assert not missing, f"{room} uses what it does not name"


def test_the_words_of_a_room_can_be_wrong():
    assert {"core.spec", "core.layers", "core.fields"} == _used("core.design")
    assert "core.trainer" not in _used("core.inspection")  # only its type checker reads it
    assert "dashboard.i18n" in _used("dashboard.views")
