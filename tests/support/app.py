"""The app run by AppTest: open it, read it, press its buttons."""

from __future__ import annotations

import json
from collections.abc import Iterator

from google.protobuf.json_format import MessageToDict
from streamlit.testing.v1 import AppTest

from dashboard import navigation
from tests.support.root import ROOT

MAIN = str(ROOT / "dashboard" / "main.py")


def open_app(page: str = "train", **query: str) -> AppTest:
    app = AppTest.from_file(MAIN, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    if page != navigation.FIRST.name:
        app.switch_page(f"views/{page}/page.py").run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    told = [
        element.value
        for kind in ("title", "header", "markdown", "caption", "warning", "error")
        for element in app.get(kind)
    ]
    return "\n".join([*told, *(text for view in views(app) for text in view.values() if isinstance(text, str))])


def texts(app: AppTest) -> list[str]:
    """Every text that the page was given to show or to say, also in the components, and in hints and labels."""
    return [text for each in app.main if getattr(each, "proto", None) for text in _texts(MessageToDict(each.proto))]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        try:
            yield from _texts(json.loads(value)) if value.startswith("[{") else (value,)
        except ValueError:
            yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def mounted(app: AppTest, name: str) -> list[dict]:
    """What the components that have a field of this name were given."""
    given = (each for part in app.get("bidi_component") for each in json.loads(part.proto.json or "[]"))
    return [each for each in given if isinstance(each, dict) and name in each]


def views(app: AppTest) -> list[dict]:
    """What the components that follow the time slider were given to draw."""
    return [each["view"] for each in mounted(app, "view")]


def parameter(app: AppTest, name: str) -> str:
    value = app.query_params[name]
    return value[0] if isinstance(value, list) else value


def mains(app: AppTest) -> list[str]:
    """The keys of the buttons in the accent colour."""
    return [each.key for each in app.button if each.proto.type == "primary"]


def button(app: AppTest, key: str):
    return next(each for each in app.button if each.key == key)
