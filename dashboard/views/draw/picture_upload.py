"""A picture in place of a drawing: from a file, the camera, the clipboard, or dropped on the pad."""

from __future__ import annotations

import base64
import binascii
import io
import json
import secrets
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st
from PIL import Image
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core import pictures
from core.messages import Sentence
from core.pictures import Digit, PictureError
from dashboard import session
from dashboard.components.drawing_pad.drawing_pad import ShownDigit, ShownPicture
from dashboard.components.in_sight.in_sight import in_sight
from dashboard.i18n import Text

SHARP = 200  # pixels of the longer side: a smaller picture is sent as it is
# Streamlit's words are English in every language, and name a limit of its own.
_UPLOAD = "Upload"
_STYLE = '<style>.st-key-picture_file [data-testid="stFileUploaderDropzoneInstructions"] { display: none; }</style>'
_OTHER_WORD = """<style>
.st-key-picture_file section button [data-testid="stMarkdownContainer"] p { font-size: 0; }
.st-key-picture_file section button [data-testid="stMarkdownContainer"]::after { content: %s; }
</style>"""


@dataclass(frozen=True, eq=False)
class KeptPicture:
    """The picture that is shown, as the session keeps it. ``seen``: a file as small as what is worked with.

    ``chosen``: the place of the digit that was last asked for by a box.
    """

    id: str
    name: str
    seen: bytes
    width: int
    height: int
    first_of_many: bool
    digits: tuple[Digit, ...]
    whole: bytes
    chosen: int = 0


def picture_upload() -> None:
    """The field for a file, and the camera. What comes is kept; what is refused is said, and the picture before it goes."""
    _ = session.current_text()
    # No list of types: Streamlit would refuse the others in English, and a file's name says little about what it is.
    file = st.file_uploader(
        _("Or a picture: a photo or a scan with one digit or many, of at most 15 MB"),
        key="picture_file",
        help=_("JPEG, PNG, HEIC, WebP, AVIF, GIF, BMP or TIFF. You can also paste a picture, or drop it on the pad."),
    )
    _take_file(file, "picture_seen")
    camera = st.toggle(_("Use the camera"), key="camera_on")
    in_sight("camera", "on" if camera else None)
    if camera:
        _take_file(st.camera_input(_("A photo of a digit"), key="camera"), "camera_seen")
    word = _("Upload")
    st.html(_STYLE if word == _UPLOAD else _STYLE + _OTHER_WORD % json.dumps(word, ensure_ascii=False))
    refused = session.recall("picture_refused", Sentence)
    if refused is not None:
        st.warning(_.marked(refused), icon=":material/info:")


def _take_file(file: UploadedFile | None, seen: str) -> None:
    if file is not None and file.file_id != session.recall(seen, str):
        session.remember(seen, file.file_id)
        take_picture(file.getvalue(), file.name)


def take_picture(data: bytes, name: str) -> None:
    session.remember("picture", None)
    session.remember("picture_refused", None)
    try:
        picture = pictures.opened(data)
        kept = KeptPicture(
            id=secrets.token_hex(6),
            name=name,
            seen=_as_file(picture.colours),
            width=picture.width,
            height=picture.height,
            first_of_many=picture.first_of_many,
            digits=pictures.digits_in(picture),
            whole=pictures.whole(picture).tobytes(),
        )
    except PictureError as error:
        session.remember("picture_refused", error.sentence)
    else:
        session.remember("picture", kept)


def take_sent(sent: object) -> None:
    """{name, size, data?}: what was pasted or dropped, or a file too large to be sent. It came from the browser, so it may be anything."""
    given = sent if isinstance(sent, dict) else {}
    name, size, data = given.get("name"), given.get("size"), given.get("data")
    if data is None and type(size) is int and size > pictures.MOST_BYTES:
        session.remember("picture", None)
        session.remember("picture_refused", pictures.too_large(size))
        return
    try:
        content = base64.b64decode(data, validate=True) if isinstance(data, str) else b""
    except (binascii.Error, ValueError):
        content = b""
    take_picture(content, name[:80] if isinstance(name, str) else "")


def take_box(sent: object) -> None:
    """{picture, box}: a box drawn by hand in place of the digits that it covers. It came from the browser, too."""
    given, kept = sent if isinstance(sent, dict) else {}, session.recall("picture", KeptPicture)
    box = _box_in(given.get("box"))
    if kept is None or given.get("picture") != kept.id or box is None:
        return
    try:
        picture = replace(pictures.opened(kept.seen), width=kept.width, height=kept.height)
        digit = pictures.digit_in(picture, box)
    except PictureError as error:
        session.remember("picture_refused", error.sentence)
        return
    session.remember("picture_refused", None)
    before = [each for each in kept.digits if not _covers(box, each.box)]
    place = next((at for at, each in enumerate(kept.digits) if _covers(box, each.box)), len(before))
    digits = (*before[:place], digit, *before[place:])
    session.remember(
        "picture", replace(kept, id=secrets.token_hex(6), digits=digits, chosen=min(place, len(digits) - 1))
    )


Box = tuple[float, float, float, float]


def _box_in(sent: object) -> Box | None:
    edges = sent if isinstance(sent, list) else []
    if len(edges) != 4 or not all(type(edge) in (int, float) and abs(edge) < 1e6 for edge in edges):
        return None
    return edges[0], edges[1], edges[2], edges[3]


def _covers(box: Box, other: tuple[int, int, int, int]) -> bool:
    """Whether half of the other box lies in it."""
    wide = min(box[2], other[2]) - max(box[0], other[0])
    high = min(box[3], other[3]) - max(box[1], other[1])
    return wide > 0 and high > 0 and 2 * wide * high >= (other[2] - other[0]) * (other[3] - other[1])


def shown_picture(_: Text) -> ShownPicture | None:
    """The picture that was taken last, as the pad shows it."""
    kept = session.recall("picture", KeptPicture)
    if kept is None:
        return None
    kind = "png" if kept.seen.startswith(b"\x89PNG") else "jpeg"
    return ShownPicture(
        id=kept.id,
        name=kept.name,
        source=f"data:image/{kind};base64,{base64.b64encode(kept.seen).decode()}",
        width=kept.width,
        height=kept.height,
        digits=[_shown(digit) for digit in kept.digits],
        whole=base64.b64encode(kept.whole).decode(),
        chosen=kept.chosen,
        note=_("The file has several pictures; the first is shown.") if kept.first_of_many else "",
    )


def _shown(digit: Digit) -> ShownDigit:
    placement = digit.placement
    return ShownDigit(
        box=list(digit.box),
        pixels=base64.b64encode(digit.image.tobytes()).decode(),
        placement=None if placement is None else vars(placement),
    )


def _as_file(colours: np.ndarray) -> bytes:
    file = io.BytesIO()
    if max(colours.shape) <= SHARP:
        Image.fromarray(colours).save(file, "PNG")
    else:
        Image.fromarray(colours).save(file, "JPEG", quality=90)
    return file.getvalue()
