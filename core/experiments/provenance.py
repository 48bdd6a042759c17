"""What a training's result follows from beside its inputs: the program's own sources and the libraries that compute."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from core.data import MNIST_SHA256

# Everything between a task and its result. With another text in one of them an earlier result is no longer taken.
_SOURCES = ("chance", "data", "evaluation", "perform", "program", "spec", "trainer", "weights")
_LIBRARIES = (("tensorflow", ("tensorflow", "tensorflow-cpu", "tensorflow-intel", "tf-nightly")), ("numpy", ("numpy",)))


@cache
def here() -> tuple[tuple[str, str], ...]:
    """(name, version) of the libraries and of the program, in this process."""
    libraries = tuple((name, _installed(packages)) for name, packages in _LIBRARIES)
    return (*libraries, ("Layer Lab", _program()))


def differences(a: tuple[tuple[str, str], ...], b: tuple[tuple[str, str], ...]) -> list[tuple[str, str, str]]:
    """(name, version in a, version in b) of whatever is not the same."""
    first, second = dict(a), dict(b)
    names = dict.fromkeys([*first, *second])
    return [
        (name, first.get(name, "–"), second.get(name, "–")) for name in names if first.get(name) != second.get(name)
    ]


def _installed(packages: tuple[str, ...]) -> str:
    for package in packages:
        try:
            return version(package)
        except PackageNotFoundError:
            continue
    return "–"


def _program() -> str:
    folder, digest = Path(__file__).parent, hashlib.sha256(MNIST_SHA256.encode())
    for name in _SOURCES:
        digest.update((folder / f"{name}.py").read_text(encoding="utf-8").encode())
    return digest.hexdigest()[:12]
