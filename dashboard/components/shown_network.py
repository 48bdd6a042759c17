"""Which network a component shows, and at which of its checkpoints."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ShownNetwork:
    """Of ``run`` at the checkpoint ``at`` (None: live); or where ``run`` is None, a ``design`` as JSON with its first weights.

    ``at`` is where the page's own run stands: a component then follows the time slider by itself.
    """

    run: str | None
    at: int | None
    design: str
