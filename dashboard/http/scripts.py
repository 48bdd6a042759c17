"""The components' scripts as files, each to be kept by the browser for good."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard.components.scripts import scripts

FOR_GOOD = "public, max-age=31536000, immutable"


async def _serve(request: Request) -> Response:
    """Of another version, and of a file that is no script of ours, there is nothing."""
    ours, text = scripts(), scripts().files.get(request.path_params["path"])
    if request.path_params["digest"] != ours.digest or text is None:
        return PlainTextResponse("There is no such script.", status_code=404, headers={"Cache-Control": "no-store"})
    return Response(text, media_type="text/javascript", headers={"Cache-Control": FOR_GOOD})


route = Route("/scripts-{digest}/{path:path}", _serve)
