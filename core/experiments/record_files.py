"""Experiments on disk: a file an experiment, a mark for each that is not finished, and who is at work on it."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import time
from pathlib import Path

from filelock import FileLock, Timeout

from core.experiments import experiment_record
from core.experiments.experiment_record import ExperimentRecord
from core.experiments.provenance import Versions
from core.storage import atomic_write, workspace_token
from core.storage.files import StoreFiles


class RecordFiles:
    """Below the data folder: ``experiments/records/WORKSPACE/ID.json``, ``experiments/unfinished/ID``. Not thread-safe."""

    def __init__(self, folder: Path, versions: Versions) -> None:
        """Raises OSError where the folder cannot be used."""
        self._files, self._versions = StoreFiles(folder), versions
        self._folder, self._unfinished = folder / "experiments" / "records", folder / "experiments" / "unfinished"
        # An earlier version of the program wrote there; what is written anew goes to the new place.
        self._earlier = folder / "experiments" / "asked"
        for path in (self._folder, self._unfinished):
            path.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=path):
                pass  # a folder that is there may still take nothing
        self._claims: dict[str, FileLock] = {}

    def write(self, record: ExperimentRecord) -> None:
        """Raises OSError."""
        path = self._path(record.workspace, record.experiment_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        mark = self._unfinished / record.experiment_id
        if record.ended is None and not mark.exists():
            mark.write_text(record.workspace)  # first: an unfinished one that is not marked would be forgotten
        text = experiment_record.to_json(record)
        atomic_write.write(path, lambda file: file.write(text.encode()))
        self._path(record.workspace, record.experiment_id, self._earlier).unlink(missing_ok=True)
        if record.ended is not None:
            mark.unlink(missing_ok=True)
            self.release(record.experiment_id)

    def ids(self, workspace: str) -> list[str]:
        """Of all experiments of a workspace."""
        if not workspace_token.is_token(workspace):
            return []
        paths = [path for folder in self._folders for path in (folder / workspace).glob("*.json")]
        return list(dict.fromkeys(path.stem for path in paths))

    def unfinished(self) -> list[ExperimentRecord]:
        """All that were not finished, of every workspace."""
        found = []
        for mark in sorted(self._unfinished.iterdir()):
            if mark.suffix:
                continue
            record = self.find(mark.name)
            if record is not None and record.ended is None:
                found.append(record)
            elif record is not None:
                mark.unlink(missing_ok=True)
        return found

    def find(self, experiment_id: str) -> ExperimentRecord | None:
        if not experiment_id.isalnum():
            return None
        for folder in self._folders:
            for path in folder.glob(f"*/{experiment_id}.json"):
                return self._read(path)
        return None

    def claim(self, experiment_id: str) -> bool:
        """Whether this process is the one that computes it: another server on the same folder may."""
        if experiment_id in self._claims:
            return True
        lock = FileLock(self._unfinished / f"{experiment_id}.lock", thread_local=False)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            return False
        except OSError as error:  # then nobody else can either
            print(f"{lock.lock_file} cannot be locked: {error}", file=sys.stderr)
        self._claims[experiment_id] = lock
        return True

    def has(self, experiment_id: str) -> bool:
        """Whether this process has claimed it."""
        return experiment_id in self._claims

    def release(self, experiment_id: str) -> None:
        lock = self._claims.pop(experiment_id, None)
        if lock is not None:
            with contextlib.suppress(OSError):
                os.unlink(lock.lock_file)  # before another process can lock it
            lock.release()

    def remove(self, record: ExperimentRecord) -> None:
        """Raises OSError."""
        for folder in self._folders:
            self._path(record.workspace, record.experiment_id, folder).unlink(missing_ok=True)
        (self._unfinished / record.experiment_id).unlink(missing_ok=True)
        self.release(record.experiment_id)

    def clear(self, days: float) -> None:
        """Remove what was written so long ago and is finished."""
        before = time.time() - days * 86_400
        for part in [*self._folder.glob("*/*.part"), *self._folder.parent.glob("results/*/*.part")]:
            with contextlib.suppress(OSError):  # of a process that was killed while it wrote
                if part.stat().st_mtime < time.time() - 3600:
                    part.unlink()
        for path in [path for folder in self._folders for path in folder.glob("*/*.json")]:
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < before and not (self._unfinished / path.stem).exists():
                    path.unlink()

    def close(self) -> None:
        for experiment_id in list(self._claims):
            self.release(experiment_id)

    @property
    def _folders(self) -> tuple[Path, Path]:
        return self._folder, self._earlier

    def _path(self, workspace: str, name: str, folder: Path | None = None) -> Path:
        return (folder or self._folder) / workspace / f"{name}.json"

    def _read(self, path: Path) -> ExperimentRecord | None:
        try:
            record = experiment_record.from_json(path.read_text(encoding="utf-8"), self._versions)
            if (record.workspace, record.experiment_id) != (path.parent.name, path.stem):
                raise ValueError("its name is not that of what is in it")
            return record
        except FileNotFoundError:
            return None
        except OSError as error:
            print(f"{path} cannot be read: {error}", file=sys.stderr)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            with contextlib.suppress(OSError):
                self._files.put_aside(path, error)
        return None
