"""The session itself: its language, its workspace, what its address says, what pages remember."""

from __future__ import annotations

import re
from typing import TypeVar

import streamlit as st

from core.design import share_link
from core.lesson.progress import is_name
from core.messages import Sentence, SentenceError
from core.runs import run_id
from core.storage import workspace_token
from dashboard.i18n import LANGUAGES, Text, preferred, text
from dashboard.session.notices import tell
from dashboard.session.presses import do_pressed

Value = TypeVar("Value")
_EXPERIMENT = re.compile(r"[A-Za-z0-9]{1,64}")
LINK = "design"  # the query parameter that brings a design
LESSON, QUESTION = "lesson", "question"  # open a station of the lesson, and with question=no leave out its question
EXPERIMENT = "experiment"  # the one that names the experiment that is shown
GONE_EXPERIMENT = Sentence("The experiment that was shown here no longer exists.")


def open_session() -> None:
    """Take up what the URL says, put into it what a reload needs, and do what was pressed. Call it first in every run."""
    _open_language()
    _open_workspace()
    _open_run()
    _open_checkpoint()
    _open_experiment()
    _open_lesson()
    _open_link()
    do_pressed()


def _open_language() -> None:
    asked = st.query_params.get("lang")
    if "language" not in st.session_state:
        st.session_state.language = preferred(st.context.locale)
        if asked in LANGUAGES:
            st.session_state.language = asked
            st.session_state.language_chosen = True
    if asked is not None and asked not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        tell(
            Sentence(
                "The address asks for the language {asked}, which is not available; choose from {known}.",
                asked=asked[:20],
                known=known,
            )
        )
        del st.query_params["lang"]
    if st.session_state.get("language_chosen") and asked != st.session_state.language:
        st.query_params["lang"] = st.session_state.language


def _open_workspace() -> None:
    asked = st.query_params.get("w")
    if "workspace" not in st.session_state:
        if asked is not None and workspace_token.is_token(asked):
            st.session_state.workspace = asked
            st.session_state.run_sought = False
        else:
            if asked is not None:
                tell(Sentence("The workspace in the address could not be read, so a new one was started."))
            st.session_state.workspace = workspace_token.new()
            st.session_state.run_sought = True
    if asked != st.session_state.workspace:
        st.query_params["w"] = st.session_state.workspace


def _open_run() -> None:
    """Of several runs the URL names the one that was chosen."""
    asked = st.query_params.get("run")
    if "run_id" not in st.session_state and asked is not None and run_id.PATTERN.fullmatch(asked):
        st.session_state.run_id, st.session_state.run_named = asked, True
    named = st.session_state.get("run_id") if st.session_state.get("run_named") else None
    put_parameter("run", named)


def _open_checkpoint() -> None:
    """The checkpoint that the time slider stands at, as the iteration; live: none."""
    asked = st.query_params.get("at")
    if "at" not in st.session_state:
        st.session_state.at = int(asked) if asked is not None and re.fullmatch(r"\d{1,6}", asked) else None
    put_parameter("at", None if st.session_state.at is None else str(st.session_state.at))


def _open_experiment() -> None:
    """A reload shows the same experiment again, from whatever page it is reached."""
    asked = st.query_params.get(EXPERIMENT)
    if "experiment_id" not in st.session_state:
        st.session_state.experiment_id = asked if asked is not None and _EXPERIMENT.fullmatch(asked) else None
        if asked is not None and st.session_state.experiment_id is None:
            tell(GONE_EXPERIMENT)
            put_parameter(EXPERIMENT, None)


def _open_lesson() -> None:
    """The station of the lesson that is open, on whatever page; "" is the one that the learner has come to."""
    asked = st.query_params.get(LESSON)
    if "lesson" not in st.session_state:
        st.session_state.lesson = None if asked is None else asked if is_name(asked) else ""
        st.session_state.lesson_asks = st.query_params.get(QUESTION) != "no"
    put_lesson()


def put_lesson() -> None:
    """Have the open station in the address, or none."""
    put_parameter(LESSON, st.session_state.lesson or None)
    put_parameter(QUESTION, None if st.session_state.lesson is None or st.session_state.lesson_asks else "no")


def _open_link() -> None:
    """A link brings a design, which stays in the address until a run of it has begun."""
    asked = st.query_params.get(LINK)
    if asked is None or st.session_state.get("link_read") == asked:
        return
    st.session_state.link_read = asked
    try:
        st.session_state.linked = share_link.from_link(asked)
    except SentenceError as error:
        tell(error.sentence)
        put_parameter(LINK, None)


def put_parameter(name: str, value: str | None) -> None:
    """Have it in the address, or not."""
    if value is None:
        if name in st.query_params:
            del st.query_params[name]
    elif st.query_params.get(name) != value:
        st.query_params[name] = value


def workspace() -> str:
    return st.session_state.workspace


def language() -> str:
    return st.session_state.get("language", "en")


def current_text() -> Text:
    return text(language())


def choose_language(chosen: str) -> None:
    st.session_state.language = chosen
    st.session_state.language_chosen = True
    st.query_params["lang"] = chosen


# What the pages remember while the session lasts.


def recall(name: str, kind: type[Value]) -> Value | None:
    """None where nothing of that kind is remembered."""
    value = st.session_state.get(f"page.{name}")
    return value if isinstance(value, kind) else None


def remember(name: str, value: object) -> None:
    st.session_state[f"page.{name}"] = value
