"""What several test files share. TensorFlow takes seconds to import, so only the fixtures that need it do."""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

from core import data, spec

# What shares one browser and one server; and what starts processes of the app, or measures what a process takes: two of a group
# at once would wait for each other.
GROUPS = {
    "in the browser": ("tests/browser",),
    "processes": (
        "tests/core/processes",
        "tests/core/experiments/test_cluster.py",
        "tests/core/engine/test_run_memory.py",
        "tests/core/test_design_memory.py",
    ),
}


class Scheduling(LoadFileScheduling):
    """How pytest-xdist shares out the tests: those of a file stay together, and so do those of a group."""

    def _split_scope(self, nodeid: str) -> str:
        group = next((name for name, paths in GROUPS.items() if nodeid.startswith(paths)), None)
        return group or super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling:
    return Scheduling(config, log)


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
