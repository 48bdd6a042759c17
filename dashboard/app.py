"""The application: `streamlit run dashboard/app.py`."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # Streamlit puts only this folder there

import plotly
import streamlit as st
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Route

from dashboard import live, service

PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


@contextlib.asynccontextmanager
async def lifespan(app: st.App):
    service.client().start()
    try:
        yield
    finally:
        service.client().close()


async def plotly_script(request: Request) -> FileResponse:
    return FileResponse(PLOTLY, headers={"Cache-Control": "public, max-age=31536000, immutable"})


app = st.App(
    Path(__file__).parent / "main.py",
    lifespan=lifespan,
    routes=[live.route, Route("/plotly-{version}.min.js", plotly_script)],
)
