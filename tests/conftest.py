"""What several test files share. TensorFlow takes seconds to import, so only the fixtures that need it do."""

from __future__ import annotations

import pytest

from core import data, spec
from tests.support.root import ROOT

# They start processes of the app, or measure what a process takes; two of them at once would wait for each other.
ONE_AFTER_ANOTHER = (
    "tests/browser",
    "tests/core/processes",
    "tests/core/experiments/test_cluster.py",
    "tests/core/engine/test_run_memory.py",
    "tests/core/test_design_memory.py",
)


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads them
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where pytest-xdist shares out the tests (`-n 2 --dist loadgroup`), those of a file stay together."""
    for item in items:
        file = item.path.relative_to(ROOT).as_posix()
        alone = file.startswith(ONE_AFTER_ANOTHER)
        item.add_marker(pytest.mark.xdist_group("one after another" if alone else file))


@pytest.fixture(scope="session")
def digits() -> data.Dataset:
    return data.mnist()


@pytest.fixture(scope="session")
def trainer_class():
    from core.trainer import Trainer

    return Trainer


@pytest.fixture(scope="session")
def tutorial_trainer(trainer_class):
    return trainer_class(spec.tutorial(), spec.TrainingSpec())
