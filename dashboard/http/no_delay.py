"""Sends small answers at once: without this, TCP holds them back to send more in one packet.

Streamlit binds its socket without naming the protocol, so asyncio does not know that it is TCP and leaves Nagle's
algorithm on: the body of every small answer waits until the browser has acknowledged its head, 40 ms on Linux.
"""

from __future__ import annotations

import contextlib
import os
import socket
import stat
from pathlib import Path

_OPEN_FILES = Path("/dev/fd")  # of this process; Windows has none, and keeps the delay


def answer_at_once() -> None:
    """Have it off on every socket that listens now; the connections that it accepts inherit that."""
    for number in [int(entry.name) for entry in _OPEN_FILES.iterdir()] if _OPEN_FILES.is_dir() else ():
        with contextlib.suppress(OSError):  # closed meanwhile
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                _set_no_delay(number)


def _set_no_delay(number: int) -> None:
    with socket.socket(fileno=os.dup(number)) as found:
        internet = found.family in (socket.AF_INET, socket.AF_INET6)
        if internet and found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
            found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
