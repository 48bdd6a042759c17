"""A drawing pad, what the network sees of the drawing, and its answer as it forms."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from dashboard.components import parts
from dashboard.components.shown_network import ShownNetwork

_mount = parts.component(__file__)


@dataclass(frozen=True)
class ShownDigit:
    """``box``: left, top, right, bottom in pixels of the picture. ``pixels``: base64 of 784 bytes, 255 is ink.

    ``placement``: how its ink came into them.
    """

    box: list[int]
    pixels: str
    placement: dict[str, object] | None


@dataclass(frozen=True)
class ShownPicture:
    """A picture shown in place of the drawing, and the digits in it. A new ``id`` brings it into view.

    ``source``: its address. ``whole``: all of its ink as `ShownDigit.pixels`. ``note``: what is to be said of it.
    """

    id: str
    name: str
    source: str
    width: int
    height: int
    digits: list[ShownDigit]
    whole: str
    chosen: int
    note: str


@dataclass(frozen=True)
class Sent:
    """What the browser sent, each for one run of the page; it may be anything. None where nothing came.

    ``use``: the image to be used elsewhere, base64 of 784 bytes. ``picture``: {name, size, data} of a picture that was pasted or
    dropped, without data where it is too large. ``box``: {picture, box} drawn around a digit by hand.
    """

    use: object
    picture: object
    box: object


def drawing_pad(
    network: ShownNetwork,
    picture: ShownPicture | None,
    most_bytes: int,
    labels: dict[str, object],
    language: str,
    key: str = "drawing_pad",
) -> Sent:
    """Draw the pad; ``most_bytes``: of a picture's file. The drawing stays in the browser's tab."""
    data = asdict(network) | {
        "upload": picture and asdict(picture),
        "most_bytes": most_bytes,
        "labels": labels,
        "language": language,
    }
    events = {f"on_{name}_change": lambda: None for name in ("use", "picture", "box")}
    state = _mount(data, key, **events)
    return Sent(state.use, state.picture, state.box)
