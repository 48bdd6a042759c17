"""The tutorial as a program around one network: the same cells make a script and a notebook."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

from core.messages import Translate
from core.spec import TrainingSpec
from core.templates import render

TEMPLATE = Path(__file__).parent / "program.py.jinja"
_HEAD = re.compile(r"^# %% (\w+)\n", re.MULTILINE)
_RUN = """\
if __name__ == "__main__":
    main()
"""


def script(model: str, settings: TrainingSpec, say: Translate) -> str:
    """The whole program; importing it trains nothing. ``model``: statements that make it, indented for a function."""
    parts: dict[str, list[str]] = {}
    for kind, text in _cells(model, settings, say):
        parts.setdefault(kind, []).append(text)
    imports, *definitions = parts["definitions"]
    (main,) = parts["main"]
    steps = [textwrap.indent(step, "    ") for step in parts["steps"]]
    return "import argparse\n" + "\n\n".join([imports, *definitions, "\n".join([main, *steps]), _RUN])


def cells(title: str, model: str, settings: TrainingSpec, say: Translate) -> list[tuple[str, str]]:
    """The same as cells of a notebook: ("markdown" or "code", text)."""
    found = [cell for cell in _cells(model, settings, say) if cell[0] != "main"]
    return [
        ("markdown", f"# Layer Lab\n\n{title}"),
        *((kind if kind == "markdown" else "code", text) for kind, text in found),
    ]


def _cells(model: str, settings: TrainingSpec, say: Translate) -> list[tuple[str, str]]:
    """(kind, text) in the order of the template."""
    text = render(TEMPLATE, say, model=model.rstrip("\n"), seed=settings.seed, batch_size=settings.batch_size)
    _, *parts = _HEAD.split(text)
    return [(kind, part.strip("\n") + "\n") for kind, part in zip(parts[::2], parts[1::2], strict=True)]
