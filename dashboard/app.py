"""The application: `streamlit run dashboard/app.py`."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # Streamlit puts only this folder there

import plotly
import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Route
from streamlit import config

from core.data import DataError, mnist
from core.storage.settings import SettingError
from dashboard import backends
from dashboard.base_path import base_path
from dashboard.http import (
    answers,
    curves,
    experiment_stream,
    inspection,
    no_delay,
    novelty,
    run_stream,
    scripts,
    server_settings,
    test_results,
    unsent_requests,
)
from dashboard.http.body_deadline import BodyDeadline
from dashboard.http.index_page import IndexPage
from dashboard.http.known_hosts import KnownHosts
from dashboard.http.request_rate import RequestRate
from dashboard.http.response_headers import ResponseHeaders

# Every page runs in a thread of its own for a moment. glibc would give each thread a heap and keep it: with thirty
# learners the server took 313 MB, with two heaps it takes 185.
_M_ARENA_MAX = -8
with contextlib.suppress(AttributeError, OSError, TypeError):  # another C library
    ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)

PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
STREAMLITS_FILES = Path(st.__file__).parent / "static"


@contextlib.asynccontextmanager
async def lifespan(app: st.App):
    no_delay.answer_at_once()
    watching = asyncio.create_task(unsent_requests.watch(signal.getsignal(signal.SIGTERM)))
    backends.training().start()
    backends.experiments().start()
    _end_streams_early()
    asyncio.get_running_loop().run_in_executor(None, _read_ahead)
    try:
        yield
    finally:
        watching.cancel()
        backends.experiments().announce_close()  # it ends while the other does
        backends.training().close()
        backends.experiments().close()


def _end_streams_early() -> None:
    """At a signal to stop: the server waits for open answers, and a live stream is one that never ends by itself."""
    for number in (signal.SIGINT, signal.SIGTERM):
        before = signal.getsignal(number)

        def ending(number, frame, before=before):
            backends.training().announce_close()
            backends.experiments().announce_close()
            if callable(before):
                before(number, frame)

        with contextlib.suppress(ValueError):  # not in the main thread: then there are no signals to wait for
            signal.signal(number, ending)


def _read_ahead() -> None:
    """Unpack the images before the first page that shows some."""
    with contextlib.suppress(DataError):  # the page says it
        mnist()


async def plotly_script(request: Request) -> FileResponse:
    return FileResponse(PLOTLY, headers={"Cache-Control": scripts.FOR_GOOD})


ROUTES = (
    run_stream.route,
    curves.route,
    *inspection.routes,
    answers.route,
    novelty.route,
    test_results.route,
    experiment_stream.route,
    scripts.route,
    Route("/plotly-{version}.min.js", plotly_script),
)
try:
    SETTINGS = {"hosts": server_settings.hosts(), "frames": server_settings.frames()}
except SettingError as error:
    sys.exit(str(error))
# In another site's frame no cookie comes, without which Streamlit refuses a file; we look at the origin ourselves.
if SETTINGS["frames"]:
    config.set_option("server.enableXsrfProtection", False)
app = st.App(
    Path(__file__).parent / "main.py",
    lifespan=lifespan,
    # The first comes first, before Streamlit's own; what it refuses goes back through those before it.
    middleware=[
        Middleware(ResponseHeaders, static=STREAMLITS_FILES, frames=SETTINGS["frames"]),
        Middleware(KnownHosts, hosts=SETTINGS["hosts"]),
        Middleware(RequestRate),
        Middleware(BodyDeadline),
        Middleware(IndexPage),
    ],
    # Streamlit puts only its own routes below the path that the app is served under.
    routes=[Route(base_path() + route.path, route.endpoint, methods=list(route.methods or ())) for route in ROUTES],
)
