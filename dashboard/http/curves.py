"""The course of any run of a workspace, for charts that show several: asked for by the browser, kept there until it grows."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from core.messages import SentenceError
from core.training.history import COLUMNS, History
from dashboard import backends

PATH = "/curve"


def curve(history: History) -> dict[str, object]:
    """{iteration, loss, accuracy, smooth_loss, smooth_accuracy, seconds: [...], validations: [[iteration, share], ...]}."""
    drawn = history.curve(history.bin_width())
    columns = {
        name: [round(float(value), 5) for value in column] for name, column in zip(COLUMNS, drawn.values.T, strict=True)
    }
    validations = [[each.iteration, each.correct / each.total] for each in history.validations]
    return {"iteration": drawn.iteration.tolist(), **columns, "validations": validations}


async def _serve(request: Request) -> Response:
    """A run that is not there has an empty course."""
    try:
        history = await run_in_threadpool(backends.training().history, request.path_params["run_id"])
    except SentenceError:
        history = History()
    return JSONResponse(curve(history), headers={"Cache-Control": "no-store"})


route = Route(PATH + "/{run_id}", _serve)
