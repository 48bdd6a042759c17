"""Whom a look at a network waits for.

Looks at networks as people make them take some milliseconds and 3 MB; the largest that can be trained take seconds and
60 MB. These wait for each other, and nobody else for them.
"""

from __future__ import annotations

from core import spec
from core.inspection.look_cost import LookCost, look_cost
from core.messages import Sentence
from dashboard import backends
from dashboard.http.json_endpoint import RequestError, TooLarge
from dashboard.http.turns import Turns

MOST_BYTES = 64_000_000
_LARGE = LookCost(bytes=8_000_000, operations=60_000_000)
LOOKS, LARGE_LOOKS = Turns(at_work=2, waiting=96), Turns(at_work=1, waiting=16)
# The training process answers one after the other; a class of thirty may ask at once.
OF_RUNS, LARGE_OF_RUNS = Turns(at_work=6, waiting=96), Turns(at_work=1, waiting=16)


def turns_of_run(run_id: str, images: int) -> Turns:
    """For a look at so many images in a run."""
    known = backends.training().snapshot(run_id)
    return LARGE_OF_RUNS if known is not None and _is_large(look_cost(known.network, images)) else OF_RUNS


def turns_of_design(network: spec.NetworkSpec, images: int) -> Turns:
    """For one at a network with its first weights. Raises `TooLarge` where it would take too much of the server's memory."""
    cost = look_cost(network, images)
    if cost.bytes > MOST_BYTES:
        raise TooLarge(
            Sentence(
                "A look at this network takes {size} MB, and {most} MB are the most before it is trained: train it, then look inside.",
                size=cost.bytes // 1_000_000,
                most=MOST_BYTES // 1_000_000,
            )
        )
    return LARGE_LOOKS if _is_large(cost) else LOOKS


def design_asked(design: str | None) -> tuple[spec.NetworkSpec, spec.TrainingSpec]:
    """The design that a request is about, which names no run. Raises `SentenceError`."""
    if design is None:
        raise RequestError(Sentence("The request names neither a run nor a design to look at."))
    return spec.from_json(design)


def _is_large(cost: LookCost) -> bool:
    return cost.bytes > _LARGE.bytes or cost.operations > _LARGE.operations
