"""The lesson's panel: at the right of a wide screen, below the head of a narrow one."""

from __future__ import annotations

import streamlit as st

from core.messages import Sentence
from dashboard import session
from dashboard.components.in_sight.in_sight import in_sight
from dashboard.i18n import Text
from dashboard.lesson.station import Station
from dashboard.lesson.station_view import station_view
from dashboard.lesson.stations import STATIONS
from dashboard.lesson.texts import station_texts

BY_NAME = {station.name: station for station in STATIONS}
_UNKNOWN = Sentence("The address names a station of the lesson that does not exist.")


def follow_lesson() -> None:
    """Go to the page that a station has brought up. Before anything of a page is drawn."""
    wanted = session.take_wanted_page()
    if wanted is not None:
        st.switch_page(wanted)


def lesson_panel() -> None:
    """Nothing while the lesson is closed."""
    name = session.station()
    if name is None:
        return
    _ = session.current_text()
    station = _open_station(name)
    folded = session.lesson_folded()
    with st.container(key="lesson", gap="small"):
        _head(station, folded, _)
        with st.container(key="lesson_folded" if folded else "lesson_body", gap="small"):
            news = station_view(station, _following(station))
    in_sight("lesson_title", station.name)
    in_sight("lesson_news", news and f"{station.name} {news}")


def _open_station(name: str) -> Station:
    """The one of that name, else the first that is still to be done."""
    if name in BY_NAME:
        return BY_NAME[name]
    if name:
        session.tell(_UNKNOWN)
    progress = session.lesson_progress()
    station = next((each for each in STATIONS if not progress.entry(each.name).done), STATIONS[0])
    session.open_station(station.name)
    return station


def _following(station: Station) -> Station | None:
    place = STATIONS.index(station) + 1
    return STATIONS[place] if place < len(STATIONS) else None


def _head(station: Station, folded: bool, _: Text) -> None:
    """Which station, of all of them; and the way out."""
    progress, texts = session.lesson_progress(), station_texts(_.language)
    done = [progress.entry(each.name).done for each in STATIONS]
    # A select box tells its options apart by what they say: where they say something else it is another one.
    key = f"lesson_station_{station.name}_{_.language}_{''.join(str(int(each)) for each in done)}"
    names = {
        each.name: f"{place}. {texts[each.name].title}" + (" ✓" if done[place - 1] else "")
        for place, each in enumerate(STATIONS, 1)
    }
    with st.container(key="lesson_head", horizontal=True, vertical_alignment="bottom", gap="small"):
        st.selectbox(
            _("Lesson: {done} of {count} stations done").format(done=sum(done), count=len(STATIONS)),
            list(names), index=list(names).index(station.name), format_func=names.__getitem__, key=key,
            on_change=session.choose_station, args=(key,),
        )  # fmt: skip
        with st.container(key="lesson_fold", width="content"):
            st.button(
                _("Unfold the lesson") if folded else _("Fold the lesson"), key="fold_lesson", type="tertiary",
                icon=":material/expand_more:" if folded else ":material/expand_less:", on_click=session.fold_lesson,
            )  # fmt: skip
        st.button(
            _("Close the lesson"),
            key="close_lesson",
            type="tertiary",
            icon=":material/close:",
            on_click=session.close_lesson,
        )
