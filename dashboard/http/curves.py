"""The course of any run of a workspace, for charts that show several: asked for by the browser, kept there until it grows."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from core.messages import SentenceError
from core.training.history import COLUMNS, History
from dashboard import backends
from dashboard.http.json_endpoint import problem
from dashboard.http.turns import Turns
from dashboard.i18n import SOURCE

PATH = "/curve"
_TURNS = Turns(at_work=4, waiting=192)  # a class of thirty with six runs each


def curve(history: History) -> dict[str, object]:
    """{iteration, loss, accuracy, smooth_loss, smooth_accuracy, seconds: [...], validations: [[iteration, share], ...]}."""
    drawn = history.curve(history.bin_width())
    columns = {
        name: [round(float(value), 5) for value in column] for name, column in zip(COLUMNS, drawn.values.T, strict=True)
    }
    validations = [[each.iteration, each.correct / each.total] for each in history.validations]
    return {"iteration": drawn.iteration.tolist(), **columns, "validations": validations}


async def _serve(request: Request) -> Response:
    try:
        async with _TURNS.turn():
            history = await run_in_threadpool(backends.training().history, request.path_params["run_id"])
            drawn = await run_in_threadpool(curve, history)
    except SentenceError as error:
        return problem(error, SOURCE)
    return JSONResponse(drawn, headers={"Cache-Control": "no-store"})


route = Route(PATH + "/{run_id}", _serve)
