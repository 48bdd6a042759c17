"""A run as one file, complete or absent, so that it outlives the worker process."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np

from core import spec
from core.history import History, HistoryPart, Validation
from core.run import Phase, Run, TestResult
from core.sentence import Sentence
from core.state import TrainState

SUFFIX = ".run.npz"


def save(run: Run, folder: Path) -> None:
    """Write the run beside its old file, then put it in its place."""
    arrays: dict[str, np.ndarray] = {"history": run.history.rows}
    if run.state is not None:
        arrays |= {f"weights/{name}": array for name, array in run.state.weights.items()}
        arrays |= {f"optimizer/{name}": array for name, array in run.state.optimizer.items()}
    arrays |= {f"probabilities/{iteration}": array for iteration, array in run.probabilities.items()}
    about = {
        "run_id": run.run_id,
        "workspace": run.workspace,
        "design": spec.to_json(run.network, run.settings),
        "phase": run.phase,
        "goal": run.goal,
        "event": run.event,
        "history_key": run.history.key,
        "state": run.state and [run.state.iteration, run.state.seconds],
        "notice": run.notice and [run.notice.template, run.notice.values],
        "validations": [[v.iteration, v.correct, v.total] for v in run.history.validations],
        "results": [[r.iteration, r.correct, r.total, r.seconds] for r in run.results.values()],
    }
    arrays["about"] = np.frombuffer(json.dumps(about).encode(), np.uint8)
    path = folder / f"{run.run_id}{SUFFIX}"
    unfinished = path.with_suffix(".part")
    with open(unfinished, "wb") as file:
        np.savez(file, **arrays)
    os.replace(unfinished, path)


def load(path: Path) -> Run:
    """The run that `save` wrote. Raises ValueError where the file is not whole."""
    try:
        with open(path, "rb") as opened, np.load(opened, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        about = json.loads(arrays.pop("about").tobytes())
        network, settings = spec.from_json(about["design"])
        run = Run(about["workspace"], network, settings, about["run_id"])
        run.phase, run.goal, run.event = Phase(about["phase"]), about["goal"], about["event"] + 1
        if about["state"]:
            iteration, seconds = about["state"]
            weights, optimizer = _group(arrays, "weights/"), _group(arrays, "optimizer/")
            run.state = TrainState(iteration, weights, optimizer, seconds)
        if about["notice"]:
            template, values = about["notice"]
            run.notice = Sentence(template, **values)
        run.results = {entry[0]: TestResult(*entry) for entry in about["results"]}
        run.probabilities = {int(name): array for name, array in _group(arrays, "probabilities/").items()}
        validations = tuple(Validation(*entry) for entry in about["validations"])
        # A key of its own: copies of the history may be ahead of this one and must begin anew.
        run.history = History()
        run.history.join(HistoryPart(run.history.key, 0, arrays["history"], validations))
    except Exception as error:  # damage shows as nearly anything, from NotImplementedError to MemoryError
        raise ValueError(f"{path.name} is no whole run: {error}") from error
    return run


def _group(arrays: dict[str, np.ndarray], prefix: str) -> dict[str, np.ndarray]:
    return {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}
