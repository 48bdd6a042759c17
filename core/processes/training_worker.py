"""The worker process, `python -m core.processes.training_worker FOLDER SPARE`: an `Engine`, and the calls that reach it.

FOLDER is where runs are kept; where it cannot be used, they are kept in SPARE, which does not outlive the server.
When the server ends, the worker keeps what is new and ends, too.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from core.messages import Sentence
from core.processes import process_life, rpc
from core.storage import settings
from core.storage.errors import StoreError
from core.storage.settings import Limits, SettingError

if TYPE_CHECKING:
    from core.storage.store import Store

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
QUERIES = ("probabilities", "history", "weights", "inspect", "predictions", "ablate")
PAUSED = "--paused"  # what was broken off does not go on by itself
LAST_SECONDS = 1.5  # for what is new to be written when the server has ended


def main() -> None:
    from core.engine.engine import Engine  # here, because the server imports this module, too

    folder, spare, paused = Path(sys.argv[1]), Path(sys.argv[2]), PAUSED in sys.argv
    life = process_life.Life(nice=15, last_seconds=LAST_SECONDS)  # pages are answered first
    store, warning = _store(folder, spare)
    engine = Engine(store, warning=warning)
    life.at_end(engine.close)
    listener = life.listen()
    engine.start(paused)
    verbs = {verb: getattr(engine, verb) for verb in VERBS} | {verb: getattr(engine.queries, verb) for verb in QUERIES}
    rpc.answer(listener, "worker", verbs)


def _store(folder: Path, spare: Path) -> tuple[Store, Sentence | None]:
    """The store, and what there is to say of it."""
    from core.storage.store import Store

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
