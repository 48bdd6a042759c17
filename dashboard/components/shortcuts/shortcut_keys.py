"""The ear for the single keys: once on every page, unseen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from dashboard.components import parts

_mount = parts.component(__file__)


@dataclass(frozen=True)
class Shortcut:
    """``key``: as it is typed. ``button``: the key of the `st.button` that it presses; or ``command``: what a component offers by that name.

    ``says``: what a screen reader says when the button was pressed.
    """

    key: str
    button: str | None = None
    command: str | None = None
    says: str = ""


def shortcut_keys(shortcuts: Sequence[Shortcut], help_key: str, key: str = "shortcut_keys_ear") -> None:
    """``help_key``: opens the popover whose key is "help"."""
    _mount({"shortcuts": [asdict(each) for each in shortcuts], "help": help_key}, key)
