"""Draw: a pad or a picture, what the network sees of it, and what it says."""

from __future__ import annotations

import base64

import streamlit as st

from core import spec
from core.inspection.novelty import PATTERNS
from core.messages import Sentence
from core.pictures import MOST_BYTES
from dashboard import navigation, session
from dashboard.components.drawing_pad.drawing_pad import drawing_pad
from dashboard.components.in_sight.in_sight import in_sight
from dashboard.components.shown_network import ShownNetwork
from dashboard.i18n import Text
from dashboard.shared.page import open_page
from dashboard.views.draw.picture_upload import picture_upload, shown_picture, take_box, take_sent


def show() -> None:
    _ = session.current_text()
    snapshot = open_page(_("Draw"))
    pad = st.container(key="drawing")
    explained, field = st.columns([1.15, 1], gap="large")
    with explained:
        _explanation(_)
    with field:
        picture_upload()
        st.caption(_kept(_))
    with pad:
        picture = shown_picture(_)
        network = ShownNetwork(snapshot and snapshot.run_id, session.checkpoint(), spec.to_json(*session.design()))
        sent = drawing_pad(network, picture, MOST_BYTES, _labels(_), session.language())
        if sent.use is not None:
            _look_inside(sent.use, _)
    in_sight("drawing", picture and picture.id)
    if sent.picture is not None:
        take_sent(sent.picture)
        st.rerun()
    if sent.box is not None:
        take_box(sent.box)
        st.rerun()


def _look_inside(wanted: object, _: Text) -> None:
    """``wanted`` came from the browser, so it may be anything."""
    try:
        pixels = base64.b64decode(wanted, validate=True) if isinstance(wanted, str) else b""
    except ValueError:
        pixels = b""
    if len(pixels) != 28 * 28:
        st.warning(_.marked(Sentence("The request cannot be read.")), icon=":material/info:")
        return
    session.look_at_pixels(pixels)
    st.switch_page(navigation.INSIDE.file)


def _explanation(_: Text) -> None:
    st.header(_("Why even a scribble gets an answer"), anchor=False)
    st.markdown(
        _(
            "The last step, the softmax, divides 1 among the ten digits. None of it is set aside for “not a digit”, so one digit always comes out on top, often with a value near 1: the network has never seen anything else. A high softmax value says which digit comes closest, not that it is one."
        )
    )
    st.markdown(
        _(
            "The warning beside the answer is therefore made of something else. The training images of each digit have {count} main patterns (principal components). What of your drawing no mixture of the patterns of the network's answer can give is its distance from the training images. The warning comes where that is larger than for 99 % of the validation images that the network reads correctly: so about one digit in a hundred is warned of, too, and a scribble that looks like a digit is not. It is worked out once the pen rests and the network stands still."
        ).format(count=PATTERNS)
    )
    st.markdown(
        _(
            "Try a letter, a face, a digit lying on its side, or a very small one in a corner. Then switch to “Raw” to see how much the preparation does."
        )
    )


def _kept(_: Text) -> str:
    return _(
        "What is kept: your drawing stays in this browser tab until you close it. A picture stays in the server's memory while this page is open, and two minutes longer. Neither is saved."
    )


def _labels(_: Text) -> dict[str, object]:
    return {
        "pad": _("Your drawing"), "upload": _("Your picture"), "source": _("Input for the network"),
        "hint": _("Draw a digit here"),
        "keyboard": _("Drawing pad for mouse, pen or finger. With the keyboard: the arrow keys move the pen, the space bar lowers and lifts it."),
        "keys": _("Arrow keys move the pen (with Shift in small steps), Space lowers or lifts it."),
        "pen_down": _("The pen is down."), "pen_up": _("The pen is up."),
        "undo": _("Undo"), "clear": _("Clear"), "pen": _("Pen width"),
        "pens": {"thin": _("Thin pen"), "medium": _("Medium pen"), "thick": _("Thick pen")},
        "seen": _("What the network sees"), "way": _("How the picture is prepared"), "mnist": _("Like MNIST"), "raw": _("Raw"),
        "moved": _("The bounding box of the ink ({width} × {height}) was scaled to {scaled_width} × {scaled_height} and moved {way}, so that the centre of mass is in the middle."),
        "unmoved": _("The bounding box of the ink ({width} × {height}) was scaled to {scaled_width} × {scaled_height}; the centre of mass is in the middle."),
        "right": _("{by} px right"), "left": _("{by} px left"), "down": _("{by} px down"), "up": _("{by} px up"),
        "raw_placed": _("The whole picture scaled to 28 × 28, as it is. MNIST's digits are as large as possible and centred."),
        "picture": _("The 28 × 28 picture that the network sees; its answer is {digit}."),
        "nothing": _("28 × 28 pixels, prepared like the MNIST images."),
        "use": _("Use this image in Look inside"),
        "answer": _("The network's answer"), "empty": _("Draw a digit: the answer changes as you draw."),
        "softmax": _("softmax {value}"),
        "like": _("Distance from the training images: farther than {percent} of the validation images."),
        "unlike": _("Farther from the training images than {percent} of the validation images: this may be no digit."),
        "unlike_all": _("Farther from the training images than all validation images: this may be no digit."),
        "after": _("The network at iteration {iteration}"),
        "untrained": _("Iteration 0: initial weights. The network has not been trained yet, so it is guessing."),
        "one_digit": _("1 digit: {answers}"), "digits": _("{count} digits: {answers}"),
        "digit": _("Digit {number} of {count}"), "digit_read": _("Digit {number} of {count}: {answer}"),
        "photo": _("The picture, with a box around each digit"),
        "by_hand": _("Not the right one? Drag a box around your digit."),
        "draw_box": _("Draw a box"), "reading": _("The picture is being read …"), "drop": _("Drop the picture here"),
        "no_picture": _("There is no picture in what was pasted or dropped."),
        "offline": _("The server is not responding; the last answer remains."),
    }  # fmt: skip


show()
