"""The lesson: which station is open, what the learner has done so far, and the page that a station brings up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from core import spec
from core.lesson.pixel import Pixel
from core.lesson.progress import MAX_WHY, Entry, Progress, is_name
from core.storage.errors import StoreError
from dashboard import backends
from dashboard.session.notices import tell
from dashboard.session.run import begin, command
from dashboard.session.session import put_lesson, recall, remember, workspace

# Keys of Data's choices; the set follows on the last.
DATA_VIEW, IMAGE_SET, IMAGE_NUMBER = "data_view", "image_set", "image_number_"
CODE = "code_shown"  # key of the switch that shows the network as code


def station() -> str | None:
    """The station that is open; "": the one that the learner has come to; None: the lesson is closed."""
    return st.session_state.get("lesson")


def station_asks() -> bool:
    """Whether the open station asks; a teacher may link to one that does not."""
    return st.session_state.get("lesson_asks", True)


def open_station(name: str) -> None:
    st.session_state.lesson, st.session_state.lesson_asks = name, True
    put_lesson()
    if name:
        _change(lambda known: known.opened(name))


def close_lesson() -> None:
    st.session_state.lesson = None
    put_lesson()


def toggle_lesson() -> None:
    """Open it where the learner left it, or close it."""
    if station() is None:
        open_station(lesson_progress().last or "")
    else:
        close_lesson()


def choose_station(key: str) -> None:
    """One was picked from the list with that key; a browser may tell of an earlier list."""
    picked = st.session_state[key]
    if is_name(picked):
        open_station(picked)


def lesson_folded() -> bool:
    """Whether only the panel's first line is shown, where it stands above the page."""
    return st.session_state.get("lesson_folded", False)


def fold_lesson() -> None:
    st.session_state.lesson_folded = not lesson_folded()


# Progress: read anew each time, as another tab may have changed it.


def lesson_progress() -> Progress:
    """What cannot be kept is known while the session lasts."""
    unsaved = st.session_state.get("lesson_unsaved")
    if unsaved is not None:
        return unsaved
    try:
        return backends.lessons().read(workspace())
    except StoreError as error:
        tell(error.sentence)
        return Progress()


def station_entry(name: str) -> Entry:
    """Of one station."""
    return lesson_progress().entry(name)


def keep_prediction(name: str, value: Any, at: int) -> None:
    """``at``: the iteration that the page shows."""
    _change(lambda known: known.with_entry(name, prediction=value, at=at))


def keep_seen(name: str) -> None:
    """What the station is about has been looked at."""
    _change(lambda known: known.with_entry(name, seen=True))


def keep_answer(name: str, choice: int, key: str) -> None:
    """``key``: of the field with the reason, without which no answer counts."""
    why = st.session_state.get(key) or ""
    said = "".join(letter for letter in " ".join(why.split()) if letter.isprintable())[:MAX_WHY]
    st.session_state[_missing(name)] = not said
    if said:
        _change(lambda known: known.with_entry(name, choice=choice, why=said))


def reason_is_missing(name: str) -> bool:
    """Whether somebody answered without one."""
    return st.session_state.get(_missing(name), False)


def _missing(name: str) -> str:
    return f"lesson_reason_missing_{name}"


def take_pixel(key: str, kind: Pixel) -> None:
    """One was chosen in the picture with that key. It came from the browser, so it may be anything."""
    pixel = st.session_state[key].pixel
    if kind.accepts(pixel):
        remember(key, pixel)


def chosen_pixel(key: str) -> list[int] | None:
    return recall(key, list)


def begin_station_anew(name: str) -> None:
    """The station asks as if for the first time."""
    _change(lambda known: known.without(name))
    st.session_state[_round(name)] = station_round(name) + 1


def station_round(name: str) -> int:
    """How often the station was begun anew: its controls then begin anew, too."""
    return st.session_state.get(_round(name), 0)


def _round(name: str) -> str:
    return f"lesson_round_{name}"


def _change(change: Callable[[Progress], Progress]) -> None:
    if "lesson_unsaved" not in st.session_state:
        try:
            backends.lessons().change(workspace(), change)
            return
        except StoreError as error:
            tell(error.sentence)
    st.session_state.lesson_unsaved = change(lesson_progress())


# What a station brings up.


def want_page(file: str) -> None:
    """The next run of the page goes there."""
    st.session_state.page_wanted = file


def take_wanted_page() -> str | None:
    """Once."""
    return st.session_state.pop("page_wanted", None)


def show_data(view: str) -> None:
    """Data shall show that view, and of single images test image 0."""
    st.session_state[DATA_VIEW] = view
    if view == "image":
        st.session_state[IMAGE_SET], st.session_state[f"{IMAGE_NUMBER}test"] = "test", 0


def show_code() -> None:
    """Network shall show the network as code."""
    st.session_state[CODE] = True


def begin_with(key: str, value: Any) -> None:
    """What the control with that key begins with, unless something is chosen already. Streamlit wants no default beside it."""
    if key not in st.session_state:
        st.session_state[key] = value


def begin_tutorial() -> None:
    """A new run of the tutorial's network; the present one stays."""
    command(lambda found: begin(found, (spec.tutorial(), spec.TrainingSpec())))
