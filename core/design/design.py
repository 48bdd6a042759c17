"""A design: a network and how it is trained, the seed included. It is what a run begins with."""

from __future__ import annotations

from core.spec import NetworkSpec, TrainingSpec

Design = tuple[NetworkSpec, TrainingSpec]
