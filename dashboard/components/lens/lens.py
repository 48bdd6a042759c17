"""Look inside: kernels, feature maps, biases and one pixel by hand for two images, drawn by the browser as the network trains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dashboard.components import parts

_mount = parts.component(
    "lens",
    (
        "checkpoints.js", "maps.js", "mosaic.js", "lens_answer.js", "lens_checkpoints.js", "lens_layer.js", "lens_hand.js",
        "lens_switches.js", "lens.js",
    ),
    parts.css("lens.css"),
)  # fmt: skip


@dataclass(frozen=True)
class LensLayer:
    """One layer that can be looked at. ``shape``: (rows, columns, filters) or (units,).

    ``inputs``: a convolution's input channels. ``stride`` and ``pools``: of a pooling, and the convolution before it.
    """

    name: str
    kind: str
    title: str
    shape: tuple[int, ...]
    switchable: bool
    inputs: int | None = None
    stride: int | None = None
    pools: str | None = None


@dataclass(frozen=True)
class Source:
    """Whose network it is: of a run, or before there is one, a design's with its first weights."""

    run: str | None
    at: int | None  # the checkpoint of the run that the page stands at; None: live
    design: str
    look: str  # address that answers looks
    answers: str  # address that says what was answered at each checkpoint
    ablate: str  # address that measures without some filters
    url: str  # of the live stream


def lens(
    source: Source,
    layers: Sequence[LensLayer],
    digits: str,
    asked: dict[str, Any] | None,
    labels: dict[str, Any],
    language: str,
    key: str = "lens",
) -> None:
    """``digits``: the test images' classes, one letter each. ``asked``: {id, image} that another page wants looked at."""
    data = asdict(source) | {
        "layers": [asdict(layer) for layer in layers],
        "digits": digits,
        "asked": asked,
        "labels": labels,
        "language": language,
    }
    _mount(data, key)
