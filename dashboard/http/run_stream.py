"""The live stream: one line of server-sent events a browser tab, with what is new about its run."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from core.processes.training_client import Client
from core.runs.snapshot import Phase, Snapshot
from core.training.history import COLUMNS, History
from dashboard import backends

EVERY_SECONDS = 0.16
HEARTBEAT_SECONDS = 10.0  # a line that says nothing, so that a dead connection is noticed
PATH = "/live"
NO_RUN = "-"  # in place of a run: only how the worker is
_NOTHING = {
    "phase": Phase.READY, "iteration": 0, "goal": 0, "seconds": 0.0, "rate": None, "tested": None, "testing": None, "latest": None,
    "checkpoints": [], "event": 0,
}  # fmt: skip


class Feed:
    """What one tab has already been told of its run."""

    def __init__(self) -> None:
        self._key: str | None = None
        self._width = 0
        self._count = 0  # iterations sent
        self._validations = -1
        self._line = 0  # iteration of the last progress line sent

    def frame(self, snapshot: Snapshot, history: History) -> dict[str, object]:
        """The run as it stands, and the parts of its history that the tab lacks."""
        frame = status(snapshot)
        width = history.bin_width()
        if (history.key, width) != (self._key, self._width) or len(history) < self._count:
            if history.key != self._key or len(history) < self._count:
                self._line = 0
            self._key, self._width, self._count, self._validations = history.key, width, 0, -1
            frame["curve"] = self._curve(history)
        elif len(history) > self._count:
            frame["curve"] = self._curve(history)
        if len(history.validations) != self._validations:
            self._validations = len(history.validations)
            frame["validations"] = [[v.iteration, v.correct / v.total] for v in history.validations]
        lines = [line for line in history.lines() if line[0] > self._line]
        if lines or self._line == 0:
            frame["lines"] = {"anew": self._line == 0, "new": [[n, round(share, 4)] for n, share in lines]}
            self._line = lines[-1][0] if lines else 0
        return frame

    def _curve(self, history: History) -> dict[str, object]:
        curve = history.curve(self._width, self._count // self._width)
        self._count = len(history)
        columns = {
            name: [round(float(value), 5) for value in column]
            for name, column in zip(COLUMNS, curve.values.T, strict=True)
        }
        return {"first": curve.first, "iteration": curve.iteration.tolist(), **columns}


def status(snapshot: Snapshot | None) -> dict[str, object]:
    """The numbers of the training bar; None: before the first run."""
    if snapshot is None:
        return dict(_NOTHING)
    latest = snapshot.latest
    return {
        "phase": snapshot.phase,
        "iteration": snapshot.iteration,
        "goal": snapshot.goal,
        "seconds": round(snapshot.seconds, 2),
        "rate": snapshot.images_per_second and round(snapshot.images_per_second),
        "tested": snapshot.tested,
        "testing": snapshot.testing,
        "latest": latest and {"iteration": latest.iteration, "correct": latest.correct, "total": latest.total},
        "checkpoints": _checkpoints(snapshot),
        "event": snapshot.event,
    }


def _checkpoints(snapshot: Snapshot) -> list[list[int | None]]:
    """[iteration, rightly named test images or None] of every checkpoint that can be gone back to."""
    correct = {result.iteration: result.correct for result in snapshot.results}
    return [[checkpoint.iteration, correct.get(checkpoint.iteration)] for checkpoint in snapshot.checkpoints]


async def _events(client: Client, run_id: str, request: Request) -> AsyncIterator[str]:
    feed, told, quiet = Feed(), None, 0.0
    while not client.closed and not await request.is_disconnected():
        # The history is only looked at where the run has moved.
        now = (client.condition.health, _position(client, run_id))
        if now[1] is None:
            return
        if now != told:
            frame = dict(_NOTHING) if run_id == NO_RUN else client.read(run_id, feed.frame)
            if frame is None:
                return
            yield f"data: {json.dumps(frame | {'health': now[0]}, separators=(',', ':'))}\n\n"
            told, quiet = now, 0.0
        elif quiet >= HEARTBEAT_SECONDS:
            yield ": \n\n"
            quiet = 0.0
        quiet += EVERY_SECONDS
        await asyncio.sleep(EVERY_SECONDS)


def _position(client: Client, run_id: str) -> tuple | None:
    if run_id == NO_RUN:
        return ()
    return client.read(run_id, lambda snapshot, history: (snapshot, len(history), len(history.validations)))


async def _live(request: Request) -> Response:
    client, run_id = backends.training(), request.path_params["run_id"]
    if run_id != NO_RUN and client.snapshot(run_id) is None:
        return Response(status_code=204)  # tells the browser not to ask again
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_events(client, run_id, request), media_type="text/event-stream", headers=headers)


route = Route(PATH + "/{run_id}", _live)
