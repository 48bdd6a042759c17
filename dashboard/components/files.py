"""The JavaScript and style files that lie beside the components."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent


def read(*names: str) -> str:
    """The files, one after another, as one text: a component's script may begin with a shared one."""
    return "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in names)
