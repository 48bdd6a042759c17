"""The life of a process that the server starts: it says where it can be called (`core.processes.rpc`), and ends with the server.

Its first line of input is the key that callers must know; its only line of output is the address to call. When its input
ends, the server has ended, by whatever cause, and the process closes what it has and ends itself.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Listener


class Life:
    """From the first line of input to the end of it. One a process, begun in its main thread."""

    def __init__(self, nice: int, last_seconds: float) -> None:
        """``nice``: how far it stands back behind the pages; ``last_seconds``: what `at_end` may take when the server has ended."""
        self._last_seconds = last_seconds
        self._closes: list[Callable[[], None]] = []
        self._key = bytes.fromhex(sys.stdin.readline())
        threading.Thread(target=self._end_with_the_server, name="lifeline", daemon=True).start()
        self._nice = nice
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the server, too, and that one ends the process
        threading.excepthook = _end_with_its_reason

    def at_end(self, close: Callable[[], None]) -> None:
        """Call it when the server has ended."""
        self._closes.append(close)

    def listen(self) -> Listener:
        """From now on there is an address to call; until then it has not stood back, or a busy machine would hardly let it begin."""
        with contextlib.suppress(AttributeError, OSError):
            os.nice(self._nice)
        listener = self._listener()
        print(listener.address, flush=True)
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nobody reads what else is printed
        return listener

    def _listener(self) -> Listener:
        try:
            return Listener(authkey=self._key)
        except OSError:  # the folder for temporary files has a longer name than a socket may have
            return Listener(f"/tmp/layer-lab-{secrets.token_hex(8)}", authkey=self._key)

    def _end_with_the_server(self) -> None:
        while sys.stdin.read(1):
            pass
        threading.Timer(self._last_seconds, os._exit, (0,)).start()  # whatever happens
        for close in self._closes:
            with contextlib.suppress(Exception):
                close()
        os._exit(0)


def _end_with_its_reason(failed: threading.ExceptHookArgs) -> None:
    """A thread failed in a way that nobody foresaw: better a new process than one that only seems to work."""
    traceback.print_exception(failed.exc_type, failed.exc_value, failed.exc_traceback)
    sys.stderr.flush()
    os._exit(1)
