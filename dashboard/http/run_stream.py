"""The live stream of a run: server-sent events with what is new about it, a few a second while it moves."""

from __future__ import annotations

import asyncio

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core.processes.training_client import Client, Health
from core.processes.training_process import WorkerUnavailable
from core.runs.errors import RunError
from core.runs.snapshot import Phase, Snapshot, TestResult
from core.storage.errors import StoreError
from core.training.history import COLUMNS, History, Validation
from dashboard import backends
from dashboard.http import sse

EVERY_SECONDS = 0.16
AGAIN_SECONDS = 1.0  # until the worker is asked again for a run that it could not tell of
PATH = "/stream/run"
NO_RUN = "-"  # in place of a run: only how the worker is
_NOTHING = {
    "phase": Phase.READY, "iteration": 0, "goal": 0, "seconds": 0.0, "rate": None, "tested": None, "testing": None, "latest": None,
    "validation": None, "checkpoints": [], "event": 0,
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
            frame["lines"] = {"anew": self._line == 0, "new": [[n, round(share, 7)] for n, share in lines]}
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
    latest, validation = snapshot.latest, snapshot.validation
    return {
        "phase": snapshot.phase,
        "iteration": snapshot.iteration,
        "goal": snapshot.goal,
        "seconds": round(snapshot.seconds, 2),
        "rate": snapshot.images_per_second and round(snapshot.images_per_second),
        "tested": snapshot.tested,
        "testing": snapshot.testing,
        "latest": latest and _counted(latest),
        "validation": validation and _counted(validation),
        "checkpoints": checkpoints(snapshot),
        "event": snapshot.event,
    }


def _counted(judged: TestResult | Validation) -> dict[str, int]:
    return {"iteration": judged.iteration, "correct": judged.correct, "total": judged.total}


def checkpoints(snapshot: Snapshot) -> list[list[int | None]]:
    """[iteration, correctly classified test images or None] of every checkpoint that can be gone back to."""
    correct = {result.iteration: result.correct for result in snapshot.results}
    return [[checkpoint.iteration, correct.get(checkpoint.iteration)] for checkpoint in snapshot.checkpoints]


class _Followed:
    """A run that is followed, or with `NO_RUN` only the worker."""

    def __init__(self, client: Client, run_id: str) -> None:
        self._client, self._id = client, run_id
        self._feed = Feed()
        self._told: tuple[object, ...] | None = None

    @property
    def closed(self) -> bool:
        return self._client.closed

    async def news(self) -> sse.Frame | None:
        if self._id != NO_RUN and self._client.snapshot(self._id) is None and not await self._opened():
            return None
        health = self._client.condition.health
        now = (health, *self._position())
        if now == self._told:  # the history is only looked at where the run has moved
            return None
        frame = status(None) if self._id == NO_RUN else self._client.read(self._id, self._feed.frame)
        if frame is None:
            return None
        self._told = now
        return {**frame, "health": health}

    def _position(self) -> tuple[object, ...]:
        if self._id == NO_RUN:
            return ()
        return self._client.read(self._id, lambda run, history: (run, len(history), len(history.validations))) or ()

    async def _opened(self) -> bool:
        """A run that this server has not heard of, because it was started anew: whether the worker knows it. Raises `Ended`."""
        if self._client.condition.health is Health.DOWN:
            return False
        try:
            await run_in_threadpool(self._client.open, self._id)
        except (WorkerUnavailable, StoreError):  # or another server has its workspace for now
            await asyncio.sleep(AGAIN_SECONDS)
            return False
        except RunError as error:
            raise sse.Ended from error
        return True


async def _serve(request: Request) -> Response:
    return sse.stream(_Followed(backends.training(), request.path_params["run_id"]), request, EVERY_SECONDS)


route = Route(PATH + "/{run_id}", _serve)
