"""The stream of an experiment: server-sent events with where each of its runs is, a few a second while they move."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from core.experiments.view import Experiment, RunState
from core.processes.experiment_client import ExperimentClient
from dashboard import backends

EVERY_SECONDS = 0.2
HEARTBEAT_SECONDS = 10.0  # a line that says nothing, so that a dead connection is noticed
PATIENCE_SECONDS = 2.0  # for an experiment that was asked for a moment ago and is not followed yet
PATH = "/experiment"


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


async def _events(client: ExperimentClient, experiment_id: str, request: Request) -> AsyncIterator[str]:
    told, quiet = None, 0.0
    while not client.closed and not await request.is_disconnected():
        experiment = client.experiment(experiment_id)
        if experiment is None:  # deleted
            return
        if experiment.serial != told:
            yield f"data: {json.dumps(frame(experiment), separators=(',', ':'))}\n\n"
            told, quiet = experiment.serial, 0.0
        elif quiet >= HEARTBEAT_SECONDS:
            yield ": \n\n"
            quiet = 0.0
        quiet += EVERY_SECONDS
        await asyncio.sleep(EVERY_SECONDS)


async def _experiment(request: Request) -> Response:
    client, experiment_id = backends.experiments(), request.path_params["experiment_id"]
    waited = 0.0
    while client.experiment(experiment_id) is None:
        if client.closed or waited >= PATIENCE_SECONDS:
            return Response(status_code=204)  # tells the browser not to ask again
        waited += EVERY_SECONDS
        await asyncio.sleep(EVERY_SECONDS)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_events(client, experiment_id, request), media_type="text/event-stream", headers=headers)


route = Route(PATH + "/{experiment_id}", _experiment)
