"""Texts that somebody could send to be read as markup: Streamlit's Markdown, GitHub's, HTML."""

from __future__ import annotations

HOST = "evil.example"
HOSTILE = (
    f"![](//{HOST}/x)",
    f"[Click](//{HOST})",
    f"<img src=//{HOST}/x>",
    f"https://{HOST}/x",
    f"www.{HOST}",
    f"a@{HOST}",
    ":red[x] :material/home: :smile:",
    "**bold** _it_ ~~no~~ `code`",
    "$x^2$ | cell |",
    "# head",
    "- item",
    "1. item",
    "> quote",
    "&lt;b&gt; &copy;",
    "-> <- --",
    r"\[x\](y) \\",
)
