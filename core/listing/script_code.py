"""The tutorial as a program around one network: the same cells make a script and a notebook."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

from core.layers.code import lines
from core.listing.header import comment
from core.messages import Sentence, Translate
from core.spec import TrainingSpec
from core.templates import render

TEMPLATE = Path(__file__).parent / "program.py.jinja"
_HEAD = re.compile(r"^# %% (\w+)\n", re.MULTILINE)
INSTALL = "python -m pip install --upgrade tensorflow keras matplotlib"
_NEEDS = Sentence("Before the first start, install what it needs:")
_RUN = """\
if __name__ == "__main__":
    main()
"""


def script(title: str, model: str, settings: TrainingSpec, say: Translate, weights: str | None = None) -> str:
    """The whole program; importing it trains nothing.

    ``title``: comments to begin with. ``model``: statements that make it, indented for a function. ``weights``: the file with the
    trained ones, in the program's folder or the one above; None: it trains a new network.
    """
    parts: dict[str, list[str]] = {}
    for kind, text in _cells(model, settings, say, weights):
        parts.setdefault(kind, []).append(text)
    imports, *definitions = parts["definitions"]
    (main,) = parts["main"]
    steps = [textwrap.indent(step, "    ") for step in parts["steps"]]
    needs = lines(comment(_NEEDS, say), f"# {INSTALL}", "")
    return title + needs + "import argparse\n" + "\n\n".join([imports, *definitions, "\n".join([main, *steps]), _RUN])


def cells(
    title: str, model: str, settings: TrainingSpec, say: Translate, weights: str | None = None
) -> list[tuple[str, str]]:
    """The same as cells of a notebook: ("markdown" or "code", text)."""
    found = [cell for cell in _cells(model, settings, say, weights) if cell[0] != "main"]
    return [
        ("markdown", f"# Layer Lab\n\n{title}\n{say(_NEEDS)}\n\n```\n{INSTALL}\n```"),
        *((kind if kind == "markdown" else "code", text) for kind, text in found),
    ]


def _cells(model: str, settings: TrainingSpec, say: Translate, weights: str | None) -> list[tuple[str, str]]:
    """(kind, text) in the order of the template."""
    chosen = {"seed": settings.seed, "batch_size": settings.batch_size}
    text = render(TEMPLATE, say, model=model.rstrip("\n"), weights=weights, install=INSTALL, **chosen)
    _, *parts = _HEAD.split(text)
    return [(kind, part.strip("\n") + "\n") for kind, part in zip(parts[::2], parts[1::2], strict=True)]
