"""How a browser's requests are read and answered: JSON there, JSON back, what is wrong as a sentence in the page's language."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from core.messages import Sentence, SentenceError
from dashboard.i18n import LANGUAGES, SOURCE, text

MOST_BYTES = 400_000  # of a request; two drawings take less
Reply = Callable[[dict[str, Any]], dict[str, Any]]


class RequestError(SentenceError, ValueError):
    """A request that no page of ours sends; ``sentence`` says what is wrong with it."""


def endpoint(path: str, reply: Reply) -> Route:
    """Where ``reply`` answers what is sent; it may raise `SentenceError`."""

    async def serve(request: Request) -> Response:
        return await _answer(request, reply)

    return Route(path, serve, methods=["POST"])


async def _answer(request: Request, reply: Reply) -> Response:
    """In a thread of its own."""
    language = SOURCE
    try:
        asked = await _read(request)
        language = language_in(asked)
        answer = await run_in_threadpool(reply, asked)
    except SentenceError as error:
        answer = {
            "problem": text(language).say(error.sentence),
            "kind": type(error).__name__,
        }
    return JSONResponse(answer, headers={"Cache-Control": "no-store"})


async def _read(request: Request) -> dict[str, Any]:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise RequestError(Sentence("The request is too long; the maximum is {most:,} bytes.", most=MOST_BYTES))
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RequestError(Sentence("The request cannot be read.")) from error
    if not isinstance(asked, dict):
        raise RequestError(Sentence("The request cannot be read."))
    return asked


def language_in(asked: dict[str, Any]) -> str:
    """The language that a request wants its answer in; English where there is no catalogue."""
    language = asked.get("lang")
    return language if isinstance(language, str) and language in LANGUAGES else SOURCE


def checkpoint_in(asked: dict[str, Any]) -> int | None:
    """The checkpoint that a request is about; None: now."""
    at = asked.get("at")
    if at is not None and type(at) is not int:
        raise RequestError(Sentence("The request cannot be read."))
    return at
