"""The worker process, `python -m core.worker FOLDER SPARE`: an `Engine`, and the calls that reach it over a local connection.

FOLDER is where runs are kept; where it cannot be used, they are kept in SPARE, which does not outlive the server.
Its first line of input is the key that callers must know; its only line of output is the address to call. When its
input ends, the server has ended, by whatever cause, and the worker keeps what is new and ends itself.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import traceback
from multiprocessing.connection import AuthenticationError, Connection, Listener
from pathlib import Path

from core import store_settings
from core.engine import Engine
from core.sentence import Sentence, SentenceError
from core.store import Store, StoreError
from core.store_settings import Limits, SettingError

VERBS = (
    "status",
    "runs",
    "open",
    "create",
    "fork",
    "train",
    "pause",
    "test",
    "rename",
    "delete",
    "restore",
    "changes",
    "pace",
)
READS = ("probabilities", "history", "weights", "look", "answers", "ablate")
PAUSED = "--paused"  # what was broken off does not go on by itself
LAST_SECONDS = 1.5  # for what is new to be written when the server has ended


def main() -> None:
    folder, spare, paused = Path(sys.argv[1]), Path(sys.argv[2]), PAUSED in sys.argv
    key = bytes.fromhex(sys.stdin.readline())
    engines: list[Engine] = []
    threading.Thread(target=_end_with_the_server, args=(engines,), name="lifeline", daemon=True).start()
    with contextlib.suppress(AttributeError, OSError):
        os.nice(15)  # pages are answered first
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the server, too, and that one ends the worker
    threading.excepthook = _end_with_its_reason
    store, warning = _store(folder, spare)
    engine = Engine(store, warning=warning)
    engines.append(engine)
    listener = Listener(authkey=key)
    print(listener.address, flush=True)
    engine.start(paused)
    while True:
        try:
            caller = listener.accept()
        except (AuthenticationError, OSError, EOFError):
            continue
        threading.Thread(target=_serve, args=(engine, caller), daemon=True).start()


def _store(folder: Path, spare: Path) -> tuple[Store, Sentence | None]:
    """The store, and what there is to say of it."""
    limits, warning = Limits(), None
    try:
        limits = store_settings.limits()
    except SettingError as error:
        warning = error.sentence
    try:
        store = Store(folder, limits)
    except StoreError as error:
        store = Store(spare, limits)
        return store, Sentence("{problem} Runs are kept only as long as this server runs.", problem=error.sentence)
    return store, warning


def _end_with_the_server(engines: list[Engine]) -> None:
    while sys.stdin.read(1):
        pass
    threading.Timer(LAST_SECONDS, os._exit, (0,)).start()  # whatever happens
    for engine in engines:
        with contextlib.suppress(Exception):
            engine.close()
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
                if verb not in (*VERBS, *READS):
                    raise ValueError(f"{verb!r} is no verb of the worker")
                answer = (number, None, getattr(engine.reader if verb in READS else engine, verb)(*arguments))
            except (SentenceError, ValueError) as error:
                answer = (number, error, None)
            except Exception as error:  # a mistake in the program; it must not cost the caller its line
                traceback.print_exc()
                answer = (number, RuntimeError(f"{verb} failed: {error!r}"), None)
            caller.send(answer)


if __name__ == "__main__":
    main()
