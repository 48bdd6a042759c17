"""The runs of a workspace as a table: to rename, draw together, open and delete."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from dashboard.components import parts

_mount = parts.component(__file__)


@dataclass(frozen=True)
class RunRow:
    """One run. ``name``: what it is called; ``given``: the part of it that somebody typed. The rest is as it stands on the screen.

    ``color``: `colors.of_run`. ``validation`` and ``accuracy`` each with the iteration that it is of.
    """

    run: str
    name: str
    given: str
    color: dict[str, str]
    present: bool
    drawn: bool
    differs: str
    iterations: str
    validation: str
    validation_when: str
    accuracy: str
    when: str
    parameters: str
    seconds: str


def run_list(
    rows: Sequence[RunRow],
    most_drawn: int,
    longest_name: int,
    present: str | None,
    labels: dict[str, str],
    key: str,
    on_draw: Callable[[], None],
    on_rename: Callable[[], None],
    on_open: Callable[[], None],
    on_delete: Callable[[], None],
) -> None:
    """Draw ``rows``; ``present``: the run that is followed, None where there is none.

    Each ``on_`` runs before the page does; what was asked is then in the component's state: ``drawn`` {run: bool},
    ``renamed`` {run, name}, ``opened`` run, ``deleted`` run.
    """
    data = {
        "rows": [asdict(row) for row in rows], "most_drawn": most_drawn, "longest_name": longest_name, "present": present, "labels": labels,
    }  # fmt: skip
    _mount(
        data, key, on_drawn_change=on_draw, on_renamed_change=on_rename, on_opened_change=on_open,
        on_deleted_change=on_delete,
    )  # fmt: skip
