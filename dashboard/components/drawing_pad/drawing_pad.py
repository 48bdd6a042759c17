"""A drawing pad, what the network sees of the drawing, and its answer as it forms."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from dashboard.components import parts

_mount = parts.component(
    "drawing_pad",
    ("checkpoints.js", "maps.js", "pad_strokes.js", "pad_parts.js", "drawing_pad.js"),
    parts.css("drawing_pad.css"),
)


@dataclass(frozen=True)
class Asked:
    """Which network answers: ``run`` at the checkpoint ``at`` (None: live), or before the first training the ``design`` as JSON.

    ``look``: the address that answers. ``url``: the run's live stream. ``lang``: of what the answer has to say.
    """

    run: str | None
    at: int | None
    design: str
    look: str
    url: str
    lang: str


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
    asked: Asked, upload: UploadedInk | None, labels: dict[str, object], key: str = "drawing_pad"
) -> object:
    """Draw the pad; gives what the browser sent as the image to be used elsewhere: base64 of 784 bytes, None otherwise.

    The drawing stays in the browser's tab.
    """
    data = asdict(asked) | {"upload": upload and asdict(upload), "labels": labels}
    return _mount(data, key, on_use_change=lambda: None).use
