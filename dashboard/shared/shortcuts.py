"""Single keys for what is done again and again: steps of training, pause, the time slider, the errors on Test.

`shortcut_keys` listens and stands unseen on every page; `shortcuts_help` lists the keys, with a switch that turns them off: single
keys get in the way of whoever speaks to the computer. Streamlit's own `st.button(shortcut=…)` would write the key into the button.
"""

from __future__ import annotations

import streamlit as st

from core.runs.milestones import MILESTONES
from dashboard import session
from dashboard.components.shortcuts import shortcut_keys as ear
from dashboard.components.shortcuts import shortcuts_help as help_list
from dashboard.components.shortcuts.shortcut_keys import Shortcut
from dashboard.components.shortcuts.shortcuts_help import KeyGroup
from dashboard.i18n import Text, count

HELP_KEY = "?"
_GOALS = MILESTONES[1:]


def shortcut_keys() -> None:
    """Once on every page. Where a button or a slider is not there, or cannot be used now, its key does nothing."""
    _ = session.current_text()
    with st.container(key="shortcut_keys"):
        ear.shortcut_keys(_shortcuts(_), HELP_KEY)


def shortcuts_help() -> None:
    """What the help says of the keys; `HELP_KEY` opens the popover with the key "help"."""
    _ = session.current_text()
    goals = ", ".join(map(count, _GOALS))
    page = [
        (tuple(map(str, range(1, len(_GOALS) + 1))), _("Train to iteration {count}").format(count=goals)),
        (("n",), _("One more iteration")),
        (("p",), _("Pause or continue training")),
        ((",", "."), _("Previous or next checkpoint")),
        (("l",), _("Live: the network as it is now")),
        (("j", "k"), _("On Test: next or previous image")),
        ((HELP_KEY,), _("Open this help")),
    ]
    groups = [
        KeyGroup(_("Everywhere"), page, single=True),
        KeyGroup(
            _("Where the focus is"),
            [
                (("Tab",), _("Go to the next control or chart")),
                (("←", "→", "Home", "End"), _("Move the reading line of a chart, or the slider")),
                (("Shift", "←", "→"), _("Move the reading line in larger steps")),
                (("←", "→", "↑", "↓", _("Space")), _("On the drawing pad: move the pen; lower or lift it")),
            ],
        ),
    ]
    labels = {
        "on": _("Single-key shortcuts"),
        "why": _("Turn them off if you use speech input or press keys by accident. This browser remembers your choice."),
        "key": _("Key"), "does": _("What it does"),
    }  # fmt: skip
    help_list.shortcuts_help(groups, labels)


def _shortcuts(_: Text) -> list[Shortcut]:
    goals = [
        Shortcut(str(place), f"to_{goal}", says=_("Train to iteration {count}").format(count=count(goal)))
        for place, goal in enumerate(_GOALS, 1)
    ]
    return [
        *goals,
        Shortcut("n", "step", says=_("One more iteration")),
        Shortcut("p", "play", says=_("Pause or continue training")),
        Shortcut(",", command="previous_checkpoint"),
        Shortcut(".", command="next_checkpoint"),
        Shortcut("l", command="live"),
        Shortcut("j", command="next_error"),
        Shortcut("k", command="previous_error"),
    ]
