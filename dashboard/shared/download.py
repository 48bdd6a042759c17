"""A file that is made when somebody asks for it; where that cannot be, the page says why."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import streamlit as st

from core.messages import Sentence, SentenceError
from core.processes.training_process import WorkerUnavailable
from dashboard import session

PATIENCE_SECONDS = 10.0  # with a worker that is busy or being started again
_WAIT_SECONDS, _LOOK_SECONDS = 30.0, 0.1


class Making:
    """Streamlit makes the file in a thread of its own and says only that it failed: here the page learns why."""

    def __init__(self, patience: float = PATIENCE_SECONDS) -> None:
        self._patience = patience
        self._news = threading.Condition()
        self._ended = self._seen = 0
        self._problem: Sentence | None = None

    def make(self, content: Callable[[], bytes | str]) -> bytes | str:
        """What ``content`` gives; a busy worker is asked again for a while. Raises `SentenceError`."""
        problem = None
        try:
            return _patiently(content, self._patience)
        except SentenceError as error:
            problem = error.sentence
            raise
        finally:
            with self._news:
                self._ended, self._problem = self._ended + 1, problem
                self._news.notify_all()

    def ended(self, seconds: float) -> bool:
        """Wait so long for a file that nobody has heard of yet."""
        with self._news:
            return self._news.wait_for(lambda: self._ended > self._seen, seconds)

    def take_problem(self) -> Sentence | None:
        """Why the last file was not made, once."""
        with self._news:
            self._seen, problem, self._problem = self._ended, self._problem, None
        return problem


@st.fragment
def download(label: str, content: Callable[[], bytes | str], file: str, kind: str, key: str) -> None:
    """A button that downloads ``file`` of the MIME type ``kind``; ``content`` may raise `SentenceError`."""
    _ = session.current_text()
    making = session.recall(key, Making)
    if making is None:
        making = Making()
        session.remember(key, making)
    if st.download_button(label, lambda: making.make(content), file, kind, icon=":material/download:", key=key):
        _await(making)
    problem = making.take_problem()
    if problem is not None:
        st.warning(_.marked(problem), icon=":material/info:")


def _await(making: Making) -> None:
    """Each look lets a click elsewhere on the page come first."""
    _ = session.current_text()
    place, end = st.empty(), time.monotonic() + _WAIT_SECONDS
    while not making.ended(_LOOK_SECONDS) and time.monotonic() < end:
        place.caption(_("The file is being prepared …"))
    place.empty()


def _patiently(content: Callable[[], bytes | str], seconds: float) -> bytes | str:
    end = time.monotonic() + seconds
    while True:
        try:
            return content()
        except WorkerUnavailable:
            if time.monotonic() > end:
                raise
        time.sleep(0.5)
