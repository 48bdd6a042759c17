"""What a network says of a few test images, all at one iteration: the Start page asks again and again while a run trains."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
import numpy as np

from core.data import mnist
from core.inspection.inspection import MOST_ANSWERED, MOST_IMAGES, untrained_answers
from dashboard import backends
from dashboard.http.image_request import check_number
from dashboard.http.inspection import OVERFLOWN
from dashboard.http.json_endpoint import Asked, RequestError, RunId, endpoint
from dashboard.http.look_turns import design_asked, turns_of_design, turns_of_run
from dashboard.http.turns import Turns

PATH = "/answers"


class AnswersAsked(Asked, frozen=True, kw_only=True):
    """Of a run at a checkpoint, None: now; or of a ``design`` with its first weights. ``test``: numbers of test images."""

    test: Annotated[list[int], msgspec.Meta(min_length=1, max_length=MOST_ANSWERED)]
    run: RunId | None = None
    at: int | None = None
    design: str | None = None


def answer_answers(asked: AnswersAsked) -> dict[str, Any]:
    """{iteration, predicted: a class for each image}. Raises `SentenceError`."""
    images = mnist().test.images[[check_number(number) for number in asked.test]]
    if asked.run is None:
        iteration, probabilities = 0, untrained_answers(*design_asked(asked.design), images)
    else:
        iteration, probabilities = backends.training().inspections.answers(asked.run, images, asked.at)
    if not np.isfinite(probabilities).all():
        raise RequestError(OVERFLOWN)
    return {"iteration": iteration, "predicted": probabilities.argmax(axis=1).tolist()}


def _turns(asked: AnswersAsked) -> Turns:
    """As for a look: at few images at a time where the server computes them, and of a network as large."""
    if asked.run is not None:
        return turns_of_run(asked.run, MOST_IMAGES)
    network, _ = design_asked(asked.design)
    return turns_of_design(network, MOST_IMAGES)


route = endpoint(PATH, AnswersAsked, answer_answers, _turns)
