"""The files of the store: where each lies, and what happens to one that is damaged or no longer wanted."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote, unquote

RUN, CHECKPOINT, TEST = "run.npz", ".checkpoint.npz", ".test.npz"
_OLD_CHECKPOINT = ".state.npz"  # what a checkpoint was called before; read under that name for ever
_LONGEST_NAME = 255  # bytes, on most file systems


class StoreFiles:
    """Paths below the data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.aside, self.leases = folder / "aside", folder / "open"

    def workspace(self, token: str) -> Path:
        return self.folder / "workspaces" / name_of(token)

    def run(self, workspace: str, run_id: str) -> Path:
        return self.workspace(workspace) / name_of(run_id)

    def workspaces(self) -> list[str]:
        return [token_of(path) for path in self.folder.glob("workspaces/*")]

    def put_aside(self, path: Path, error: Exception) -> None:
        """A damaged file is kept for whoever wants to look at it, under a name that says where it lay."""
        stamp = f"{time.strftime('%Y%m%d-%H%M%S')}-{time.monotonic_ns() % 10**6}"
        target = self.aside / f"{stamp}-{path.parent.name[:80]}-{path.name[:80]}"
        try:
            self.aside.mkdir(exist_ok=True)
            os.replace(path, target)
        except OSError as refused:
            print(f"{path} is damaged ({error}) and cannot be put aside: {refused}", file=sys.stderr)
            return
        print(f"{path} is damaged and was put aside as {target}: {error}", file=sys.stderr)
        with contextlib.suppress(OSError):
            os.utime(target)  # from now on `clear_aside` counts

    def clear_aside(self, before: float) -> None:
        for path in self.aside.glob("*"):
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < before:
                    remove(path)


def fits(token: str) -> bool:
    """Whether a workspace of that name can have a folder."""
    try:
        return isinstance(token, str) and len(name_of(token)) <= _LONGEST_NAME
    except ValueError:
        return False


def name_of(token: str) -> str:
    """As a file is called after it, whatever is in it. Raises ValueError for one that is empty."""
    if not token:  # that would be the folder above
        raise ValueError("a name is empty")
    return quote(token, safe="").replace(".", "%2E")


def token_of(path: Path) -> str:
    """What a file was called after."""
    return unquote(path.name)


def new_file(run: Path, iteration: int, kind: str) -> Path:
    """Where a checkpoint, or its test, is written. ``kind``: `CHECKPOINT` or `TEST`."""
    return run / f"{iteration:07d}{kind}"


def file_of(run: Path, iteration: int, kind: str) -> Path:
    """Where a checkpoint, or its test, is read from."""
    found = new_file(run, iteration, kind)
    if kind == CHECKPOINT and not found.exists():
        old = new_file(run, iteration, _OLD_CHECKPOINT)
        return old if old.exists() else found
    return found


def checkpoints(run: Path) -> list[Path]:
    """The files of its checkpoints, the latest first."""
    return sorted([*run.glob(f"*{CHECKPOINT}"), *run.glob(f"*{_OLD_CHECKPOINT}")], reverse=True)


def clear(run: Path, iterations: Iterable[int]) -> None:
    """Remove the files of all other checkpoints, and what a process left that was killed while it wrote."""
    names = {RUN, *(file_of(run, at, kind).name for at in iterations for kind in (CHECKPOINT, TEST))}
    with contextlib.suppress(OSError):
        for path in run.iterdir():
            if path.name not in names:
                remove(path)


def link(source: Path, target: Path) -> None:
    """The same file under another name; files are never changed, only replaced. Raises OSError."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def size(folder: Path) -> int:
    """Bytes of all files in it; one that has several names counts once."""
    sizes: dict[object, int] = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            with contextlib.suppress(OSError):
                found = os.lstat(path)
                sizes[(found.st_dev, found.st_ino) if found.st_nlink > 1 else path] = found.st_size
    return sum(sizes.values())
