"""Everything that is imported is named in the requirements, and pinned."""

from __future__ import annotations

import ast
import re
import sys
from importlib import metadata

import pytest

from tests.support.root import ROOT

OURS = {"core", "dashboard", "tests"}
NAMED_ONLY = {"torch"}  # a benchmark compares with it where it is installed


def imported(*folders: str) -> set[str]:
    """Packages of others, by the name in the import."""
    found = set()
    for folder in folders:
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    found |= {alias.name.partition(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - OURS - NAMED_ONLY


def required(*files: str) -> dict[str, str]:
    """{normalized name: how it is pinned}."""
    lines = [line.strip() for file in files for line in (ROOT / file).read_text(encoding="utf-8").splitlines()]
    split = (re.match(r"([\w.-]+)(.*)", line) for line in lines if line and not line.startswith(("#", "-r")))
    return {normalized(found[1]): found[2] for found in split if found}


def normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize(
    ("folders", "files"),
    [(("core", "dashboard"), ("requirements.txt",)), (("tests",), ("requirements.txt", "requirements-test.txt"))],
    ids=["app", "tests"],
)
def test_what_is_imported_is_required(folders, files):
    providers, named = metadata.packages_distributions(), required(*files)
    assert imported(*folders)
    assert {
        name
        for name in imported(*folders)
        if not named.keys() & {normalized(each) for each in providers.get(name, [name])}
    } == set()


def test_what_is_required_is_pinned():
    named = required("requirements.txt", "requirements-test.txt")
    assert {name for name, pin in named.items() if not re.fullmatch(r"~=[\d.]+", pin)} == set()
