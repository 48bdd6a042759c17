"""How well a network does: what scripts use of `core.significance.evaluation`."""

from __future__ import annotations

from core.significance.evaluation import CLASSES, ClassResult, Evaluation, evaluate

__all__ = ["CLASSES", "ClassResult", "Evaluation", "evaluate"]
