"""One station: what it says, the prediction, the act, what came of it, the question after."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.lesson.prediction import Prediction
from core.lesson.progress import MAX_WHY, Entry
from core.lesson.station_text import Section, StationText
from core.messages import SentenceError
from core.runs.snapshot import Phase
from dashboard import session
from dashboard.i18n import Text, count
from dashboard.lesson import predictions
from dashboard.lesson.facts import Facts
from dashboard.lesson.station import Found, Station
from dashboard.lesson.texts import filled, station_texts


def station_view(station: Station, following: Station | None) -> str | None:
    """Draw it as far as the learner has come; gives what has come of it, None where it is at its beginning."""
    _ = session.current_text()
    text, entry = station_texts(_.language)[station.name], session.station_entry(station.name)
    facts = Facts.now(entry.at)
    with st.container(key="lesson_title"):
        st.header(text.title, anchor=False)
    refusal = station.unfit(facts)
    if refusal is not None:
        _unfit(station, following, _.say(refusal), _)
        return None
    try:
        return _view(station, following, text, entry, facts)
    except SentenceError as error:
        st.info(_.marked(error.sentence), icon=":material/info:")
        return None


def _view(station: Station, following: Station | None, text: StationText, entry: Entry, facts: Facts) -> str | None:
    """Raises `SentenceError` where the training process cannot say something now."""
    _ = session.current_text()
    fields = station.fields(facts, _)
    st.markdown(filled(text["Text"], fields, _).text)
    if not session.station_asks():
        _act(station, facts, filled(text["Do"], fields, _), "primary", _)
        _next(following, "secondary", _)
        return None
    predict = filled(text["Predict"], fields, _)
    kind = station.asks(facts, predict.choices)
    st.subheader(_("Your prediction"), anchor=False)
    st.markdown(predict.text)
    if not kind.accepts(entry.prediction):
        _ask(station, kind, facts, _)
        return None
    found = station.found(facts, entry.prediction, _)
    acted = found is not None and (station.goal is not None or entry.seen)
    with st.container(key="lesson_news" if not acted else "lesson_act", gap="small"):
        if not acted:
            st.markdown(
                _("You predicted: **{prediction}**").format(prediction=_.marked(kind.written(entry.prediction)))
            )
        st.subheader(_("Try it"), anchor=False)
        _act(station, facts, filled(text["Do"], fields, _), "secondary" if acted else "primary", _)
    if found is None or not acted:
        _again(station, _)
        return "do"
    values = _values(fields, kind, entry.prediction, found, _)
    with st.container(key="lesson_news" if not entry.done else "lesson_result", gap="small"):
        st.subheader(_("What came of it"), anchor=False)
        st.markdown(filled(text["Result"], values, _).text)
        predictions.picture(kind, entry.prediction, found.value, facts.image, f"lesson_picture_{station.name}")
        st.markdown(filled(text["Most people"], values, _).text)
    question = filled(text["Question"], values, _)
    st.subheader(_("And now"), anchor=False)
    st.markdown(question.text)
    if entry.choice is None or entry.choice >= len(question.choices):
        _question(station, question, _)
        _again(station, _)
        return "answer"
    with st.container(key="lesson_news", gap="small"):
        _answered(question, entry.choice, entry.why, found.right, _)
        st.markdown(filled(text["Because"], values, _).text)
        _next(following, "primary", _)
    _again(station, _)
    return "done"


def _key(station: Station, part: str) -> str:
    """Of a control: another one when the station is begun anew."""
    return f"lesson_{part}_{station.name}_{session.station_round(station.name)}"


def _ask(station: Station, kind: Prediction, facts: Facts, _: Text) -> None:
    chosen = predictions.ask(kind, facts.image, _key(station, "prediction"))
    st.button(
        _("Predict"), key="lesson_predict", type="primary", disabled=chosen is None,
        on_click=session.keep_prediction, args=(station.name, chosen, facts.at),
    )  # fmt: skip


def _act(station: Station, facts: Facts, todo: Section, kind: Any, _: Text) -> None:
    st.markdown(todo.text)
    page = _.say(station.page.title)
    goal = station.goal
    trains = goal is not None and (facts.run is None or facts.run.iteration < goal)
    under_way = facts.run is not None and facts.run.phase is Phase.TRAINING and trains and facts.run.goal >= (goal or 0)
    if trains:
        label = _("Train to iteration {count}").format(count=count(goal or 0))
    else:
        label = _("Show it on the page “{page}”").format(page=page)
    st.button(
        label, key="lesson_act_button", type=kind, on_click=_do, args=(station, facts, goal if trains else None),
        icon=":material/play_arrow:" if trains else ":material/visibility:", disabled=under_way,
    )  # fmt: skip


def _do(station: Station, facts: Facts, goal: int | None) -> None:
    """Bring up the page with the right things chosen, and train where that is the act."""
    try:
        station.bring(facts)
    except SentenceError as error:
        session.tell(error.sentence, passing=True)
        return
    session.want_page(station.page.file)
    if goal is not None:
        session.train_to(goal)
    session.keep_seen(station.name)


def _values(fields: dict[str, str], kind: Prediction, predicted: Any, found: Found, _: Text) -> dict[str, str]:
    return fields | found.fields | {
        "predicted": _.say(kind.written(predicted)),
        "found": _.say(kind.written(found.value)),
        "how_far": _.say(kind.how_far(predicted, found.value)),
    }  # fmt: skip


def _question(station: Station, question: Section, _: Text) -> None:
    key = _key(station, "why")
    choice = st.radio(
        _("Your answer"), range(len(question.choices)), index=None, format_func=question.choices.__getitem__,
        key=_key(station, "answer"), label_visibility="collapsed", persist_state="session",
    )  # fmt: skip
    st.text_area(
        _("Why? One sentence."), key=key, max_chars=MAX_WHY, height=88, persist_state="session",
    )  # fmt: skip
    st.button(
        _("Answer"), key="lesson_answer", type="primary", disabled=choice is None, on_click=session.keep_answer,
        args=(station.name, choice, key),
    )  # fmt: skip
    if session.reason_is_missing(station.name):
        st.caption(_("Write one sentence why; then comes the explanation."))


def _answered(question: Section, choice: int, why: str, right: int, _: Text) -> None:
    """What was answered beside what the run says."""
    if choice == right or question.choices[choice] == question.choices[right]:
        st.markdown(_("You answered: **{answer}** So it is.").format(answer=_ended(question.choices[choice])))
    else:
        st.markdown(
            _("You answered: {answer} As it turns out: **{right}**").format(
                answer=_ended(question.choices[choice]), right=_ended(question.choices[right])
            )
        )
    st.caption(_("Your reason: {why}").format(why=_.marked(why)))


def _ended(choice: str) -> str:
    return choice if choice.endswith((".", "?", "!")) else f"{choice}."


def _unfit(station: Station, following: Station | None, sentence: str, _: Text) -> None:
    st.info(sentence, icon=":material/info:")
    st.markdown(_("The tutorial's network has what is needed. A new run of it can begin; yours is kept."))
    st.button(
        _("Begin a run of the tutorial's network"),
        key="lesson_tutorial",
        type="primary",
        on_click=session.begin_tutorial,
    )
    _next(following, "secondary", _)


def _next(following: Station | None, kind: Any, _: Text) -> None:
    if following is None:
        st.markdown(_("That was the last station. You have walked the whole lesson."))
        return
    st.button(
        _("Next station"), key="lesson_next", type=kind, icon=":material/arrow_forward:",
        on_click=session.open_station, args=(following.name,),
    )  # fmt: skip


def _again(station: Station, _: Text) -> None:
    st.button(
        _("Begin this station anew"), key="lesson_anew", type="tertiary", icon=":material/restart_alt:",
        on_click=session.begin_station_anew, args=(station.name,),
    )  # fmt: skip
