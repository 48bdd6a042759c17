"""A picture from a file, in place of a drawing."""

from __future__ import annotations

import base64
import json

import numpy as np
import streamlit as st
from PIL import Image

from core import pictures
from core.messages import Sentence
from core.pictures import SIDE, PictureError
from dashboard import session
from dashboard.components.drawing_pad.drawing_pad import UploadedInk

SENT_SIDE = 200  # what the browser gets of it, and sends to the network
# Streamlit names the server's limit beside the button; ours is lower, and in the label. Its word on the button is English in
# every language.
_STYLE = """<style>
.st-key-picture_file [data-testid="stFileUploaderDropzoneInstructions"] { display: none; }
.st-key-picture_file section button [data-testid="stMarkdownContainer"] p { display: none; }
.st-key-picture_file section button [data-testid="stMarkdownContainer"]::after { content: %s; }
</style>"""


def picture_upload() -> UploadedInk | None:
    """The field for a file; gives the latest picture that could be used. A refused file changes nothing."""
    _ = session.current_text()
    # No list of types: Streamlit would refuse the others in English, and a file's name says little about what it is.
    file = st.file_uploader(_("Or a picture of a digit: a PNG or JPEG file of at most 2 MB"), key="picture_file")
    if file is not None and file.file_id != session.recall("picture_seen", str):
        session.remember("picture_seen", file.file_id)
        try:
            session.remember("picture", as_sent(pictures.read(file.getvalue()), file.file_id, file.name))
            session.remember("picture_refused", None)
        except PictureError as error:
            session.remember("picture_refused", error.sentence)
    st.html(_STYLE % json.dumps(_("Upload"), ensure_ascii=False))
    refused = session.recall("picture_refused", Sentence)
    if file is not None and refused is not None:
        st.warning(_.marked(refused), icon=":material/info:")
    return session.recall("picture", UploadedInk)


def as_sent(ink: np.ndarray, number: str, name: str) -> UploadedInk:
    """``ink`` (H, W) as the browser gets it: a square of 28 to `SENT_SIDE` pixels."""
    whole = pictures.squared(ink)
    side = min(max(len(whole), SIDE), SENT_SIDE)
    if side != len(whole):
        whole = np.asarray(Image.fromarray(whole).resize((side, side), Image.Resampling.BOX))
    packed = base64.b64encode(whole.tobytes()).decode()
    return UploadedInk(number, name, side, packed, max(ink.shape) / side)
