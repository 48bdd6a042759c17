"""A workspace's token: whoever has it has the workspace, so it cannot be guessed; and it knows itself when it was altered."""

from __future__ import annotations

import hashlib
import re
import secrets

_SHAPE = re.compile(r"[A-Za-z0-9_-]{22}")
_RANDOM, _CHECK = 16, 6  # letters: 96 bits of chance, and as many as tell nearly every slip


def new() -> str:
    """22 letters, digits, - and _."""
    chance = secrets.token_urlsafe(12)
    return chance + _check(chance)


def is_token(text: object) -> bool:
    """Whether `new` may have made it: false for one that was cut short, mistyped or made up."""
    return isinstance(text, str) and bool(_SHAPE.fullmatch(text)) and text[_RANDOM:] == _check(text[:_RANDOM])


def _check(chance: str) -> str:
    return hashlib.sha256(chance.encode()).hexdigest()[:_CHECK]
