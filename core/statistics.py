"""How sure a number is: what scripts use of `core.significance`."""

from __future__ import annotations

from core.significance.mcnemar_test import mcnemar
from core.significance.paired_test import Paired, paired
from core.significance.sample_size import seeds_for
from core.significance.welch_test import Welch, welch
from core.significance.wilson_interval import wilson

__all__ = ["Paired", "Welch", "mcnemar", "paired", "seeds_for", "welch", "wilson"]
