"""How a browser's requests are read and answered: JSON there, JSON back, what is wrong as a sentence in the page's language.

What an endpoint takes is declared once, as a `Asked` of its own; `endpoint` reads every request by that and hands on what fits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from core.messages import Sentence, SentenceError
from core.processes.child_process import ProcessUnavailable
from core.runs.errors import NotKept, NotYet, RunError
from core.storage.errors import StoreError
from dashboard.http.turns import Crowded, Turns
from dashboard.i18n import LANGUAGES, SOURCE, text

MOST_BYTES = 400_000  # of a request; two drawings take less
AGAIN_SECONDS = "1"  # after which whoever was sent away may ask again

RunId = Annotated[str, msgspec.Meta(max_length=64)]


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What every request may say: the language that it wants its answer in; English where there is no catalogue."""

    lang: str = SOURCE

    @property
    def language(self) -> str:
        return self.lang if self.lang in LANGUAGES else SOURCE


Question = TypeVar("Question", bound=Asked)


class RequestError(SentenceError, ValueError):
    """A request that no page of ours sends; ``sentence`` says what is wrong with it, ``detail`` where, for who writes programs."""

    def __init__(self, sentence: Sentence, detail: str | None = None) -> None:
        super().__init__(sentence)
        self.detail = detail


class TooLarge(RequestError):
    """It asks for too much."""


# The first that fits; what a person cannot have asked of us is 400.
_STATUS: tuple[tuple[type[SentenceError], int], ...] = (
    (TooLarge, 413),
    (Crowded, 429),
    (NotKept, 404),
    (NotYet, 202),  # no mistake of anybody's: a browser would list it among the page's errors
    (RunError, 409),
    (ProcessUnavailable, 503),
    (StoreError, 503),
    (SentenceError, 400),
)


def endpoint(
    path: str,
    kind: type[Question],
    reply: Callable[[Question], object],
    turns: Callable[[Question], Turns],
) -> Route:
    """Where ``reply`` answers, in a thread of its own, what was sent as ``kind``, once it is its turn among ``turns``.

    Both may raise `SentenceError`; ``turns`` is asked where nothing may be computed.
    """
    decoder = msgspec.json.Decoder(kind)

    async def serve(request: Request) -> Response:
        language = SOURCE
        try:
            asked = _decoded(decoder, await _body(request))
            language = asked.language
            async with turns(asked).turn() as waited:
                if waited and await request.is_disconnected():
                    return Response(status_code=400)  # nobody hears it
                return await run_in_threadpool(lambda: _answer(reply(asked)))
        except SentenceError as error:
            return problem(error, language)
        except ClientDisconnect:
            return Response(status_code=400)

    return Route(path, serve, methods=["POST"])


def _answer(answer: object) -> Response:
    return _json(msgspec.json.encode(answer), 200)


def problem(error: SentenceError, language: str) -> Response:
    """{problem, kind, detail}: what could not be, in words, with the status that fits."""
    said: dict[str, Any] = {"problem": text(language).say(error.sentence), "kind": type(error).__name__}
    if isinstance(error, RequestError) and error.detail is not None:
        said["detail"] = error.detail
    return _json(msgspec.json.encode(said), next(status for kind, status in _STATUS if isinstance(error, kind)))


def _json(content: bytes, status: int) -> Response:
    headers = {"Cache-Control": "no-store"} | ({"Retry-After": AGAIN_SECONDS} if status in (429, 503) else {})
    return Response(content, status, headers, "application/json")


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise TooLarge(Sentence("The request is too long; the maximum is {most:,} bytes.", most=MOST_BYTES))
    return bytes(body)


def _decoded(decoder: msgspec.json.Decoder[Question], body: bytes) -> Question:
    try:
        return decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RequestError(Sentence("The request cannot be read."), str(error)) from error
