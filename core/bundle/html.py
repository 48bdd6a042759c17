"""HTML from values: everything that is put in is escaped, and every element closed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_STYLE = Path(__file__).resolve().parent.parent.parent / "assets" / "styles" / "report.css"
_LINES = {"head", "title", "meta", "style", "body", "main", "header", "section", "footer", "h1", "h2", "p", "table", "tr", "figure", "thead", "tbody", "div"}  # fmt: skip


def element(tag: str, *content: Element | str, **attributes: object) -> Element:
    """An element with its content in order. An attribute that Python has a word for ends in ``_``: ``class_``."""
    made = Element(tag, {name.rstrip("_"): str(value) for name, value in attributes.items()})
    for part in content:
        if isinstance(part, Element):
            made.append(part)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + part
        else:
            made.text = (made.text or "") + part
    if tag in _LINES:
        made.tail = "\n"
    return made


def table(
    head: Sequence[str], rows: Sequence[Sequence[Element | str]], numbers: Sequence[int] = (), class_: str = ""
) -> Element:
    """A table; the columns in ``numbers`` are set as numbers. Where it is too wide, it scrolls in itself."""
    styles = {column: {"class_": "number"} for column in numbers}
    top = element("tr", *(element("th", text, scope="col", **styles.get(at, {})) for at, text in enumerate(head)))
    lines = [
        element(
            "tr",
            *(
                cell
                if isinstance(cell, Element) and cell.tag in ("td", "th")
                else element("td", cell, **styles.get(at, {}))
                for at, cell in enumerate(row)
            ),
        )
        for row in rows
    ]
    return element(
        "div", element("table", element("thead", top), element("tbody", *lines)), class_=f"wide {class_}".strip()
    )


def link(path: str) -> Element:
    """To a file beside the page."""
    return element("a", path, href=path)


def page(language: str, title: str, body: Sequence[Element]) -> str:
    """A whole page with its style in it."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        element("style", _STYLE.read_text(encoding="utf-8")),
    )
    whole = element("html", head, element("body", element("main", *body)), lang=language)
    return "<!DOCTYPE html>\n" + ElementTree.tostring(whole, encoding="unicode", method="html") + "\n"
