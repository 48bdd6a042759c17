"""How fast a run goes: on the machine alone, and as its learner sees it, with the turns of others in between."""

from __future__ import annotations

import time


class Speed:
    """Both are means that follow what was measured last."""

    def __init__(self) -> None:
        self.images_per_second: float | None = None  # its turns' waiting counted in
        self._seconds_an_iteration: float | None = None
        self._mark: float | None = None  # when the last step was over

    def stand_still(self) -> None:
        """The time until the next step counts as nobody's."""
        self._mark = None

    def other_step(self) -> None:
        """What was done until now was no training."""
        self._mark = time.monotonic()

    def trained(self, iterations: int, images: int, seconds: float) -> None:
        """So many iterations on so many images took so long."""
        now, pace = time.monotonic(), seconds / max(1, iterations)
        known = self._seconds_an_iteration
        self._seconds_an_iteration = pace if known is None else 0.7 * known + 0.3 * pace
        if self._mark is not None and now > self._mark:
            rate = images / (now - self._mark)
            known = self.images_per_second
            self.images_per_second = rate if known is None else 0.9 * known + 0.1 * rate
        self._mark = now

    def iterations_in(self, seconds: float) -> int:
        """As many as fit, and one at least."""
        pace = self._seconds_an_iteration
        return 1 if pace is None else max(1, round(seconds / pace))
