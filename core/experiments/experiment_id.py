"""The name that an experiment has for ever: in addresses, on disk, and between processes."""

from __future__ import annotations

import re
import secrets

PATTERN = re.compile(r"[0-9a-f]{16}")


def new_experiment_id() -> str:
    return secrets.token_hex(8)
