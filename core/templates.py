"""Files to take away that are written by Jinja2: ``_("…")`` in a template is a `Sentence`, said in the reader's language."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from core import number_format
from core.messages import Sentence, Translate

ENDING = ".jinja"


def render(path: Path, say: Translate, **values: object) -> str:
    """The template filled with ``values``. In an ``.html.jinja`` whatever is put in is escaped; a missing value is an error."""

    def translated(template: str, **fields: object) -> str:
        return say(Sentence(template, **fields))

    return _environment(path.parent).get_template(path.name).render(values, _=translated)


@cache
def _environment(folder: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=select_autoescape((f"html{ENDING}",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"count": number_format.count, "fixed": number_format.fixed, "span": number_format.span}
    return environment
