"""The name that a run has for ever: in addresses, on disk, and between processes."""

from __future__ import annotations

import re
import secrets

PATTERN = re.compile(r"[A-Za-z0-9_-]{16}")


def new_run_id() -> str:
    """One that nobody can guess."""
    return secrets.token_urlsafe(12)
