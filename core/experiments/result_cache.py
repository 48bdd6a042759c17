"""Every result that was ever computed, one file per task, so that nothing is computed twice. Several processes may write at once."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import sys
import threading
from dataclasses import asdict, replace
from pathlib import Path

from core import spec
from core.experiments import provenance
from core.experiments.task import Result, Task, key_of
from core.storage import atomic_write
from core.storage.files import StoreFiles

_SCHEMA = 1
_KEY = re.compile(r"[0-9a-f]{64}")


class ResultCache:
    """Thread-safe. ``folder`` is the data folder; the files lie in ``experiments/results`` below it."""

    def __init__(self, folder: Path) -> None:
        """Reads all that is there; raises OSError where the folder cannot be used."""
        self._files = StoreFiles(folder)
        self._folder = folder / "experiments" / "results"
        self._folder.mkdir(parents=True, exist_ok=True)
        self._lock, self._writing = threading.Lock(), threading.Lock()
        self._known: dict[str, tuple[Task, Result]] = {}
        self._unkept: dict[str, tuple[Task, Result]] = {}
        for path in self._folder.glob("*/*.json"):
            if _KEY.fullmatch(path.stem):
                self._read(path)

    def get(self, task: Task) -> Result | None:
        """What came of the task, as far as this process knows; also where it was judged on more than the task is."""
        for each in _answers(task):
            with self._lock:
                found = self._known.get(each.key)
            if found is not None:
                # What was opened elsewhere stays closed to whoever chooses on the validation set.
                return found[1] if each.tested == task.tested else replace(found[1], test=None)
        return None

    def look_for(self, task: Task) -> Result | None:
        """As `get`, and what another process has written meanwhile."""
        for each in _answers(task):
            path = self._path(each.key)
            if each.key not in self._known and path.exists():
                self._read(path)
        return self.get(task)

    def put(self, task: Task, result: Result) -> bool:
        """Keep it, on disk before this returns; False where it was there already. Raises OSError; it is then kept in the memory,
        and `keep_rest` tries again."""
        with self._lock:
            if task.key in self._known:
                return False
            self._known[task.key] = self._unkept[task.key] = (task, result)
        self.keep_rest()
        return True

    def keep_rest(self) -> None:
        """Write what is not on disk yet. Raises OSError."""
        with self._writing:
            with self._lock:
                waiting = list(self._unkept.items())
            for key, (task, result) in waiting:
                path = self._path(key)
                path.parent.mkdir(parents=True, exist_ok=True)
                if not path.exists():
                    text = _to_json(task, result)
                    atomic_write.write(path, lambda file, text=text: file.write(text.encode()))
                with self._lock:
                    del self._unkept[key]

    def rows(self) -> list[tuple[Task, Result]]:
        with self._lock:
            return list(self._known.values())

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.json"

    def _read(self, path: Path) -> tuple[Task, Result] | None:
        try:
            key, task, result = _from_json(path.read_text(encoding="utf-8"))
            if key != path.stem:
                raise ValueError("its name is not that of what is in it")
        except OSError as error:  # may pass
            print(f"{path} cannot be read: {error}", file=sys.stderr)
            return None
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            with contextlib.suppress(OSError):
                self._files.put_aside(path, error)
            return None
        with self._lock:
            return self._known.setdefault(task.key, (task, result))


def _answers(task: Task) -> tuple[Task, ...]:
    """The tasks whose result answers this one."""
    return (task,) if task.tested else (task, replace(task, tested=True))


def _to_json(task: Task, result: Result) -> str:
    about = {
        "schema": _SCHEMA,
        "design": spec.to_json(task.network, task.settings),
        "iterations": task.iterations,
        "versions": task.versions,
        "tested": task.tested,
        "result": asdict(result),
    }
    return json.dumps(about | {"check": _check(about)})


def _from_json(text: str) -> tuple[str, Task, Result]:
    """(the key under which it was written, the task as this version of the program has it, the result)"""
    about = json.loads(text)
    if about.pop("check") != _check(about) or about["schema"] != _SCHEMA:
        raise ValueError("its checksum is wrong")
    key = key_of(about["design"], about["iterations"], about["versions"], about["tested"])
    network, settings = spec.from_json(about["design"])
    versions = provenance.as_now(tuple((name, value) for name, value in about["versions"]))
    return key, Task(network, settings, about["iterations"], versions, about["tested"]), Result(**about["result"])


def _check(about: dict[str, object]) -> str:
    return hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()
