"""What a result depends on besides the task itself: the arithmetic of this program, and the libraries that compute."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version

# Raise it whenever the same task would come out otherwise: another formula, another order of the images, other data.
# `tests/core/experiments/test_provenance.py` notices when that is forgotten.
ARITHMETIC = 1
PROGRAM = "Layer Lab"
_EARLIER = {"c8e4a5aac616": "1"}  # what an earlier version of the program wrote in place of that number
_LIBRARIES = (("tensorflow", ("tensorflow", "tensorflow-cpu", "tensorflow-intel", "tf-nightly")), ("numpy", ("numpy",)))

Versions = tuple[tuple[str, str], ...]


@cache
def here() -> Versions:
    """(name, version) of the libraries and of the program's arithmetic, in this process."""
    libraries = tuple((name, _installed(packages)) for name, packages in _LIBRARIES)
    return (*libraries, (PROGRAM, str(ARITHMETIC)))


def as_now(versions: Versions) -> Versions:
    """The same as this version of the program names it."""
    return tuple((name, _EARLIER.get(value, value) if name == PROGRAM else value) for name, value in versions)


def earlier(versions: Versions) -> list[Versions]:
    """Other ways in which earlier versions of the program wrote the same."""
    return [
        tuple((name, old if name == PROGRAM else value) for name, value in versions)
        for old, number in _EARLIER.items()
        if (PROGRAM, number) in versions
    ]


def differences(a: Versions, b: Versions) -> list[tuple[str, str, str]]:
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
