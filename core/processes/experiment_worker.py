"""The experiments' process, `python -m core.processes.experiment_worker FOLDER SPARE`: `Experiments`, and the calls that reach them.

FOLDER is where they are kept; where it cannot be used, they are kept in SPARE, which does not outlive the server.
Dask's processes import this module when they start, so everything that takes time is imported in `main`.
"""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from core.messages import Sentence, reason

if TYPE_CHECKING:
    from core.experiments.service import Experiments
    from core.processes import rpc


def main() -> None:
    from core.processes import process_life, rpc
    from core.processes.experiment_protocol import LAST_SECONDS

    folder, spare = Path(sys.argv[1]), Path(sys.argv[2])
    life = process_life.Life(nice=10, last_seconds=LAST_SECONDS)  # behind the pages and before the tasks
    experiments = _experiments(folder, spare)
    life.at_end(experiments.close)
    listener = life.listen()
    experiments.start()
    rpc.answer(listener, "experiments", verbs(experiments))


def verbs(experiments: Experiments) -> dict[str, rpc.Verb]:
    """All that they answer."""
    from core.processes.experiment_protocol import COMMANDS, READINGS, WATCH

    return {**COMMANDS.served(experiments), **READINGS.served(experiments), **WATCH.served(experiments)}


def _experiments(folder: Path, spare: Path) -> Experiments:
    from core.experiments.service import Experiments
    from core.storage import settings

    days = settings.Limits().days
    with contextlib.suppress(settings.SettingError):  # the worker says it
        days = settings.limits().days
    try:
        return Experiments(folder, days=days)
    except OSError as error:
        problem = Sentence(
            "The data folder {folder} cannot be used: {reason}.",
            folder=str(folder),
            reason=reason(error),
        )
        warning = Sentence("{problem} Experiments are kept only as long as this server is running.", problem=problem)
        return Experiments(spare, days=days, warning=warning)


if __name__ == "__main__":
    main()
