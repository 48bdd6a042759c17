"""What the tests of the pages share."""

from __future__ import annotations

import pytest

from dashboard import backends
from tests.support.stepped_client import SteppedClient


@pytest.fixture
def client(tmp_path, monkeypatch) -> SteppedClient:
    stepped = SteppedClient(tmp_path)
    monkeypatch.setattr(backends, "training", lambda: stepped)
    return stepped
