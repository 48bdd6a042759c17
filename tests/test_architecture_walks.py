"""The walks in `docs/architecture.md` are true: their files and names exist, and each step is used by the one it comes from.

A step is a numbered line: ``N. (mark) `file` – `Name`, `Name.verb`: what happens there``. Without a mark the step before uses it;
``(from M)`` says that step M does, ``(uses M)`` that it uses step M. A line that begins with ⇢ says that a process is left there,
and by which files that only carry.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache

import pytest

from tests.support.root import ROOT

DOCUMENT = ROOT / "docs" / "architecture.md"
MOST_STEPS = {
    "An image to Look inside": 9,
    "A layer's slider to a run that trains": 11,
    "A question to its result": 13,
}
# A file that is reached through one of these is used by whoever imports it. So is what a room's `__init__` hands on.
DOORS = {"dashboard/backends.py", "dashboard/session/run.py"}
STEP = re.compile(r"(\d+)\. (?:\((from|uses) (\d+)\) )?`([\w/]+\.(?:py|js))` – ((?:`[\w.]+`(?:, )?)+): (.+)")
CROSSING = re.compile(r" {3}⇢ (.+)")


class Untrue(AssertionError):
    """What a walk says is not so."""


@dataclass(frozen=True)
class Step:
    """``used_by``, ``uses``: numbers of other steps. ``carriers``: the files named at the border before it; None: no border."""

    number: int
    file: str
    names: tuple[str, ...]
    used_by: int | None
    uses: int | None
    carriers: tuple[str, ...] | None


def walks(document: str) -> dict[str, list[Step]]:
    """Raises `Untrue` for a line that is neither a step nor a border nor text after the last step."""
    found: dict[str, list[Step]] = {}
    for section in re.split(r"^## ", document, flags=re.MULTILINE):
        if section.startswith("Three walks\n"):
            for walk in section.split("\n### ")[1:]:
                title, _, text = walk.partition("\n")
                found[title] = _steps(title, text)
    return found


def _steps(title: str, text: str) -> list[Step]:
    steps: list[Step] = []
    carriers = None
    for line in text.splitlines():
        crossing, step = CROSSING.fullmatch(line), STEP.fullmatch(line)
        if crossing is not None:
            carriers = tuple(re.findall(r"`([^`]+)`", crossing[1]))
        elif step is not None:
            number, mark, other, file, names, words = step.groups()
            if int(number) != len(steps) + 1 or "`" in words:
                raise Untrue(f"{title}: {line!r} is not numbered in order, or names something after its colon")
            used_by = int(other) if mark == "from" else None if mark == "uses" or not steps else steps[-1].number
            steps.append(
                Step(
                    int(number),
                    file,
                    tuple(re.findall(r"`([^`]+)`", names)),
                    used_by,
                    int(other) if mark == "uses" else None,
                    carriers,
                )
            )
            carriers = None
        elif re.match(r"\s*\d+\.", line) or "⇢" in line:
            raise Untrue(f"{title}: {line!r} cannot be read")
    return steps


@cache
def _tree(file: str) -> ast.Module:
    return ast.parse((ROOT / file).read_text(encoding="utf-8"))


@cache
def _text(file: str) -> str:
    return (ROOT / file).read_text(encoding="utf-8")


def defines(file: str, name: str) -> bool:
    """``name``: a class or function of the file, or ``Class.member``: a method, or an attribute that a method sets."""
    owner, _, member = name.partition(".")
    if file.endswith(".js"):
        return re.search(rf"\b(?:class|function) {re.escape(owner)}\b", _text(file)) is not None
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    found = next((node for node in _tree(file).body if isinstance(node, kinds) and node.name == owner), None)
    if found is None or not member:
        return found is not None
    for node in ast.walk(found):
        if isinstance(node, ast.FunctionDef) and node.name == member:
            return True
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and node.attr == member:
            return True
    return False


@cache
def imports(file: str) -> frozenset[str]:
    """The files of ours that a file imports, also those that only its type checker reads, and those imported in a function."""
    found: set[str] = set()
    if file.endswith(".js"):
        for path in re.findall(r'from "(\.[^"]+)"', _text(file)):
            found.add((ROOT / file).parent.joinpath(path).resolve().relative_to(ROOT).as_posix())
        return frozenset(found)
    for node in ast.walk(_tree(file)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            path = name.replace(".", "/")
            found |= {each for each in (f"{path}.py", f"{path}/__init__.py") if (ROOT / each).is_file()}
    return frozenset(found)


def reaches(user: str, used: str) -> bool:
    """Whether it imports it, directly or through a door."""
    direct = imports(user)
    doors = {each for each in direct if each.endswith("/__init__.py") or each in DOORS}
    return used in direct or any(used in imports(door) for door in doors)


@cache
def mentions(file: str) -> frozenset[str]:
    """Every name that a Python file uses, and of dotted ones each part."""
    found = set()
    for node in ast.walk(_tree(file)):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.alias):
            found.add(node.name)
    return frozenset(found)


def check(title: str, steps: list[Step]) -> None:
    """Raises `Untrue` for the first thing that is not so."""
    for step in steps:
        if not (ROOT / step.file).is_file():
            raise Untrue(f"{title}, {step.number}: there is no {step.file}")
        for name in step.names:
            if not defines(step.file, name):
                raise Untrue(f"{title}, {step.number}: {step.file} does not define {name}")
    for step in steps:
        if step.uses is not None:
            _check_use(title, step, steps[step.uses - 1])
        elif step.used_by is not None:
            user = steps[step.used_by - 1]
            if step.carriers:
                _check_border(title, user, step, step.carriers)
            else:  # where nothing of ours carries, the file is imported by name on the other side
                _check_use(title, user, step)


def _check_use(title: str, user: Step, used: Step) -> None:
    if not reaches(user.file, used.file):
        raise Untrue(f"{title}: {user.file} does not import {used.file}")
    if user.file.endswith(".py"):
        names = {name.rpartition(".")[2] for name in used.names}
        if not names & mentions(user.file):
            raise Untrue(f"{title}: {user.file} uses none of {sorted(names)} in {used.file}")


def _check_border(title: str, user: Step, used: Step, carriers: tuple[str, ...]) -> None:
    """From the browser: the sender imports the one end, the receiver the other. Between processes: the sender knows the protocol,
    which goes by `rpc`; its verb is the receiver's; and who answers has both the protocol and, by what it imports, the receiver."""
    for carrier in carriers:
        if not (ROOT / carrier).is_file():
            raise Untrue(f"{title}: there is no {carrier}")
    if user.file.endswith(".js"):
        sent, received = carriers
        if sent not in imports(user.file) or received not in imports(used.file):
            raise Untrue(f"{title}: {user.file} does not send by {sent}, or {used.file} does not answer by {received}")
        return
    protocol, rpc, worker = carriers
    verbs = {name.rpartition(".")[2] for name in used.names}
    if protocol not in imports(user.file) or rpc not in imports(protocol):
        raise Untrue(f"{title}: {user.file} does not call by {protocol} and {rpc}")
    if not any(isinstance(node, ast.FunctionDef) and node.name in verbs for node in ast.walk(_tree(protocol))):
        raise Untrue(f"{title}: none of {sorted(verbs)} is a verb of {protocol}")
    answered = imports(worker)
    if not {protocol, rpc} <= answered or not any(used.file in {file, *imports(file)} for file in answered):
        raise Untrue(f"{title}: {worker} does not answer {protocol} with {used.file}")


WALKS = walks(DOCUMENT.read_text(encoding="utf-8"))


def test_there_are_three_walks():
    assert list(WALKS) == list(MOST_STEPS)


@pytest.mark.parametrize("title", MOST_STEPS)
def test_a_walk_is_short(title):
    files = [step.file for step in WALKS[title]]
    assert 5 <= len(files) <= MOST_STEPS[title]
    assert len(set(files)) == len(files)


@pytest.mark.parametrize("title", MOST_STEPS)
def test_a_walk_is_true(title):
    check(title, WALKS[title])


@pytest.mark.parametrize(
    ("line", "other", "reason"),
    [
        ("`core/trainer.py` – `Trainer.forward`", "`core/trainers.py` – `Trainer.forward`", "there is no"),
        ("`RunQueries.inspect`", "`RunQueries.look`", "does not define RunQueries.look"),
        ("`wishFor`", "`wishesFor`", "does not define wishesFor"),
        ("`Client.inspections`", "`Client.looks`", "does not define Client.looks"),
        ("`RunQueries.inspect`", "`RunQueries.state`", "is a verb of"),
        ("3. (from 1)", "3.", "choice.js does not import"),
        ("6. (from 4)", "6.", "image_request.py does not import"),
        ("`Trainer.forward`", "`Trainer.advance`", "uses none of"),
        ("training_protocol.py", "experiment_protocol.py", "does not call by"),
        ("training_worker.py", "experiment_worker.py", "does not answer"),
        ("http/json_endpoint.py", "http/sse.py", "does not answer by"),
        ("browser/json_request.js", "browser/event_stream.js", "does not send by"),
    ],
)
def test_a_walk_can_be_untrue(line, other, reason):
    """Each rule of this file finds what breaks it."""
    title = "An image to Look inside"
    document = DOCUMENT.read_text(encoding="utf-8")
    assert line in document
    with pytest.raises(Untrue, match=reason):
        check(title, walks(document.replace(line, other, 1))[title])


@pytest.mark.parametrize("line", ["1. `core/spec.py`: no name", "2. (by 1) `core/spec.py` – `check`: x", "⇢ somewhere"])
def test_a_line_that_cannot_be_read_is_found(line):
    with pytest.raises(Untrue):
        walks(f"## Three walks\n\n### A walk\n\n{line}\n")


def test_steps_are_numbered_in_order():
    with pytest.raises(Untrue, match="in order"):
        walks("## Three walks\n\n### A walk\n\n2. `core/spec.py` – `check`: checks.\n")
