"""The parts of a network: its kernels and biases, one output worked through by hand, and filters switched off."""

from __future__ import annotations

from core.inspection.errors import AnatomyError
from core.inspection.pixel import PoolWindow, Work, biases, kernels
from core.inspection.pixel import pixel as work
from core.inspection.pixel import pixel_of as work_on
from core.inspection.switched_off import Off, check_off, silence, without
from core.inspection.worked_output import WorkedOutput, worked_output

__all__ = [
    "AnatomyError",
    "Off",
    "PoolWindow",
    "Work",
    "WorkedOutput",
    "biases",
    "check_off",
    "kernels",
    "silence",
    "without",
    "work",
    "work_on",
    "worked_output",
]
