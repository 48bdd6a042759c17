"""What a control has changed is brought into sight, where it lies outside the screen."""

from __future__ import annotations

from dashboard.components import parts

_mount = parts.component(__file__)


def in_sight(container: str, state: str | None) -> None:
    """Scroll to the container with that key, as far as needed, when ``state`` has become another since the page's last run.

    ``state``: what the control has brought; None: nothing. What the page begins with scrolls nowhere.
    """
    _mount({"container": container, "state": state}, f"in_sight_{container}")
