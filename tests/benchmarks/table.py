"""The table: what was measured, what came out, against what, and whether that is enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace

HEAD = ("What", "Figure", "Ratio", "Target", "Met")


class NotMeasured(Exception):
    """Something that a measurement needs is not there; the message says what."""


@dataclass(frozen=True)
class Row:
    """``met`` is None where there is no target, or nothing to hold against it."""

    what: str
    figure: str
    ratio: str = "–"
    target: str = "–"
    met: bool | None = None


def row(
    what: str,
    figure: str,
    value: float | None = None,
    *,
    least: float | None = None,
    most: float | None = None,
    unit: str = "",
    ratio: str = "–",
) -> Row:
    """A row whose ``value``, in ``unit``, must be at least ``least``, or else below ``most``."""
    made = Row(what, figure, ratio)
    if value is not None and least is not None:
        return replace(made, target=f"≥ {least:g} {unit}".strip(), met=value >= least)
    if value is not None and most is not None:
        return replace(made, target=f"< {most:g} {unit}".strip(), met=value < most)
    return made


def not_measured(what: str, why: object) -> Row:
    return Row(what, f"not measured: {why}")


def plain(rows: Sequence[Row]) -> str:
    """The table for a terminal: columns as wide as they need to be."""
    lines = [HEAD, *map(_cells, rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(HEAD))]
    lines.insert(1, tuple("-" * width for width in widths))
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def markdown(rows: Sequence[Row]) -> str:
    """The table for the README."""
    lines = [HEAD, ("---",) * len(HEAD), *map(_cells, rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cells(row: Row) -> tuple[str, ...]:
    *texts, met = astuple(row)
    return (*texts, "–" if met is None else "yes" if met else "no")
