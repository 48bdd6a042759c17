"""The experiments' process, `python -m core.processes.experiment_worker FOLDER SPARE`: `Experiments`, and the calls that reach them.

FOLDER is where they are kept; where it cannot be used, they are kept in SPARE, which does not outlive the server.
Dask's processes import this module when they start, so everything that takes time is imported in `main`.
"""

from __future__ import annotations

import contextlib
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.messages import Sentence, reason
from core.processes import process_life, rpc

if TYPE_CHECKING:
    from core.experiments.service import Experiments
    from core.experiments.view import Status

VERBS = ("status", "experiments", "ask", "more", "cancel", "resume", "delete", "search", "cost", "points", "changes")
LAST_SECONDS = (
    2.0  # for Dask's processes to be ended in order when the server has ended; after that they end by themselves
)


def main() -> None:
    folder, spare = Path(sys.argv[1]), Path(sys.argv[2])
    life = process_life.Life(nice=10, last_seconds=LAST_SECONDS)  # behind the pages and before the tasks
    experiments, warning = _experiments(folder, spare)
    life.at_end(experiments.close)
    listener = life.listen()
    experiments.start()
    rpc.answer(listener, "experiments", _verbs(experiments, warning))


def _experiments(folder: Path, spare: Path) -> tuple[Experiments, Sentence | None]:
    """The experiments, and what there is to say of their folder."""
    from core.experiments.service import Experiments
    from core.storage import settings

    days = settings.Limits().days
    with contextlib.suppress(settings.SettingError):  # the worker says it
        days = settings.limits().days
    try:
        return Experiments(folder, days=days), None
    except OSError as error:
        problem = Sentence(
            "The data folder {folder} cannot be used: {reason}.",
            folder=str(folder),
            reason=reason(error),
        )
        return Experiments(spare, days=days), Sentence(
            "{problem} Experiments are kept only as long as this server is running.", problem=problem
        )


def _verbs(experiments: Experiments, warning: Sentence | None) -> dict[str, rpc.Verb]:
    verbs = {verb: getattr(experiments, verb) for verb in VERBS}

    def warned(status: Status) -> Status:
        return status if warning is None else replace(status, warning=warning)

    def changes(serials: dict[str, int]) -> tuple:
        status, *rest = experiments.changes(serials)
        return warned(status), *rest

    return verbs | {"status": lambda: warned(experiments.status()), "changes": changes}


if __name__ == "__main__":
    main()
