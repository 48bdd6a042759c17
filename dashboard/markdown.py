"""Text that was not written here, within what Streamlit reads as Markdown: it is shown as it is, and is never markup.

Streamlit reads more than CommonMark: GitHub's tables and bare addresses, formulas, colours, icons and emoji by name, arrows. It
looks for some of these after the backslashes are gone; a word joiner, which nobody sees, takes them apart.
"""

from __future__ import annotations

import re

_JOINER = "\u2060"
_START = re.compile(r"^(?:(?=>|[+-](?:\s|$)|[=-]+\s*$)|(\d+)(?=[.)](?:\s|$)))")  # a quotation, a list, a line
_ALWAYS = re.compile(r"[\\`*\[\](){}#<~$|]|&(?=[#\w])|(?<![^\W_])_|_(?![^\W_])")
_APART = re.compile(r"([:@])(?=\S)|([wW]{3})(?=\.)|([-<>=~])(?=[-<>=~])")


def literal(text: str) -> str:
    """As Markdown that says ``text``, in one line."""
    line = " ".join(text.split())
    line = _APART.sub(lambda found: f"{found[0]}{_JOINER}", line)
    line = _ALWAYS.sub(lambda found: f"\\{found[0]}", line)
    return _START.sub(lambda found: f"{found[0]}\\", line)
