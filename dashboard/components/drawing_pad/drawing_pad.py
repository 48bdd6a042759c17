"""A drawing pad, what the network sees of the drawing, and its answer as it forms."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from dashboard.components import parts
from dashboard.components.shown_network import ShownNetwork

_mount = parts.component(__file__)


@dataclass(frozen=True)
class UploadedInk:
    """A picture shown in place of the drawing. ``ink``: base64 of ``side`` × ``side`` bytes, 255 is ink.

    ``unit``: how many of the picture's own pixels one of these is wide. A new ``id`` brings it into view.
    """

    id: str
    name: str
    side: int
    ink: str
    unit: float


def drawing_pad(
    network: ShownNetwork,
    upload: UploadedInk | None,
    labels: dict[str, object],
    language: str,
    key: str = "drawing_pad",
) -> object:
    """Draw the pad; gives what the browser sent as the image to be used elsewhere: base64 of 784 bytes, None otherwise.

    The drawing stays in the browser's tab.
    """
    data = asdict(network) | {"upload": upload and asdict(upload), "labels": labels, "language": language}
    return _mount(data, key, on_use_change=lambda: None).use
