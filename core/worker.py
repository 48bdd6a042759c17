"""The worker process, `python -m core.worker FOLDER`: an `Engine`, and the calls that reach it over a local connection.

Its first line of input is the key that callers must know; its only line of output is the address to call. When its
input ends, the server has died, by whatever cause, and the worker ends itself.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import traceback
from multiprocessing.connection import AuthenticationError, Connection, Listener
from pathlib import Path

from core.engine import Engine
from core.sentence import SentenceError

VERBS = ("status", "runs", "create", "train", "pause", "reset", "probabilities", "changes", "pace", "look", "ablate")
PAUSED = "--paused"  # the runs found in the folder do not go on by themselves


def main() -> None:
    folder, paused = Path(sys.argv[1]), PAUSED in sys.argv
    key = bytes.fromhex(sys.stdin.readline())
    threading.Thread(target=_end_with_the_server, name="lifeline", daemon=True).start()
    with contextlib.suppress(AttributeError, OSError):
        os.nice(15)  # pages are answered first
    threading.excepthook = _end_with_its_reason
    engine = Engine(folder)
    listener = Listener(authkey=key)
    print(listener.address, flush=True)
    engine.start(paused)
    while True:
        try:
            caller = listener.accept()
        except (AuthenticationError, OSError, EOFError):
            continue
        threading.Thread(target=_serve, args=(engine, caller), daemon=True).start()


def _end_with_the_server() -> None:
    while sys.stdin.read(1):
        pass
    os._exit(0)


def _end_with_its_reason(failed: threading.ExceptHookArgs) -> None:
    """A thread failed in a way that nobody foresaw: better a new worker than one that only seems to work."""
    traceback.print_exception(failed.exc_type, failed.exc_value, failed.exc_traceback)
    sys.stderr.flush()
    os._exit(1)


def _serve(engine: Engine, caller: Connection) -> None:
    """Answer (number, verb, arguments) with (number, error or None, answer), one after another."""
    with caller, contextlib.suppress(EOFError, OSError):
        while True:
            number, verb, arguments = caller.recv()
            try:
                if verb not in VERBS:
                    raise ValueError(f"{verb!r} is no verb of the worker")
                answer = (number, None, getattr(engine, verb)(*arguments))
            except (SentenceError, ValueError) as error:
                answer = (number, error, None)
            except Exception as error:  # a mistake in the program; it must not cost the caller its line
                traceback.print_exc()
                answer = (number, RuntimeError(f"{verb} failed: {error!r}"), None)
            caller.send(answer)


if __name__ == "__main__":
    main()
