"""What the tests of the pages share."""

from __future__ import annotations

import gc
import sys

import pytest

from dashboard import backends
from tests.support.stepped_client import SteppedClient


@pytest.fixture(scope="module", autouse=True)
def _settled_memory():
    """What other files have left in the memory is not searched for garbage again: `AppTest` searches all of it after every run of a
    page, which takes half a second where TensorFlow is loaded."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()  # what is over may be let go: Dask's processes wait for that


@pytest.fixture(scope="module", autouse=True)
def _main_module():
    """`AppTest` leaves the page's script as Python's main module, which every process that is spawned later would run."""
    before = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = before


@pytest.fixture
def client(tmp_path, monkeypatch) -> SteppedClient:
    stepped = SteppedClient(tmp_path)
    monkeypatch.setattr(backends, "training", lambda: stepped)
    return stepped
