"""The Draw page, run by AppTest: what the pad gets, a file, and an image that is to be looked at."""

from __future__ import annotations

import base64
from unittest.mock import patch

import numpy as np
import pytest

from core import pictures, spec
from core.messages import Sentence
from core.runs.snapshot import Phase
from dashboard.components.drawing_pad import drawing_pad
from dashboard.views.draw.picture_upload import SENT_SIDE, as_sent
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


def test_a_file_is_shown_and_a_refused_one_changes_nothing(client, digits):
    app = open_app("draw")
    digit = digits.test.images[0, ..., 0]
    give(app, "seven.png", as_file(255 - digit))
    first = pad(app)["upload"]
    ink = np.frombuffer(base64.b64decode(first["ink"]), np.uint8).reshape(first["side"], first["side"])
    assert (first["name"], first["side"], first["unit"]) == ("seven.png", 28, 1)
    assert np.abs(ink.astype(float) - digit).mean() < 1
    assert not app.warning
    give(app, "holiday.png", b"nothing of a picture")
    assert [each.value for each in app.warning] == ["The file is not a PNG or JPEG image."]
    assert pad(app)["upload"] == first
    app.switch_page("views/train/page.py").run()
    app.switch_page("views/draw/page.py").run()
    assert pad(app)["upload"] == first
    assert not app.warning
    give(app, "one.png", as_file(digits.test.images[2, ..., 0]))
    assert pad(app)["upload"]["name"] == "one.png"
    assert pad(app)["upload"]["id"] != first["id"]
    assert not app.warning


@pytest.mark.parametrize("case", [case for case in REFUSED if case != "nothing"])
def test_every_refused_file_is_one_sentence_in_korean_too(client, case):
    app = open_app("draw", lang="ko")
    give(app, "picture.png", REFUSED[case][0])
    assert len(app.warning) == 1
    assert any("가" <= letter <= "힣" for letter in app.warning[0].value)
    assert pad(app)["upload"] is None


@pytest.mark.parametrize(("shape", "side"), [((10, 3), 28), ((28, 28), 28), ((90, 120), 120), ((400, 80), SENT_SIDE)])
def test_what_is_sent_of_a_picture(shape, side):
    ink = np.zeros(shape, np.uint8)
    ink[shape[0] // 4 : -shape[0] // 4] = 255
    sent = as_sent(ink, "1", "name")
    assert sent.side == side
    assert sent.unit == max(shape) / side
    square = np.frombuffer(base64.b64decode(sent.ink), np.uint8).reshape(side, side)
    assert square.mean() == pytest.approx(pictures.squared(ink).mean(), rel=0.2)


def use(app, sent: object):
    """As if the button had been pressed: AppTest cannot fire a component's event."""
    shown = drawing_pad.drawing_pad

    def pressed(*arguments) -> object:
        shown(*arguments)
        return sent

    with patch.object(drawing_pad, "drawing_pad", pressed):
        app.switch_page("views/draw/page.py").run()


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
