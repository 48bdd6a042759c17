"""What a learner has done of the lesson: one JSON file in the workspace's folder, which goes with the workspace."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from core.lesson.progress import MAX_BYTES, Newer, Progress, Unreadable
from core.messages import Sentence, reason
from core.storage import atomic_write
from core.storage.errors import StoreError
from core.storage.files import StoreFiles

LESSON = "lesson.json"
DAMAGED = Sentence("Your progress in the lesson was damaged and was set aside; the lesson starts afresh.")
LATER = Sentence(
    "Your progress in the lesson was saved by a newer version of Layer Lab and was left as it is; what you do now is not saved."
)


class LessonFile:
    """Thread-safe; one for a data folder."""

    def __init__(self, folder: Path) -> None:
        self._files = StoreFiles(folder)
        self._lock = threading.Lock()

    def path(self, workspace: str) -> Path:
        return self._files.workspace(workspace) / LESSON

    def read(self, workspace: str) -> Progress:
        """Empty where nothing was kept. Raises `StoreError`; a damaged file is then put aside, so the next call finds none."""
        with self._lock:
            return self._read(self.path(workspace))

    def change(self, workspace: str, change: Callable[[Progress], Progress]) -> Progress:
        """Keep what ``change`` makes of what is kept. Raises `StoreError`."""
        with self._lock:
            path = self.path(workspace)
            changed = change(self._read(path))
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                atomic_write.write(path, lambda file: file.write(changed.to_json().encode()))
            except OSError as error:
                sentence = Sentence("Your progress in the lesson cannot be saved ({reason}).", reason=reason(error))
                raise StoreError(sentence) from error
            return changed

    def _read(self, path: Path) -> Progress:
        try:
            with open(path, "rb") as file:
                raw = file.read(MAX_BYTES + 1)
            if len(raw) > MAX_BYTES:
                raise Unreadable(f"more than {MAX_BYTES} bytes")
            return Progress.from_json(raw.decode())
        except FileNotFoundError:
            return Progress()
        except Newer as later:
            raise StoreError(LATER) from later
        except (Unreadable, UnicodeDecodeError, IsADirectoryError) as damaged:
            self._files.put_aside(path, damaged)
            raise StoreError(DAMAGED) from damaged
        except OSError as error:
            sentence = Sentence("Your progress in the lesson cannot be read ({reason}).", reason=reason(error))
            raise StoreError(sentence) from error
