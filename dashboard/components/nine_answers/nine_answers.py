"""A few test images with the network's answer under each; they turn from wrong to right while it trains."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import asdict

import numpy as np

from dashboard.components import parts
from dashboard.components.shown_network import ShownNetwork

_mount = parts.component(__file__)


def nine_answers(
    network: ShownNetwork | None,
    numbers: Sequence[int],
    images: np.ndarray,
    digits: Sequence[int],
    labels: dict[str, object],
    language: str,
    key: str = "nine_answers",
) -> None:
    """``numbers`` of test images, ``images``: uint8 (N, 28, 28, 1), and what they are in truth.

    ``network`` None: it is not known yet which one it is.
    """
    data = {
        "network": network and asdict(network),
        "numbers": list(numbers),
        "pixels": base64.b64encode(np.ascontiguousarray(images).tobytes()).decode(),
        "digits": list(digits),
        "labels": labels,
        "language": language,
    }
    _mount(data, key)
