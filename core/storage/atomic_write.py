"""How a file is written so that it is complete or absent, whatever happens meanwhile."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO


def write(path: Path, fill: Callable[[BinaryIO], object], durable: bool = True) -> None:
    """What ``fill`` writes is put in the place of the old file. ``durable``: it shall survive a power cut, too. Raises OSError."""
    unfinished = path.with_name(f"{path.stem}.{secrets.token_hex(4)}.part")  # another process may be writing it, too
    try:
        with open(unfinished, "wb") as file:
            fill(file)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.replace(unfinished, path)
    except BaseException:
        with contextlib.suppress(OSError):
            unfinished.unlink()  # a full disk has no room for it
        raise
