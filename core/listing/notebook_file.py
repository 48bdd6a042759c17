"""A Jupyter notebook as JSON (nbformat 4.5), from headings, text and code."""

from __future__ import annotations

import json
from collections.abc import Iterable


def to_json(cells: Iterable[tuple[str, str]]) -> str:
    """``cells``: ("markdown" or "code", its text), in order. None has been run, and the same cells give the same text."""
    notebook = {
        "cells": [_cell(position, kind, text.strip("\n")) for position, (kind, text) in enumerate(cells, start=1)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _cell(position: int, kind: str, text: str) -> dict[str, object]:
    cell = {"cell_type": kind, "id": f"cell-{position}", "metadata": {}, "source": text.splitlines(keepends=True)}
    return cell if kind == "markdown" else cell | {"execution_count": None, "outputs": []}
