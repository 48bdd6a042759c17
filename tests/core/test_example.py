"""The example in `docs/architecture.md` does what it shows."""

from __future__ import annotations

import re

import numpy as np

from tests.support.root import ROOT


def test_the_example_trains_and_works_a_pixel_through(capsys):
    document = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", document, re.DOTALL)
    names: dict[str, object] = {}
    exec(example, names)
    accuracy, worked = capsys.readouterr().out.splitlines()
    assert 0.6 < float(accuracy) < 0.95  # far from chance, and not yet well trained
    total, activation = map(float, worked.split(" (")[0].split())
    np.testing.assert_allclose(max(total, 0.0), activation, rtol=1e-5)
