"""Look inside: kernels, feature maps, biases and one output by hand for two images, drawn by the browser as the network trains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dashboard.components import parts
from dashboard.components.shown_network import ShownNetwork

_mount = parts.component(__file__, ("browser/data_table.css",))


@dataclass(frozen=True)
class LensLayer:
    """One layer that can be looked at. ``shape``: (rows, columns, filters) or (units,).

    ``inputs``: the input channels of its kernels, where it has some. ``by_hand``: the way in which one of its outputs is
    worked through, as core names it; None: it is not. ``pools``: the convolution below whose outputs this pooling is seen, with its
    ``stride``.
    """

    name: str
    title: str
    shape: tuple[int, ...]
    switchable: bool
    inputs: int | None = None
    by_hand: str | None = None
    stride: int | None = None
    pools: str | None = None


def lens(
    network: ShownNetwork,
    layers: Sequence[LensLayer],
    digits: str,
    asked: dict[str, Any] | None,
    labels: dict[str, Any],
    language: str,
    key: str = "lens",
) -> None:
    """``digits``: the test images' classes, one letter each. ``asked``: {id, image, layer, place} that another page wants looked at."""
    data = asdict(network) | {
        "layers": [asdict(layer) for layer in layers],
        "digits": digits,
        "asked": asked,
        "labels": labels,
        "language": language,
    }
    _mount(data, key)
