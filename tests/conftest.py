"""What several test files share. TensorFlow takes seconds to import, so only the fixtures that need it do."""

from __future__ import annotations

import pytest

from core import data, spec


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
