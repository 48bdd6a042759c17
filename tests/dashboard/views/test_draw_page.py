"""The Draw page, run by AppTest: what the pad gets, a file, and an image that is to be looked at."""

from __future__ import annotations

import base64
from unittest.mock import patch

import numpy as np
import pytest
from PIL import Image

from core import spec
from core.messages import Sentence
from core.runs.snapshot import Phase
from dashboard.components.drawing_pad import drawing_pad
from tests.support.app import button, mounted, open_app, words
from tests.support.picture_files import REFUSED, as_file


def pad(app) -> dict:
    """What the browser's part of the page gets."""
    [found] = mounted(app, "upload")
    return found


def test_before_training_the_pad_asks_the_design(client):
    app = open_app("draw")
    given = pad(app)
    assert given["run"] is None
    assert spec.from_json(given["design"]) == (spec.tutorial(), spec.TrainingSpec())
    assert (given["language"], given["upload"]) == ("en", None)
    assert "None of it is set aside for “not a digit”" in words(app)


def test_with_a_run_the_pad_asks_the_run(client):
    app = open_app("draw", lang="ko")
    button(app, "to_1").click().run()
    run = client.last_run()
    assert run.phase is Phase.TRAINING
    assert (pad(app)["run"], pad(app)["language"]) == (run.run_id, "ko")
    assert not app.exception


def give(app, name: str, data: bytes):
    app.file_uploader(key="picture_file").upload(name, data).run()
    assert not app.exception


def large(digits, number: int) -> np.ndarray:
    return np.kron(255 - digits.test.images[number, ..., 0], np.ones((4, 4), np.uint8))


def test_a_file_is_shown_and_a_refused_one_takes_its_place(client, digits):
    app = open_app("draw")
    give(app, "seven.png", as_file(large(digits, 0)))
    first = pad(app)["upload"]
    [digit] = first["digits"]
    ink = np.frombuffer(base64.b64decode(digit["pixels"]), np.uint8).reshape(28, 28, 1)
    assert np.abs(ink.astype(float) - digits.test.images[0]).mean() < 10
    assert (first["name"], first["width"], first["height"], first["note"]) == ("seven.png", 112, 112, "")
    assert not app.warning
    app.switch_page("views/train/page.py").run()
    app.switch_page("views/draw/page.py").run()
    assert pad(app)["upload"] == first
    give(app, "holiday.png", b"nothing of a picture")
    assert [each.value.startswith("The file is no picture of a kind") for each in app.warning] == [True]
    assert pad(app)["upload"] is None
    give(app, "one.png", as_file(large(digits, 2)))
    assert pad(app)["upload"]["name"] == "one.png"
    assert not app.warning


def test_an_animation_says_that_its_first_picture_is_shown(client, digits):
    app = open_app("draw")
    frames = [Image.fromarray(large(digits, number)) for number in (0, 1)]
    give(app, "turn.gif", as_file(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    assert pad(app)["upload"]["note"] == "The file has several pictures; the first is shown."


def test_a_pasted_picture_and_a_box_by_hand(client, digits):
    app = open_app()
    data = as_file(np.concatenate([large(digits, 0), large(digits, 1)], axis=1))
    send(app, picture={"name": "two.png", "size": len(data), "data": base64.b64encode(data).decode()})
    shown = pad(app)["upload"]
    assert len(shown["digits"]) == 2
    left, top, right, bottom = shown["digits"][1]["box"]
    send(app, box={"picture": shown["id"], "box": [left - 4, top - 4, right + 4, bottom + 4]})
    again = pad(app)["upload"]
    assert (len(again["digits"]), again["chosen"]) == (2, 1)
    assert again["id"] != shown["id"]
    send(app, box={"picture": again["id"], "box": [0, 0, 4, 4]})
    assert [each.value.startswith("There is no ink in that box") for each in app.warning] == [True]
    assert pad(app)["upload"]["digits"] == again["digits"]


def test_a_file_too_large_to_be_sent_is_said(client):
    app = open_app()
    send(app, picture={"name": "film.mov", "size": 90_000_000})
    assert [each.value.startswith("The picture's file is larger than 15 MB") for each in app.warning] == [True]


@pytest.mark.parametrize(
    "sent", [5, "x", [], {"data": 5}, {"name": [], "data": "?"}, {"size": True}, {"picture": 1, "box": "box"}]
)
def test_anything_else_from_the_browser_does_no_harm(client, sent):
    app = open_app()
    send(app, picture=sent)
    send(app, box=sent)
    assert pad(app)["upload"] is None


@pytest.mark.parametrize("case", [case for case in REFUSED if case != "nothing"])
def test_every_refused_file_is_one_sentence_in_korean_too(client, case):
    app = open_app("draw", lang="ko")
    give(app, "picture.png", REFUSED[case][0])
    assert len(app.warning) == 1
    assert any("가" <= letter <= "힣" for letter in app.warning[0].value)
    assert pad(app)["upload"] is None


def send(app, **sent: object) -> None:
    """As if the browser had sent something once: AppTest cannot fire a component's event."""
    shown, left = drawing_pad.drawing_pad, [drawing_pad.Sent(**({"use": None, "picture": None, "box": None} | sent))]

    def pressed(*arguments) -> drawing_pad.Sent:
        nothing = shown(*arguments)
        return left.pop() if left else nothing

    with patch.object(drawing_pad, "drawing_pad", pressed):
        app.switch_page("views/draw/page.py").run()
    assert not app.exception


def use(app, sent: object):
    send(app, use=sent)


def test_an_image_is_handed_to_look_inside(client, digits):
    app = open_app()
    pixels = base64.b64encode(digits.test.images[3].tobytes()).decode()
    use(app, pixels)
    assert not app.exception
    assert app.session_state["look_asked"]["image"] == {"pixels": pixels}
    assert app.title[0].value == "Look inside"


@pytest.mark.parametrize("sent", ["", "AAAA", "?", 5, {"pixels": "x"}, ["x"], "x" * 10_000])
def test_anything_else_is_one_sentence(client, sent):
    app = open_app()
    use(app, sent)
    assert not app.exception
    assert [each.value for each in app.warning] == [str(Sentence("The request cannot be read."))]
    assert "look_asked" not in app.session_state
