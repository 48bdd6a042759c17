"""The list of the keys and the switch that turns the single ones off, kept in the browser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.components import parts

_mount = parts.component(__file__)


@dataclass(frozen=True)
class KeyGroup:
    """Keys that belong together: each row has the keys and what they do. ``single``: the switch turns them off."""

    title: str
    rows: Sequence[tuple[Sequence[str], str]]
    single: bool = False


def shortcuts_help(groups: Sequence[KeyGroup], labels: dict[str, str], key: str = "shortcuts_help") -> None:
    """``labels``: on (of the switch), why (there is one), key and does (the columns)."""
    shown = [
        {"title": group.title, "single": group.single, "rows": [[list(keys), words] for keys, words in group.rows]}
        for group in groups
    ]
    _mount({"groups": shown, "labels": labels}, key)
