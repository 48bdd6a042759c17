"""The parts of a network: its kernels and biases, one output worked through by hand, and filters switched off."""

from __future__ import annotations

from core.inspection.errors import AnatomyError
from core.inspection.pixel import PooledFrom, PoolWindow, Work, biases, kernels, pooled_from, seen_by_hand
from core.inspection.pixel import pixel as work
from core.inspection.pixel import pixel_of as work_on
from core.inspection.switched_off import Off, check_off, silence, without
from core.inspection.worked_output import WorkedOutput, way_by_hand, worked_output

__all__ = [
    "AnatomyError",
    "Off",
    "PoolWindow",
    "PooledFrom",
    "Work",
    "WorkedOutput",
    "biases",
    "check_off",
    "kernels",
    "pooled_from",
    "seen_by_hand",
    "silence",
    "way_by_hand",
    "without",
    "work",
    "work_on",
    "worked_output",
]
