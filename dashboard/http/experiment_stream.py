"""The stream of an experiment: server-sent events with where each of its runs is, a few a second while they move."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core.experiments.view import Experiment, RunState
from core.processes.experiment_client import ExperimentClient
from dashboard import backends
from dashboard.http import sse

EVERY_SECONDS = 0.2
PATH = "/stream/experiment"


def frame(experiment: Experiment) -> dict[str, object]:
    """Where the experiment is, as JSON takes it.

    {event, serial, stage, left: seconds or None, processes,
    runs: [[design, seed, stage, iteration, accuracy or None, validation accuracy or None], …]}; a run that is done
    without either accuracy has diverged.
    """
    left = experiment.seconds_left
    return {
        "event": experiment.event,
        "serial": experiment.serial,
        "stage": experiment.stage,
        "left": None if left is None else round(left),
        "processes": experiment.processes,
        "runs": [_run(state) for state in experiment.runs],
    }


def _run(state: RunState) -> list[object]:
    result = state.result
    judged = [None, None] if result is None else [_rounded(result.accuracy), _rounded(result.validation_accuracy)]
    return [state.variant, state.seed, state.stage, state.iteration, *judged]


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 6)


class _Followed:
    """An experiment that is followed, and how far the tab knows it."""

    def __init__(self, client: ExperimentClient, experiment_id: str) -> None:
        self._client, self._id = client, experiment_id
        self._told: int | None = None

    @property
    def closed(self) -> bool:
        return self._client.closed

    async def news(self) -> sse.Frame | None:
        experiment = self._client.experiment(self._id)
        if experiment is None:
            if self._told is None:  # nothing was heard of it yet: the page asks for it as soon as its process answers
                return None
            raise sse.Ended  # deleted
        if experiment.serial == self._told:
            return None
        self._told = experiment.serial
        return frame(experiment)


async def _serve(request: Request) -> Response:
    followed = _Followed(backends.experiments(), request.path_params["experiment_id"])
    return sse.stream(followed, request, EVERY_SECONDS)


route = Route(PATH + "/{experiment_id}", _serve)
