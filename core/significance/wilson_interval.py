"""How sure a share such as 9,521 of 10,000 is: Wilson's interval."""

from __future__ import annotations

import math

_Z95 = 1.959963984540054  # 97.5 % quantile of the standard normal distribution


def wilson(correct: int, total: int) -> tuple[float, float]:
    """95 % confidence interval of the share ``correct / total`` (Wilson 1927; without continuity correction).

    Raises ValueError unless ``0 <= correct <= total`` and ``total`` is at least 1.
    """
    if total < 1 or not 0 <= correct <= total:
        raise ValueError(f"{correct} of {total} is no share; it takes 0 <= correct <= total and a total of at least 1")
    share, z2 = correct / total, _Z95**2
    centre = share + z2 / (2 * total)
    spread = _Z95 * math.sqrt(share * (1 - share) / total + z2 / (4 * total**2))
    scale = 1 + z2 / total
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)
