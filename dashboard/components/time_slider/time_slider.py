"""The time slider: the checkpoints that were kept of a run, and live. What it says is shown at once, without a run of the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from dashboard.components import parts

_mount = parts.component(__file__)


def time_slider(
    run: str,
    at: int | None,
    heard: int,
    iteration: int,
    checkpoints: Sequence[Sequence[int | None]],
    labels: dict[str, Any],
    key: str,
    on_choice: Callable[[], None],
) -> None:
    """Of ``run``, at the checkpoint ``at`` (None: live, which is at ``iteration`` now); ``checkpoints`` as `dashboard.http.run_stream.status` gives them; later ones are heard of in the browser.

    When it is let go the component's state has in ``at`` [iteration, or -1 for live, number of the choice]. ``heard``:
    the number that was heard last; until its own is, the slider stands by its choice.
    """
    data = {"run": run, "at": at, "heard": heard, "iteration": iteration, "checkpoints": checkpoints, "labels": labels}
    _mount(data, key, on_at_change=on_choice)
