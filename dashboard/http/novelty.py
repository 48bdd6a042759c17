"""What a browser asks of a drawing at rest: how far it lies from the training images."""

from __future__ import annotations

from typing import Any

from dashboard import backends
from dashboard.http.image_request import Image, images_in
from dashboard.http.json_endpoint import Asked, RunId, endpoint
from dashboard.http.turns import Turns

PATH = "/novelty"
_TURNS = Turns(at_work=4, waiting=96)  # the training process answers one after the other


class NoveltyAsked(Asked, frozen=True, kw_only=True):
    """Of a run at a checkpoint, None: now."""

    images: list[Image]
    run: RunId | None = None
    at: int | None = None


def answer_novelty(asked: NoveltyAsked) -> dict[str, Any]:
    """{images: [{nearer: share of the validation images, unlike: whether that is nearly all}]}, or {images: []}: nothing to say.

    Raises `SentenceError`.
    """
    images, _ = images_in(asked.images)
    if images is None or asked.run is None:
        return {"images": []}
    found = backends.training().novelties.novelties(asked.run, images, asked.at) or []
    return {"images": [{"nearer": each.nearer, "unlike": each.unlike} for each in found]}


route = endpoint(PATH, NoveltyAsked, answer_novelty, lambda _: _TURNS)
