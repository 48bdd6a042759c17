"""The worker process, `python -m core.processes.training_worker FOLDER SPARE`: an `Engine`, and the calls that reach it.

FOLDER is where runs are kept; where it cannot be used, they are kept in SPARE, which does not outlive the server.
When the server ends, the worker keeps what is new and ends, too.
"""

from __future__ import annotations

import sys
from pathlib import Path

from core.engine.engine import Engine
from core.messages import Sentence
from core.processes import process_life, rpc
from core.processes.training_protocol import (
    ABLATIONS,
    COMMANDS,
    INSPECTIONS,
    LAST_SECONDS,
    NOVELTIES,
    PAUSED,
    READINGS,
    WATCH,
)
from core.storage import settings
from core.storage.errors import StoreError
from core.storage.settings import Limits, SettingError
from core.storage.store import Store


def main() -> None:
    folder, spare, paused = Path(sys.argv[1]), Path(sys.argv[2]), PAUSED in sys.argv
    life = process_life.Life(nice=15, last_seconds=LAST_SECONDS)  # pages are answered first
    store, warning = _store(folder, spare)
    engine = Engine(store, warning=warning)
    life.at_end(engine.close)
    listener = life.listen()
    engine.start(paused)
    rpc.answer(listener, "worker", verbs(engine))


def verbs(engine: Engine) -> dict[str, rpc.Verb]:
    """All that the engine answers."""
    queries = engine.queries
    return {
        **COMMANDS.served(engine),
        **WATCH.served(engine),
        **READINGS.served(queries),
        **INSPECTIONS.served(queries),
        **NOVELTIES.served(queries),
        **ABLATIONS.served(queries),
    }


def _store(folder: Path, spare: Path) -> tuple[Store, Sentence | None]:
    """The store, and what there is to say of it."""
    limits, warning = Limits(), None
    try:
        limits = settings.limits()
    except SettingError as error:
        warning = error.sentence
    try:
        store = Store(folder, limits)
    except StoreError as error:
        store = Store(spare, limits)
        return store, Sentence(
            "{problem} Runs are kept only as long as this server is running.", problem=error.sentence
        )
    return store, warning


if __name__ == "__main__":
    main()
