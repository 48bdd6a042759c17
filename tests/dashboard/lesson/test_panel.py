"""The lesson's panel, run by AppTest over an engine that is stepped by hand: walked in each language, left, resumed, linked to."""

from __future__ import annotations

import errno
import json

import pytest
from streamlit.testing.v1 import AppTest

from core import spec
from core.design.share_link import to_link
from core.lesson.choice import Choice
from core.lesson.digit_pair import DigitPair
from core.lesson.pixel import Pixel
from core.lesson.scale import Scale
from core.lesson.shape import Shape
from core.lesson.sketch import Sketch
from core.storage import atomic_write, workspace_token
from core.storage.lesson_file import LessonFile
from dashboard import backends, i18n, navigation, session
from dashboard.lesson.stations import STATIONS
from dashboard.lesson.texts import station_texts
from tests.support.app import button, mounted, open_app, parameter, words

# A small network that every station fits, fast enough to be trained as far as they ask.
NETWORK = spec.NetworkSpec((spec.Conv(3, 5, stride=2), spec.Pool(), spec.Dense(12)))
SETTINGS = spec.TrainingSpec(learning_rate=1e-3, seed=1)
WHY = "Because I say so."


@pytest.fixture(autouse=True)
def lessons(tmp_path, monkeypatch) -> LessonFile:
    kept = LessonFile(tmp_path)
    monkeypatch.setattr(backends, "lessons", lambda: kept)
    return kept


def title(app: AppTest) -> str:
    """Of the open station."""
    return next(each.value for each in app.header if each.value in TITLES)


TITLES = {text.title for language in i18n.LANGUAGES for text in station_texts(language).values()}


def has(app: AppTest, key: str) -> bool:
    return any(each.key == key for each in app.button)


def stations(app: AppTest):
    """The list of all of them."""
    return next(each for each in app.selectbox if str(each.key).startswith("lesson_station_"))


def press(app: AppTest, key: str) -> None:
    found = button(app, key)
    assert not found.disabled, key
    found.click().run()
    assert not app.exception


def act(app: AppTest, name: str) -> None:
    """Its button leads to the page; AppTest does not stay where `st.switch_page` leads."""
    press(app, "lesson_act_button")
    page = next(station.page for station in STATIONS if station.name == name)
    assert app.title[0].value == i18n.text(app.session_state["language"]).say(page.title)
    app.switch_page(page.file).run()
    assert not app.exception


def predict(app: AppTest, name: str) -> None:
    """With the control of that station, as it is drawn."""
    assert button(app, "lesson_predict").disabled
    key = f"lesson_prediction_{name}_0"
    kind = KINDS[name]
    if kind is Pixel:
        app.session_state[f"page.{key}"] = [3, 4]
        app.run()
    elif kind is Scale:
        slider = app.slider(key=key)
        slider.set_value(slider.min).run()
    elif kind is Sketch:
        for iteration in (0, 1, 100):
            app.slider(key=f"{key}_{iteration}").set_value(iteration % 100 + 5).run()
    elif kind is Shape:
        app.text_input(key=key).set_value("7 x 7 x 3").run()
    elif kind is DigitPair:
        app.button_group(key=key).set_value([1, 7]).run()
    else:
        app.radio(key=key).set_value(0).run()
    press(app, "lesson_predict")


KINDS = {
    "data": Scale, "pixels": Scale, "shapes": Shape, "convolution": Pixel, "pooling": Choice, "logits": Scale, "softmax": Scale,
    "step": Choice, "untrained": Scale, "hundred": Sketch, "thousand": Scale, "confusion": DigitPair, "filters": Choice, "apis": Choice,
}  # fmt: skip


def answer(app: AppTest, name: str, place: int = 0) -> None:
    app.radio(key=f"lesson_answer_{name}_0").set_value(place)
    app.text_area(key=f"lesson_why_{name}_0").set_value(WHY).run()
    press(app, "lesson_answer")


def walk(app: AppTest, client, name: str, language: str) -> None:
    """One station from its beginning to its explanation."""
    text = station_texts(language)[name]
    assert title(app) == text.title
    predict(app, name)
    if not has(app, "lesson_answer"):  # a training may have been far enough already
        act(app, name)
        client.work()
        app.run()
    assert not app.exception
    assert parameter(app, "lesson") == name
    answer(app, name, len(text["Question"].choices) - 1)
    said = words(app)
    assert WHY in said


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_whole_lesson(client, lessons, language):
    workspace = workspace_token.new()
    run = client.create(workspace, NETWORK, SETTINGS)
    app = open_app("data", lang=language, w=workspace, run=run.run_id, lesson="data")
    for place, station in enumerate(STATIONS):
        walk(app, client, station.name, language)
        assert has(app, "lesson_next") == (place + 1 < len(STATIONS))
        if place + 1 < len(STATIONS):
            press(app, "lesson_next")
    kept = lessons.read(workspace)
    assert set(kept.entries) == {station.name for station in STATIONS}
    assert all(entry.done and entry.why == WHY for entry in kept.entries.values())


def test_it_is_closed_until_somebody_opens_it_and_goes_on_where_it_was_left(client):
    app = open_app("data")
    assert not has(app, "close_lesson")
    press(app, "lesson_toggle")
    assert title(app) == station_texts("en")["data"].title
    stations(app).set_value("softmax").run()
    assert parameter(app, "lesson") == "softmax"
    press(app, "close_lesson")
    assert not has(app, "close_lesson")
    assert "lesson" not in app.query_params
    press(app, "lesson_toggle")
    assert title(app) == station_texts("en")["softmax"].title
    again = open_app("train", w=parameter(app, "w"))
    press(again, "lesson_toggle")
    assert title(again) == station_texts("en")["softmax"].title


def test_a_name_that_an_earlier_list_had_chooses_nothing(client, monkeypatch):
    state: dict[str, object] = {}
    monkeypatch.setattr("dashboard.session.lesson.st.session_state", state)
    for picked in ("12. Something else ✓", None, 3, ""):
        state["list"] = picked
        session.choose_station("list")
    assert state == {"list": ""}


def test_a_reload_finds_what_was_predicted(client):
    app = open_app("data", lesson="pixels")
    predict(app, "pixels")
    again = open_app("data", w=parameter(app, "w"), lesson="pixels")
    assert "You predicted: **0**" in words(again)
    act(again, "pixels")
    assert "668" in words(again)
    press(again, "lesson_anew")
    assert button(again, "lesson_predict").disabled


def test_nothing_is_told_before_the_prediction(client):
    app = open_app("data", lesson="pixels")
    assert "668" not in words(app)
    assert not has(app, "lesson_act_button")


def test_an_answer_needs_a_reason(client):
    app = open_app("data", lesson="data")
    predict(app, "data")
    act(app, "data")
    app.radio(key="lesson_answer_data_0").set_value(2).run()
    press(app, "lesson_answer")
    assert "Write one sentence why" in words(app)
    app.text_area(key="lesson_why_data_0").set_value("  \n ").run()
    press(app, "lesson_answer")
    assert "Write one sentence why" in words(app)
    answer(app, "data", 2)
    assert "So it is." in words(app)


def test_a_link_without_the_question_tells_and_shows(client):
    app = open_app("data", lesson="softmax", question="no")
    assert not has(app, "lesson_predict")
    assert has(app, "lesson_act_button")
    press(app, "lesson_next")
    assert has(app, "lesson_predict")
    assert "question" not in app.query_params


@pytest.mark.parametrize("name", ["nothing", "A", "x" * 200, "../data", "data;"])
def test_an_address_that_names_no_station_opens_the_first(client, name):
    app = open_app("data", lesson=name)
    assert title(app) == station_texts("en")["data"].title
    assert parameter(app, "lesson") == "data"


def test_a_network_that_does_not_fit_is_offered_the_tutorials(client):
    workspace = workspace_token.new()
    plain = client.create(workspace, spec.NetworkSpec((spec.Dense(8),)), spec.TrainingSpec())
    client.train(plain.run_id, 1)
    client.work()
    app = open_app("train", w=workspace, run=plain.run_id, lesson="convolution")
    assert any("no convolution" in each.value for each in app.info)
    assert not has(app, "lesson_predict")
    press(app, "lesson_tutorial")
    assert client.last_run().network == spec.tutorial()
    assert has(app, "lesson_predict")
    assert len(client.runs(workspace)) == 2  # the learner's own is kept


def test_a_design_from_a_link_is_asked_about_itself(client):
    app = open_app("network", design=to_link(spec.NetworkSpec(), spec.TrainingSpec()), lesson="shapes")
    assert any("feature maps" in each.value for each in app.info)


def test_the_act_brings_up_the_place_in_look_inside(client):
    app = open_app("data", lesson="convolution")
    predict(app, "convolution")
    act(app, "convolution")
    (lens,) = mounted(app, "digits")
    asked = lens["asked"]
    assert (asked["image"], asked["layer"]) == ({"test": 0}, "conv1")
    assert set(asked["place"]) == {"filter", "row", "column"}
    assert "strongest at **row" in words(app)


def test_damaged_progress_is_said_and_the_lesson_goes_on(client, lessons, capsys):
    workspace = workspace_token.new()
    lessons.change(workspace, lambda known: known.with_entry("data", seen=True))
    lessons.path(workspace).write_text("{")
    app = open_app("data", w=workspace, lesson="data")
    assert "damaged" in words(app)
    predict(app, "data")
    assert json.loads(lessons.path(workspace).read_text())["entries"]["data"]["prediction"] == 0
    capsys.readouterr()


def test_where_nothing_can_be_kept_the_lesson_goes_on(client, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(atomic_write, "write", full)
    app = open_app("data", lesson="data")
    predict(app, "data")
    assert "cannot be saved (No space left on device)" in words(app)
    act(app, "data")
    assert "55,000" in words(app)


def test_every_page_has_the_lesson(client):
    for page in navigation.PAGES:
        assert has(open_app(page.name, lesson="data"), "close_lesson"), page.name


def test_every_kind_of_prediction_is_asked_somewhere():
    assert set(KINDS) == {station.name for station in STATIONS}
